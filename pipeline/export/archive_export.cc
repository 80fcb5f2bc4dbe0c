#include "pipeline/export/archive_export.h"

#include "formats/archive/bag_writer.h"
#include "formats/archive/premis.h"
#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/language/exchange_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/export/archive_readme.h"
#include "pipeline/record/finish_record.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using canonical::Asset;
using canonical::Record;
using Json = nlohmann::ordered_json;

struct Original {
  fs::path file;
  std::string path;  // below data/
};

bool IsInside(const fs::path& file, const fs::path& folder) {
  const fs::path way = file.lexically_relative(folder);
  return !way.empty() && *way.begin() != "..";
}

// Every file of the site folder but the outputs that lie in it. A link is followed when it stays in
// the site; one that leads out is left alone and said.
class Lister {
 public:
  Lister(const fs::path& site, const fs::path& out) : site_(site), out_(out) {}

  std::vector<Original> List() {
    Walk(site_);
    std::sort(files_.begin(), files_.end(), [](const Original& a, const Original& b) {
      return a.path < b.path;
    });
    std::map<std::string, std::string> composed;
    for (const Original& original : files_) {
      const auto [other, added] = composed.emplace(ToNfc(original.path), original.path);
      if (!added) {
        throw Failure({.file = original.path,
                       .what = Say(messages::kArchiveTwoForms, fmt::arg("path", original.path)),
                       .remedy = Say(messages::kArchiveTwoFormsRemedy)});
      }
    }
    return std::move(files_);
  }

  std::vector<Diagnostic> said;

 private:
  void Walk(const fs::path& folder) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      const std::string path = entry.path().lexically_relative(site_).string();
      const fs::path real = fs::weakly_canonical(entry.path(), error);
      if (entry.is_symlink(error) && (!IsInside(real, site_) || !entry.is_regular_file(error))) {
        said.push_back({.severity = Severity::kWarning,
                        .file = path,
                        .what = Say(messages::kArchiveLink, fmt::arg("path", path)),
                        .remedy = Say(messages::kArchiveLinkRemedy)});
      } else if (entry.is_directory(error)) {
        if (real != out_ && !fs::exists(entry.path() / ".disan", error)) {
          Walk(entry.path());
        }
      } else if (entry.is_regular_file(error)) {
        files_.push_back({entry.path(), "site/" + path});
      }
    }
    if (error) {
      throw Failure(CannotRead(folder, error.value()));
    }
  }

  const fs::path& site_;
  const fs::path& out_;
  std::vector<Original> files_;
};

std::vector<Original> MadeFiles(const fs::path& out) {
  std::vector<Original> files;
  for (const char* part : {"masters", "record"}) {
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(out / part, error)) {
      if (entry.is_regular_file()) {
        files.push_back({entry.path(), entry.path().lexically_relative(out).string()});
      }
    }
  }
  std::sort(files.begin(), files.end(), [](const Original& a, const Original& b) {
    return a.path < b.path;
  });
  return files;
}

std::string LatestDay(const Record& record) {
  std::string latest;
  for (const canonical::Session& session : record.sessions) {
    latest = std::max(latest, session.date);
  }
  return latest.empty() ? "unknown" : latest;
}

std::string BestName(const Record& record) {
  const canonical::Words& name = record.site.name;
  return !name.vi.empty() ? name.vi : !name.en.empty() ? name.en : record.site.id;
}

