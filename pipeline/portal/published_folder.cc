#include "pipeline/portal/published_folder.h"

#include "formats/archive/digests.h"
#include "formats/archive/manifest.h"
#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/files/safe_path.h"
#include "formats/files/sha256.h"
#include "formats/files/write_or_throw.h"
#include "formats/language/portal_messages.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kLedgerVersion = 1;
constexpr uint64_t kLedgerLimit = uint64_t{256} << 20;

struct Entry {
  uint64_t size = 0;
  std::string sha256;
};

// What is ours in the folder. `finished` is false while files are being written: then an entry may
// be of a file that is not there yet, and only its content says what it is.
struct Ledger {
  bool finished = true;
  std::map<std::string, Entry> files;
};

std::string WriteLedger(const Ledger& ledger) {
  Json files = Json::object();
  for (const auto& [path, entry] : ledger.files) {
    files[path] = {entry.size, entry.sha256};
  }
  const Json json{
      {"disan_export", kLedgerVersion}, {"finished", ledger.finished}, {"files", std::move(files)}};
  return json.dump(0, ' ', false, Json::error_handler_t::replace) + "\n";
}

Ledger ReadLedger(const fs::path& folder) {
  const fs::path file = folder / kExportLedger;
  std::error_code error;
  if (!fs::exists(file, error)) {
    return {};
  }
  try {
    const Json json = Json::parse(ValueOrThrow(ReadFile(file, kLedgerLimit)));
    Ledger ledger{.finished = json.at("finished").get<bool>()};
    for (const auto& [path, entry] : json.at("files").items()) {
      if (IsSafeRelativePath(path)) {
        ledger.files[path] = {entry.at(0).get<uint64_t>(), entry.at(1).get<std::string>()};
      }
    }
    return ledger;
  } catch (const Json::exception&) {
    throw Failure({.file = file.string(),
                   .what = Say(messages::kWebLedgerBroken),
                   .remedy = Say(messages::kWebLedgerBrokenRemedy)});
  }
}

std::optional<uint64_t> SizeOf(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    return std::nullopt;
  }
  const uint64_t size = fs::file_size(file, error);
  return error ? std::nullopt : std::optional(size);
}

class Publisher {
 public:
  Publisher(FilesToPublish files, const fs::path& folder, const Execution& execution)
      : files_(std::move(files)),
        folder_(folder),
        execution_(execution),
        old_(ReadLedger(folder)) {}

  Published Run() {
    Sum();
    Sort();
    if (!stale_.empty() || !due_.empty()) {
      Ledger underway{.finished = false, .files = old_.files};
      for (const std::string& path : due_) {
        underway.files[path] = {0, files_.at(path).sha256};
      }
      Note(underway);
      WriteDue();
      RemoveStale();
    }
    Ledger now;
    for (const auto& [path, file] : files_) {
      now.files[path] = {sizes_.at(path), file.sha256};
    }
    Note(now);
    return std::move(done_);
  }

 private:
  fs::path Place(const std::string& path) const {
    return ValueOrThrow(ResolveInside(folder_, path));
  }

  void Note(const Ledger& ledger) {
    const std::string text = WriteLedger(ledger);
    const Result<std::string> now = ReadFile(folder_ / kExportLedger, kLedgerLimit);
    if (!now || *now != text) {
      WriteFileOrThrow(folder_ / kExportLedger, text);
    }
  }

  void Sum() {
    std::vector<FileToPublish*> unknown;
    for (auto& [path, file] : files_) {
      if (file.source.empty()) {
        file.sha256 = Sha256Hex(file.bytes);
      } else if (file.sha256.empty()) {
        unknown.push_back(&file);
      }
    }
    ParallelFor(
        {.threads = execution_.threads, .cancelled = execution_.cancelled},
        unknown.size(),
        [&](size_t i) { unknown[i]->sha256 = ValueOrThrow(Sha256OfFile(unknown[i]->source)); });
  }

  // Whether the file in the folder has the planned content already.
  bool IsThere(const std::string& path, const FileToPublish& file, uint64_t size) const {
    const std::optional<uint64_t> size_there = SizeOf(Place(path));
    if (size_there != size) {
      return false;
    }
    const auto known = old_.files.find(path);
    if (known != old_.files.end() && old_.finished) {
      return known->second.sha256 == file.sha256 && known->second.size == size;
    }
    return Sha256OfFile(Place(path)).value == file.sha256;
  }

  void Sort() {
    std::vector<Diagnostic> taken;
    for (const auto& [path, file] : files_) {
      const uint64_t size =
          file.source.empty() ? file.bytes.size() : SizeOf(file.source).value_or(0);
      sizes_[path] = size;
      if (IsThere(path, file, size)) {
        ++done_.unchanged;
        continue;
      }
      std::error_code error;
      if (old_.files.count(path) == 0 && fs::exists(fs::symlink_status(Place(path), error))) {
        taken.push_back({.file = (folder_ / path).string(),
                         .what = Say(messages::kWebNotOurs),
                         .remedy = Say(messages::kWebNotOursRemedy)});
      }
      due_.push_back(path);
    }
    if (!taken.empty()) {
      throw Failure(taken);
    }
    for (const auto& [path, entry] : old_.files) {
      if (files_.count(path) == 0) {
        stale_.push_back(path);
      }
    }
  }

  void WriteDue() {
    ParallelFor(execution_, due_.size(), [&](size_t i) { Write(due_[i], files_.at(due_[i])); });
    done_.written = due_;
    for (const std::string& path : due_) {
      done_.bytes_written += sizes_.at(path);
    }
  }

  void Write(const std::string& path, const FileToPublish& file) const {
    if (file.source.empty()) {
      WriteFileOrThrow(Place(path), file.bytes);
      return;
    }
    const auto sums = ValueOrThrow(CopyWithDigests(file.source, Place(path), {"sha256"}));
    if (sums.at("sha256") != file.sha256) {
      throw Failure({.file = file.source.string(),
                     .what = Say(messages::kWebChanged),
                     .remedy = Say(messages::kWebChangedRemedy)});
    }
  }

  // Of ours, and still as we wrote it.
  void RemoveStale() {
    for (const std::string& path : stale_) {
      const Result<fs::path> place = ResolveInside(folder_, path);
      const uint64_t size = old_.files.at(path).size;
      std::error_code error;
      if (!place || (SizeOf(*place) != size && old_.finished)) {
        continue;
      }
      if (fs::remove(*place, error)) {
        done_.removed.push_back(path);
      }
      // Folders that are empty now; one that is not stays by itself.
      fs::path folder = fs::path(path).parent_path();
      while (!folder.empty() && fs::remove(folder_ / folder, error)) {
        folder = folder.parent_path();
      }
    }
  }

  FilesToPublish files_;
  const fs::path& folder_;
  const Execution& execution_;
  const Ledger old_;
  std::map<std::string, uint64_t> sizes_;
  std::vector<std::string> due_;
  std::vector<std::string> stale_;
  Published done_;
};

}  // namespace

Published Publish(FilesToPublish files, const fs::path& folder, const Execution& execution) {
  return Publisher(std::move(files), folder, execution).Run();
}

}  // namespace disan
