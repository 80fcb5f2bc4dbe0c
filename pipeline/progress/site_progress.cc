#include "pipeline/progress/site_progress.h"

#include "formats/archive/verify.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/language/progress_messages.h"
#include "formats/record/review/approval.h"
#include "formats/record/scalars.h"
#include "formats/record/yaml_tree.h"
#include "pipeline/export/plate_note.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Facts = std::map<std::string, std::string, std::less<>>;

constexpr uint64_t kMostJson = uint64_t{256} << 20;

bool IsThere(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

// Nothing when the file is not there; a discarded value when it is no JSON.
std::optional<Json> ReadJson(const fs::path& file) {
  if (!IsThere(file)) {
    return std::nullopt;
  }
  const Result<std::string> text = ReadFile(file, kMostJson);
  return text ? Json::parse(*text, nullptr, false) : Json(Json::value_t::discarded);
}

constexpr int kMostDepth = 24;

void Flatten(const Json& json, const std::string& path, Facts& facts, int depth = 0) {
  if (depth > kMostDepth) {
    return;
  }
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      // The record keeps its reasons in one table: unknown.decision is decision.unknown.
      Flatten(value,
              key == "wgs84"                  ? path
              : path.rfind("unknown", 0) == 0 ? key + ".unknown"
              : path.empty()                  ? key
                                              : path + "." + key,
              facts,
              depth + 1);
    }
  } else if (json.is_array()) {
    for (const Json& item : json) {
      Flatten(item, path, facts, depth + 1);
    }
  } else if (json.is_string() && !json.get_ref<const std::string&>().empty()) {
    facts.emplace(path, json.get<std::string>());
  } else if (json.is_number()) {
    facts.emplace(path, json.dump());
  }
}

void Flatten(const YamlNode& node, const std::string& path, Facts& facts) {
  for (const YamlEntry& entry : node.entries) {
    Flatten(entry.value, path.empty() ? entry.key : path + "." + entry.key, facts);
  }
  for (const YamlNode& item : node.items) {
    Flatten(item, path, facts);
  }
  if (node.IsScalar() && !node.scalar.empty()) {
    const bool bilingual = path == "name" || path == "description";
    facts.emplace(bilingual ? path + ".vi" : path, node.scalar);
  }
}

std::string TextAt(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

std::vector<ItemProgress> ItemsOf(const Json& json,
                                  const char* key,
                                  const fs::path& folder,
                                  const char* extension) {
  std::vector<ItemProgress> items;
  const auto list = json.find(key);
  if (list == json.end() || !list->is_array()) {
    return items;
  }
  for (const Json& one : *list) {
    ItemProgress item{.id = TextAt(one, "id"), .name = {}};
    if (!IsIdentifier(item.id)) {
      continue;  // an id becomes part of a path
    }
    const auto name = one.find("name");
    if (name != one.end()) {
      item.name = {TextAt(*name, "vi"), TextAt(*name, "en")};
    }
    item.made = IsThere(folder / (item.id + extension));
    items.push_back(std::move(item));
  }
  return items;
}

// Who captured each scene and object, as the record says; a tour does not know.
std::map<std::string, std::string> Operators(const Json& record, const char* key) {
  std::map<std::string, std::string> by_session;
  std::map<std::string, std::string> by_item;
  for (const Json& session : record.value("sessions", Json::array())) {
    by_session[TextAt(session, "id")] = TextAt(session, "operator");
  }
  for (const Json& item : record.value(key, Json::array())) {
    by_item[TextAt(item, "id")] = by_session[TextAt(item, "session")];
  }
  return by_item;
}

void ReadApprovals(const fs::path& output, const Json& source, SiteProgress& site) {
  const ReviewLog log = ReadReviewLog(output.parent_path());
  if (log.entries.empty() || !source.is_object()) {
    return;
  }
  const auto approve = [&](std::vector<ItemProgress>& items,
                           std::map<std::string, std::string> operators,
                           const std::string& folder,
                           const char* extension) {
    for (ItemProgress& item : items) {
      const std::string asset = folder + item.id + extension;
      const Result<std::string> now =
          item.made ? Sha256OfFile(output / asset) : Result<std::string>();
      item.approved =
          now && StateOf({.asset = asset, .sha256 = *now, .operator_name = operators[item.id]},
                         log.entries) == ReviewState::kApproved;
    }
  };
  approve(site.scenes, Operators(source, "scenes"), "masters/panoramas/", ".jpg");
  approve(site.objects, Operators(source, "objects"), "masters/models/", ".glb");
}

void CheckFixity(const fs::path& output, const ProgressOptions& options, SiteProgress& site) {
  if (!options.verify) {
    return;
  }
  const Result<Verification> verification =
      VerifyFolder(output, [&](uint64_t) { options.check_cancelled(); });
  if (!verification) {
    site.fixity = Fixity::kNoChecksums;
    return;
  }
  site.fixity_findings = verification->findings.size() + verification->problems.size();
  site.fixity = verification->intact() ? Fixity::kIntact : Fixity::kBroken;
}

// site.yaml beside the output tells what the tour leaves out.
void AddSiteYaml(const fs::path& output, Facts& facts) {
  const fs::path file = fs::absolute(output).lexically_normal().parent_path() / "site.yaml";
  const Result<std::string> text =
      IsThere(file) ? ReadFile(file, uint64_t{4} << 20) : Result<std::string>();
  const Result<YamlNode> tree = text ? ParseYaml(*text, file.string()) : Result<YamlNode>();
  Facts written;
  if (tree) {
    Flatten(*tree, "", written);
  }
  if (written["id"] == facts["id"]) {
    facts.insert(written.begin(), written.end());
  }
}

}  // namespace

