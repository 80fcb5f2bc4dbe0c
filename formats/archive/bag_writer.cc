#include "formats/archive/bag_writer.h"

#include "formats/files/atomic_file.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/language/archive_messages.h"

#include <cerrno>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kAlgorithms{"sha256", "sha512"};
constexpr char kJournal[] = "journal.disan";

BagFile FileOf(const std::string& path,
               const std::map<std::string, std::string>& digests,
               uint64_t bytes) {
  return {path, digests.at("sha256"), digests.at("sha512"), bytes};
}

struct stat StateOf(const fs::path& file) {
  struct stat state {};
  if (::stat(file.c_str(), &state) != 0) {
    state.st_size = -1;
  }
  return state;
}

int64_t ModifiedNs(const struct stat& state) {
  return int64_t{state.st_mtim.tv_sec} * 1'000'000'000 + state.st_mtim.tv_nsec;
}

void SyncFolder(const fs::path& folder) {
  if (const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      descriptor >= 0) {
    ::fsync(descriptor);
    ::close(descriptor);
  }
}

}  // namespace

Result<BagWriter> BagWriter::Open(const fs::path& folder) {
  const std::string name = folder.string();
  std::error_code error;
  if (fs::exists(folder, error)) {
    return Result<BagWriter>::Failed({.file = name,
                                      .what = Say(messages::kBagExists, fmt::arg("folder", name)),
                                      .remedy = Say(messages::kBagExistsRemedy)});
  }
  BagWriter bag;
  bag.folder_ = folder;
  bag.part_ = folder;
  bag.part_ += ".part";
  fs::create_directories(bag.part_ / "data", error);
  if (error) {
    return Result<BagWriter>::Failed(CannotWrite(bag.part_, error.value()));
  }
  bag.ReadJournal();
  return Result<BagWriter>::Of(std::move(bag));
}

// One line a file: bytes, modification time of the source, checksums, path. A last line that was
// cut short does not parse and is left out.
void BagWriter::ReadJournal() {
  std::ifstream lines(part_ / kJournal);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    Finished done;
    std::string path;
    if (words >> done.bytes >> done.modified_ns >> done.sha256 >> done.sha512 &&
        std::getline(words >> std::ws, path) && done.sha512.size() == 128 &&
        path.ends_with('\x1f')) {
      path.pop_back();
      journal_[path] = done;
    }
  }
}

void BagWriter::Remember(const BagFile& file) {
  sha256_.entries[file.path] = file.sha256;
  sha512_.entries[file.path] = file.sha512;
  bytes_ += file.bytes;
}

Result<BagFile> BagWriter::AddFile(const fs::path& source,
                                   const std::string& path,
                                   const ReadProgress& progress) {
  const std::string inside = "data/" + path;
  const struct stat state = StateOf(source);
  const auto known = journal_.find(inside);
  if (known != journal_.end() && state.st_size >= 0 &&
      known->second.bytes == static_cast<uint64_t>(state.st_size) &&
      known->second.modified_ns == ModifiedNs(state) &&
      StateOf(part_ / inside).st_size == state.st_size) {
    const BagFile file{inside, known->second.sha256, known->second.sha512, known->second.bytes};
    Remember(file);
    return Result<BagFile>::Of(file);
  }
  const auto digests = CopyWithDigests(source, part_ / inside, kAlgorithms, progress);
  if (!digests) {
    return Result<BagFile>::Failed(digests.diagnostics);
  }
  const BagFile file =
      FileOf(inside, *digests, static_cast<uint64_t>(StateOf(part_ / inside).st_size));
  Remember(file);
  std::ofstream journal(part_ / kJournal, std::ios::app);
  journal << fmt::format(
      "{} {} {} {} {}\x1f\n", file.bytes, ModifiedNs(state), file.sha256, file.sha512, inside);
  return Result<BagFile>::Of(file);
}

Result<BagFile> BagWriter::AddBytes(const std::string& path, std::string_view bytes) {
  return AddStream(path, [&](const auto& put) { put(bytes); });
}

Result<BagFile> BagWriter::AddStream(
    const std::string& path,
    const std::function<void(const std::function<void(std::string_view)>& put)>& write) {
  const std::string inside = "data/" + path;
  Result<AtomicFile> out = AtomicFile::Open(part_ / inside);
  if (!out) {
    return Result<BagFile>::Failed(out.diagnostics);
  }
  DigestSet digests(kAlgorithms);
  uint64_t bytes = 0;
  write([&](std::string_view piece) {
    digests.Add(piece);
    bytes += piece.size();
    out->Write(piece);
  });
  if (const auto failed = out->Commit()) {
    return Result<BagFile>::Failed(*failed);
  }
  const BagFile file = FileOf(inside, digests.Take(), bytes);
  Remember(file);
  return Result<BagFile>::Of(file);
}

void BagWriter::RemoveStrays() const {
  std::vector<fs::path> strays;
  for (const auto& entry : fs::recursive_directory_iterator(part_ / "data")) {
    if (!entry.is_directory() &&
        sha256_.entries.count(entry.path().lexically_relative(part_).string()) == 0) {
      strays.push_back(entry.path());
    }
  }
  std::error_code error;
  for (const fs::path& stray : strays) {
    fs::remove(stray, error);
  }
  fs::remove(part_ / kJournal, error);
}

std::optional<Diagnostic> BagWriter::WriteTagFiles(
    const std::vector<std::pair<std::string, std::string>>& info) const {
  std::string lines;
  for (const auto& [label, value] : info) {
    std::string flat = value;
    for (char& c : flat) {
      c = c == '\n' || c == '\r' ? ' ' : c;
    }
    lines += flat.empty() ? "" : label + ": " + flat + "\n";
  }
  lines += fmt::format("Payload-Oxum: {}.{}\n", bytes_, sha256_.entries.size());
  const std::vector<std::pair<std::string, std::string>> tags{
      {"bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"},
      {"bag-info.txt", lines},
      {"manifest-sha256.txt", WriteManifest(sha256_)},
      {"manifest-sha512.txt", WriteManifest(sha512_)}};
  Manifest tags256{"sha256", {}};
  Manifest tags512{"sha512", {}};
  for (const auto& [name, text] : tags) {
    tags256.entries[name] = DigestOf("sha256", text);
    tags512.entries[name] = DigestOf("sha512", text);
    if (const auto failed = WriteFileAtomically(part_ / name, text)) {
      return failed;
    }
  }
  if (const auto failed =
          WriteFileAtomically(part_ / "tagmanifest-sha256.txt", WriteManifest(tags256))) {
    return failed;
  }
  return WriteFileAtomically(part_ / "tagmanifest-sha512.txt", WriteManifest(tags512));
}

std::optional<Diagnostic> BagWriter::Close(
    const std::vector<std::pair<std::string, std::string>>& info) {
  if (const auto failed = WriteTagFiles(info)) {
    return failed;
  }
  RemoveStrays();
  SyncFolder(part_);
  if (::rename(part_.c_str(), folder_.c_str()) != 0) {
    return CannotWrite(folder_, errno);
  }
  SyncFolder(folder_.parent_path());
  return std::nullopt;
}

}  // namespace disan