std::string SoftwareJson(const Record& record, const std::string& archived_by) {
  Json json{
      {"built_with", record.made_by}, {"archived_with", archived_by}, {"steps", Json::array()}};
  for (const canonical::Process& process : record.processes) {
    json["steps"].push_back({{"step", process.id},
                             {"kind", process.kind},
                             {"version", process.version},
                             {"options", Json::parse(process.options.text, nullptr, false)}});
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

class Archiver {
 public:
  Archiver(const OutputFolder& output, const fs::path& site, const ArchiveOptions& options)
      : output_(output), site_(site), options_(options) {}

  ArchiveSummary Run(const fs::path& folder) {
    if (IsInside(fs::weakly_canonical(folder), site_)) {
      throw Failure({.file = folder.string(),
                     .what = Say(messages::kArchiveInside, fmt::arg("folder", folder.string())),
                     .remedy = Say(messages::kArchiveInsideRemedy)},
                    Exit::kUsage);
    }
    summary_.bag = folder / output_.record.site.id;
    const fs::path out = fs::weakly_canonical(output_.path);
    Lister lister(site_, out);
    const std::vector<Original> originals = lister.List();
    summary_.said = std::move(lister.said);
    BagWriter bag = ValueOrThrow(BagWriter::Open(summary_.bag));
    for (const Original& original : originals) {
      Add(bag, original);
    }
    for (const Original& made : MadeFiles(output_.path)) {
      Add(bag, made);
    }
    Keep(ValueOrThrow(
        bag.AddBytes("phan-mem.json", SoftwareJson(output_.record, options_.made_by))));
    Keep(ValueOrThrow(bag.AddBytes("DOC-TRUOC.txt", ArchiveReadme(output_.record))));
    CompareWithRecord();
    Keep(ValueOrThrow(bag.AddStream("premis.xml", [&](const auto& put) { WritePremis(put); })));
    if (const auto failed = bag.Close(Info())) {
      throw Failure(*failed, Exit::kDoubtful);
    }
    return std::move(summary_);
  }

 private:
  void Add(BagWriter& bag, const Original& original) {
    Keep(ValueOrThrow(bag.AddFile(original.file, original.path, options_.progress)));
  }

  void Keep(BagFile file) {
    ++summary_.files;
    summary_.bytes += file.bytes;
    files_.push_back(std::move(file));
  }

  // An original that is no longer what the outputs were made from.
  void CompareWithRecord() {
    std::map<std::string, std::string> sums;
    for (const BagFile& file : files_) {
      sums[ToNfc(file.path)] = file.sha256;
    }
    for (const Asset& asset : output_.record.assets) {
      if (asset.role == "web") {
        continue;
      }
      const std::string path =
          "data/" + (asset.role == "source" ? "site/" : std::string()) + asset.path;
      const auto found = sums.find(ToNfc(path));
      if (found == sums.end() || found->second != asset.sha256) {
        summary_.said.push_back(
            {.severity = Severity::kWarning,
             .file = asset.path,
             .what = Say(found == sums.end() ? messages::kArchiveGone : messages::kArchiveChanged,
                         fmt::arg("path", asset.path)),
             .remedy = Say(messages::kArchiveChangedRemedy)});
      }
    }
  }

  static std::string BagPath(const Record& record, const std::string& path) {
    const Asset* asset = record.FindAsset(path);
    return asset != nullptr && asset->role == "source" ? "data/site/" + path : "data/" + path;
  }

  void WritePremis(const PremisWriter::Sink& put) const {
    const Record& record = output_.record;
    std::map<std::string, const Asset*> assets;
    for (const Asset& asset : record.assets) {
      assets[BagPath(record, asset.path)] = &asset;
    }
    PremisWriter premis(options_.made_by, put);
    for (const BagFile& file : files_) {
      PremisFile described{.path = file.path,
                           .sha256 = file.sha256,
                           .sha512 = file.sha512,
                           .bytes = file.bytes,
                           .mime = MimeOf(file.path)};
      if (const auto found = assets.find(file.path); found != assets.end()) {
        for (const std::string& source : found->second->derived_from) {
          described.derived_from.push_back(BagPath(record, source));
        }
        if (!found->second->process.empty()) {
          described.made_by = "step:" + found->second->process;
        }
      }
      premis.File(described);
    }
    const std::string day = LatestDay(record);
    for (const canonical::Session& session : record.sessions) {
      premis.Event({.id = "capture:" + session.id,
                    .type = "capture",
                    .date = session.date.empty() ? "unknown" : session.date,
                    .detail = session.operator_name,
                    .outcome = "success"});
    }
    for (const canonical::Process& process : record.processes) {
      premis.Event({.id = "step:" + process.id,
                    .type = "creation",
                    .date = day,
                    .detail = process.options.text,
                    .outcome = process.outcome});
    }
    premis.Event({.id = "fixity:bag",
                  .type = "message digest calculation",
                  .date = day,
                  .detail = "SHA-256, SHA-512",
                  .outcome = "success",
                  .note = fmt::format("{} files", files_.size())});
    premis.End();
  }

  std::vector<std::pair<std::string, std::string>> Info() const {
    const Record& record = output_.record;
    const std::string owner = !record.site.manager.name.vi.empty() ? record.site.manager.name.vi
                                                                   : record.site.rights.holder;
    return {{"Source-Organization", owner},
            {"External-Identifier", record.site.id},
            {"External-Description", BestName(record)},
            {"Internal-Sender-Description", record.site.description.vi},
            {"Bag-Size", fmt::format("{:.1f} MB", static_cast<double>(summary_.bytes) / 1e6)},
            {"Bag-Software-Agent", options_.made_by}};
  }

  const OutputFolder& output_;
  const fs::path& site_;
  const ArchiveOptions& options_;
  std::vector<BagFile> files_;
  ArchiveSummary summary_;
};

}  // namespace

ArchiveSummary ExportArchive(const OutputFolder& output,
                             const fs::path& site,
                             const fs::path& folder,
                             const ArchiveOptions& options) {
  return Archiver(output, site, options).Run(folder);
}

uint64_t BytesToArchive(const OutputFolder& output, const fs::path& site) {
  const fs::path out = fs::weakly_canonical(output.path);
  uint64_t bytes = 0;
  for (const Original& original : Lister(site, out).List()) {
    bytes += fs::file_size(original.file);
  }
  for (const Original& made : MadeFiles(output.path)) {
    bytes += fs::file_size(made.file);
  }
  return bytes;
}

}  // namespace disan
