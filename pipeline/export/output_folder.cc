#include "pipeline/export/output_folder.h"

#include "formats/files/read_file.h"
#include "formats/language/exchange_messages.h"
#include "formats/record/site.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr uint64_t kRecordLimit = uint64_t{256} << 20;

std::vector<fs::path> OutputsIn(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    for (const fs::path& place : {entry.path(), entry.path() / "out"}) {
      if (fs::exists(place / canonical::kRecordFile, error)) {
        found.push_back(place);
        break;
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> OutputsAt(const fs::path& folder) {
  std::error_code error;
  for (const fs::path& place : {folder, folder / "out"}) {
    if (fs::exists(place / canonical::kRecordFile, error)) {
      return {place};
    }
  }
  return OutputsIn(folder);
}

Diagnostic NoOutput(const std::string& folder) {
  return {.file = folder,
          .what = Say(messages::kExportNoRecord, fmt::arg("folder", folder)),
          .remedy = Say(messages::kExportNoRecordRemedy)};
}

std::string IdIn(const fs::path& site) {
  const Result<Site> read = ReadSite(site);
  return read ? read->id : "";
}

}  // namespace

Result<std::vector<OutputFolder>> ReadOutputs(const std::vector<std::string>& folders) {
  Result<std::vector<OutputFolder>> result = Result<std::vector<OutputFolder>>::Of({});
  std::map<std::string, std::string> known;
  for (const std::string& folder : folders) {
    const std::vector<fs::path> outputs = OutputsAt(folder);
    if (outputs.empty()) {
      result.diagnostics.push_back(NoOutput(folder));
    }
    for (const fs::path& path : outputs) {
      const std::string name = (path / canonical::kRecordFile).string();
      const Result<std::string> text = ReadFile(path / canonical::kRecordFile, kRecordLimit);
      Result<canonical::Record> record = text ? canonical::ReadRecord(*text, name)
                                              : Result<canonical::Record>::Failed(text.diagnostics);
      result.diagnostics.insert(
          result.diagnostics.end(), record.diagnostics.begin(), record.diagnostics.end());
      if (!record) {
        continue;
      }
      const auto [other, added] = known.emplace(record->site.id, path.string());
      if (!added) {
        result.diagnostics.push_back({.file = path.string(),
                                      .what = Say(messages::kExportTwice,
                                                  fmt::arg("id", record->site.id),
                                                  fmt::arg("other", other->second)),
                                      .remedy = Say(messages::kExportTwiceRemedy)});
        continue;
      }
      result.value->push_back({path, std::move(*record)});
    }
  }
  if (HasErrors(result.diagnostics)) {
    result.value.reset();
  }
  return result;
}

std::string SiteNote(const fs::path& site, const fs::path& out) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(site, error);
  const fs::path way = whole.lexically_relative(fs::weakly_canonical(out, error));
  const Json note{{"site", whole.string()}, {"from_here", way.string()}};
  return note.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<fs::path> FindSite(const OutputFolder& output, const std::string& given) {
  std::vector<fs::path> places;
  std::error_code error;
  fs::path noted;
  if (!given.empty()) {
    places = {fs::path(given), fs::path(given) / output.record.site.id};
  } else {
    const Result<std::string> text = ReadFile(output.path / kSiteNote, 1 << 16);
    const Json note = text ? Json::parse(*text, nullptr, false) : Json();
    if (note.is_object()) {
      noted = note.value("site", "");
      places = {noted, output.path / note.value("from_here", "")};
    }
    places.push_back(fs::weakly_canonical(output.path, error).parent_path());
  }
  for (const fs::path& place : places) {
    if (!place.empty() && fs::exists(place / "site.yaml", error) &&
        IdIn(place) == output.record.site.id) {
      return Result<fs::path>::Of(fs::weakly_canonical(place, error));
    }
  }
  if (!noted.empty() && fs::is_directory(noted, error) && !fs::exists(noted / "site.yaml", error)) {
    return Result<fs::path>::Of(noted);
  }
  return Result<fs::path>::Failed(
      {.file = output.path.string(),
       .what = Say(messages::kExportNoSite, fmt::arg("id", output.record.site.id)),
       .remedy = Say(messages::kExportNoSiteRemedy)});
}

}  // namespace disan