std::string SiteProgress::Fact(std::string_view path) const {
  const auto found = facts.find(path);
  return found == facts.end() ? "" : found->second;
}

bool SiteProgress::Answers(std::string_view path) const {
  const auto at = facts.lower_bound(path);
  return at != facts.end() && at->first.compare(0, path.size(), path) == 0 &&
         (at->first.size() == path.size() || at->first[path.size()] == '.');
}

Result<SiteProgress> ReadSiteProgress(const fs::path& output, const ProgressOptions& options) {
  const fs::path record_file = output / "record/record.json";
  const fs::path tour_file = output / "web/tour.json";
  const std::optional<Json> record = ReadJson(record_file);
  const std::optional<Json> tour = record ? std::nullopt : ReadJson(tour_file);
  if (!record && !tour) {
    return Result<SiteProgress>::Failed(
        {.file = output.string(),
         .what = Say(messages::kProgressNoOutput, fmt::arg("folder", output.string())),
         .remedy = Say(messages::kProgressNoOutputRemedy)});
  }
  const Json& source = record ? *record : *tour;
  SiteProgress site{.id = {}, .output = output.string()};
  if (source.is_object()) {
    const Json about = record ? source.value("site", Json::object()) : source;
    Flatten(about, "", site.facts);
    site.id = TextAt(about, "id");
  }
  if (!IsIdentifier(site.id)) {
    const std::string file = (record ? record_file : tour_file).string();
    return Result<SiteProgress>::Failed(
        {.file = file,
         .what = Say(messages::kProgressBroken, fmt::arg("file", file)),
         .remedy = Say(messages::kProgressBrokenRemedy)});
  }
  if (!record) {
    AddSiteYaml(output, site.facts);
  }
  site.scenes = ItemsOf(source, "scenes", output / "masters/panoramas", ".jpg");
  site.objects = ItemsOf(source, "objects", output / "masters/models", ".glb");
  site.qr = HasSitePlate(output);
  ReadApprovals(fs::absolute(output).lexically_normal(), source, site);
  CheckFixity(output, options, site);
  return Result<SiteProgress>::Of(std::move(site));
}

std::vector<fs::path> OutputsIn(const fs::path& folder) {
  const auto is_output = [](const fs::path& path) {
    return IsThere(path / "web/tour.json") || IsThere(path / "record/record.json");
  };
  if (is_output(folder)) {
    return {folder};
  }
  if (is_output(folder / "out")) {
    return {folder / "out"};
  }
  std::vector<fs::path> outputs;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (is_output(it->path())) {
      outputs.push_back(it->path());
    } else if (is_output(it->path() / "out")) {
      outputs.push_back(it->path() / "out");
    }
  }
  std::sort(outputs.begin(), outputs.end());
  return outputs;
}

}  // namespace disan
