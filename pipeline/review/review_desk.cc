#include "pipeline/review/review_desk.h"

#include "formats/files/read_file.h"
#include "formats/files/safe_path.h"
#include "formats/language/review_messages.h"
#include "formats/record/output_folders.h"
#include "pipeline/review/photo_poses.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kPreviewPx = 640;
constexpr int kLargePx = 2400;
constexpr uint64_t kMostReport = uint64_t{16} << 20;
constexpr const char* kDeviationMaps[] = {"deviation.png", "deviation.jpg"};
// What visitors see of an item lies in the first, or in the second when it is sensitive.
constexpr std::string_view kShownFolders[] = {kWebFolder, kKeptFolder};
constexpr uint64_t kMostTilesList = uint64_t{1} << 20;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json Both(const Text& text) {
  return {{"vi", text.vi}, {"en", text.en.empty() ? text.vi : text.en}};
}

const char* FolderOf(ReviewedKind kind) {
  return kind == ReviewedKind::kScene ? "scenes" : "objects";
}

ReviewAnswer Refused(int status, const Text& why) {
  return {status, Dump({{"error", Both(why)}})};
}

ReviewAnswer Refused(int status, const Diagnostic& why) {
  return Refused(status, {why.what.vi + ". " + why.remedy.vi, why.what.en + ". " + why.remedy.en});
}

// "masters/panoramas/san-truoc.jpg" -> "masters/panoramas/san-truoc", then `extension`.
fs::path Beside(const OutputFolder& output, const ReviewedAsset& asset, const char* extension) {
  const std::string& path = asset.facts.asset;
  return output.path / (path.substr(0, path.rfind('.')) + extension);
}

bool IsFile(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(fs::symlink_status(file, error));
}

// A picture of the asset that visitors see, or would if it were not sensitive.
std::optional<fs::path> Shown(const OutputFolder& output,
                              const ReviewedAsset& asset,
                              const std::string& name) {
  for (const std::string_view folder : kShownFolders) {
    const std::string path =
        fmt::format("{}{}/{}/{}", folder, FolderOf(asset.kind), asset.id, name);
    const Result<fs::path> file = ResolveInside(output.path, path);
    if (file && IsFile(*file)) {
      return *file;
    }
  }
  return std::nullopt;
}

std::optional<fs::path> DeviationMap(const OutputFolder& output,
                                     const ReviewedAsset& asset,
                                     const std::string& name) {
  const fs::path beside = Beside(output, asset, ("." + name).c_str());
  if (IsFile(beside)) {
    return beside;
  }
  return asset.kind == ReviewedKind::kObject ? Shown(output, asset, name) : std::nullopt;
}

// "preview.jpg", "fallback.jpg", "tiles/2/13_5.jpg".
bool IsShownPicture(std::string_view name) {
  if (name == "preview.jpg" || name == "fallback.jpg") {
    return true;
  }
  const auto skip_number = [&name] {
    const size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
    name.remove_prefix(digits);
    return digits >= 1 && digits <= 4;
  };
  const auto skip = [&name](std::string_view word) {
    const bool there = name.starts_with(word);
    name.remove_prefix(there ? word.size() : 0);
    return there;
  };
  return skip("tiles/") && skip_number() && skip("/") && skip_number() && skip("_") &&
         skip_number() && name == ".jpg";
}

// Width, height and levels of a panorama's tiles, as `disan tiles` lists them; null when there are
// none.
Json PanoramaOf(const OutputFolder& output, const ReviewedAsset& asset) {
  const auto file = Shown(output, asset, "tiles.json");
  const Result<std::string> text = file ? ReadFile(*file, kMostTilesList) : Result<std::string>();
  const Json list = text ? Json::parse(*text, nullptr, false) : Json();
  return list.is_object() ? list : Json();
}

Json ReportOf(const OutputFolder& output, const ReviewedAsset& asset) {
  const fs::path file = Beside(output, asset, ".json");
  const Result<std::string> text =
      IsFile(file) ? ReadFile(file, kMostReport) : Result<std::string>();
  const Json report = text ? Json::parse(*text, nullptr, false) : Json();
  return report.is_object() ? report : Json();
}

Json PosesOf(const OutputFolder& output, const ReviewedAsset& asset) {
  const fs::path file = Beside(output, asset, ".pto");
  const Result<std::string> text =
      IsFile(file) ? ReadFile(file, kMostReport) : Result<std::string>();
  Json poses = Json::object();
  for (const auto& [name, pose] :
       text ? ReadPhotoPoses(*text) : std::map<std::string, PhotoPose>()) {
    poses[name] = {{"yaw_deg", pose.yaw_deg},
                   {"pitch_deg", pose.pitch_deg},
                   {"roll_deg", pose.roll_deg},
                   {"hfov_deg", pose.hfov_deg},
                   {"fisheye", pose.fisheye}};
  }
  return poses;
}

// What the report says of a photo: {"status", "reason"}.
Json PlacementOf(const Json& report, const std::string& name) {
  if (report.is_object() && report.contains("photos") && report["photos"].is_array()) {
    for (const Json& photo : report["photos"]) {
      if (photo.is_object() && photo.value("file", Json()) == name) {
        return photo;
      }
    }
  }
  return Json::object();
}

std::optional<size_t> NumberOf(std::string_view text) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

// "3.jpg" or "3.large.jpg".
std::optional<std::pair<size_t, int>> PhotoAsked(std::string_view name) {
  for (const auto& [ending, side] :
       {std::pair<std::string_view, int>(".large.jpg", kLargePx), {".jpg", kPreviewPx}}) {
    if (name.ends_with(ending)) {
      const auto number = NumberOf(name.substr(0, name.size() - ending.size()));
      return number ? std::optional(std::pair(*number, side)) : std::nullopt;
    }
  }
  return std::nullopt;
}

// The sentence that says which word of an entry is missing; nothing when none is.
const Message* Missing(const ReviewEntry& entry) {
  if (entry.reviewer.find_first_not_of(' ') == std::string::npos) {
    return &messages::kReviewNoName;
  }
  const bool silent = entry.text.find_first_not_of(" \n\t") == std::string::npos;
  return silent && entry.verdict != ReviewVerdict::kApproved ? &messages::kReviewNoText : nullptr;
}

bool PinFits(const ReviewEntry& entry, ReviewedKind kind) {
  return kind == ReviewedKind::kScene ? !std::holds_alternative<ModelPin>(entry.at)
                                      : !std::holds_alternative<SpherePin>(entry.at);
}

// A posted entry, its time put in. Missing names and checksums are asked for by the caller.
Result<ReviewEntry> EntryOf(std::string_view body, const std::string& time) {
  Json posted = Json::parse(body, nullptr, false);
  if (!posted.is_object()) {
    return Result<ReviewEntry>::Failed(Diagnostic{});
  }
  posted["time"] = time;
  return ParseReviewLine(Dump(posted), "", 0);
}

bool NamesNobody(std::string_view body) {
  const Json posted = Json::parse(body, nullptr, false);
  const Json name = posted.is_object() ? posted.value("reviewer", Json()) : Json();
  return posted.is_object() &&
         (name.is_null() ||
          (name.is_string() &&
           name.get_ref<const std::string&>().find_first_not_of(' ') == std::string::npos));
}

}  // namespace

ReviewDesk::ReviewDesk(OutputFolder output, fs::path site)
    : site_(std::move(site)),
      previews_(output.path / ".disan/previews"),
      output_(std::make_shared<const OutputFolder>(std::move(output))) {
  std::error_code error;
  record_time_ = fs::last_write_time(output_->path / canonical::kRecordFile, error);
}

// A build that ran meanwhile leaves another record.
std::shared_ptr<const OutputFolder> ReviewDesk::Output() {
  const std::lock_guard lock(mutex_);
  std::error_code error;
  const fs::path file = output_->path / canonical::kRecordFile;
  const auto time = fs::last_write_time(file, error);
  if (!error && time != record_time_) {
    Result<std::vector<OutputFolder>> outputs = ReadOutputs({output_->path.string()});
    if (outputs && outputs->size() == 1) {
      output_ = std::make_shared<const OutputFolder>(std::move(outputs->front()));
      record_time_ = time;
    }
  }
  return output_;
}

std::vector<ReviewedAsset> ReviewDesk::Assets(const std::vector<ReviewEntry>& entries) {
  return ReviewedAssets(*Output(), entries, checksums_);
}

std::string ReviewDesk::State() {
  const ReviewLog log = ReadReviewLog(site_);
  const auto output = Output();
  const canonical::Site& site = output->record.site;
  Json state{{"site", {{"id", site.id}, {"name", Both({site.name.vi, site.name.en})}}},
             {"assets", Json::array()},
             {"log", Json::array()},
             {"said", Json::array()}};
  for (const ReviewedAsset& asset : Assets(log.entries)) {
    state["assets"].push_back({{"asset", asset.facts.asset},
                               {"kind", asset.kind == ReviewedKind::kScene ? "scene" : "object"},
                               {"id", asset.id},
                               {"name", Both(asset.name)},
                               {"sha256", asset.facts.sha256},
                               {"state", Word(asset.state)},
                               {"operator", asset.facts.operator_name},
                               {"session", asset.session},
                               {"photos", asset.photos.size()}});
  }
  for (const ReviewEntry& entry : log.entries) {
    state["log"].push_back(Json::parse(ReviewLine(entry)));
  }
  for (const Diagnostic& said : log.diagnostics) {
    state["said"].push_back(
        {{"vi", Line(said, Language::kVietnamese)}, {"en", Line(said, Language::kEnglish)}});
  }
  return Dump(state);
}

std::optional<ReviewedAsset> ReviewDesk::FindAsset(std::string_view folder, std::string_view id) {
  for (ReviewedAsset& asset : Assets({})) {
    if (folder == FolderOf(asset.kind) && id == asset.id) {
      return std::move(asset);
    }
  }
  return std::nullopt;
}

std::optional<std::string> ReviewDesk::About(std::string_view path) {
  const size_t slash = path.find('/');
  if (slash == std::string_view::npos || !path.ends_with(".json")) {
    return std::nullopt;
  }
  const auto asset =
      FindAsset(path.substr(0, slash), path.substr(slash + 1, path.size() - slash - 1 - 5));
  if (!asset) {
    return std::nullopt;
  }
  const auto output = Output();
  const Json report = ReportOf(*output, *asset);
  const Json poses = PosesOf(*output, *asset);
  Json about{{"asset", asset->facts.asset},
             {"sha256", asset->facts.sha256},
             {"report", report},
             {"photos", Json::array()},
             {"sheet", IsFile(Beside(*output, *asset, ".sheet.png"))}};
  for (const SourcePhoto& photo : asset->photos) {
    const std::string name = fs::path(photo.path).filename().string();
    const Json placement = PlacementOf(report, name);
    about["photos"].push_back({{"name", name},
                               {"width", photo.width_px},
                               {"height", photo.height_px},
                               {"status", placement.value("status", Json())},
                               {"reason", placement.value("reason", Json())},
                               {"pose", poses.value(name, Json())}});
  }
  for (const char* map : kDeviationMaps) {
    if (DeviationMap(*output, *asset, map)) {
      about["deviation_map"] = map;
    }
  }
  if (asset->kind == ReviewedKind::kScene) {
    about["panorama"] = PanoramaOf(*output, *asset);
  }
  return Dump(about);
}

std::optional<fs::path> ReviewDesk::Find(std::string_view path) {
  const size_t first = path.find('/');
  const size_t second = first == std::string_view::npos ? first : path.find('/', first + 1);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  const auto asset = FindAsset(path.substr(0, first), path.substr(first + 1, second - first - 1));
  if (!asset) {
    return std::nullopt;
  }
  const auto output = Output();
  const std::string_view rest = path.substr(second + 1);
  const auto if_there = [](fs::path file) {
    return IsFile(file) ? std::optional(std::move(file)) : std::nullopt;
  };
  if (rest == (asset->kind == ReviewedKind::kScene ? "master.jpg" : "master.glb")) {
    return if_there(output->path / asset->facts.asset);
  }
  if (rest == "sheet.png") {
    return if_there(Beside(*output, *asset, ".sheet.png"));
  }
  for (const char* map : kDeviationMaps) {
    if (rest == map) {
      return DeviationMap(*output, *asset, map);
    }
  }
  if (asset->kind == ReviewedKind::kScene && IsShownPicture(rest)) {
    return Shown(*output, *asset, std::string(rest));
  }
  if (!rest.starts_with("photos/")) {
    return std::nullopt;
  }
  const auto asked = PhotoAsked(rest.substr(7));
  if (!asked || asked->first < 1 || asked->first > asset->photos.size()) {
    return std::nullopt;
  }
  const Result<fs::path> photo = ResolveInside(site_, asset->photos[asked->first - 1].path);
  const Result<fs::path> preview = photo ? previews_.Of(*photo, asked->second) : Result<fs::path>();
  return preview ? preview.value : std::nullopt;
}

ReviewAnswer ReviewDesk::Add(std::string_view body, const std::string& time) {
  if (NamesNobody(body)) {
    return Refused(422, Say(messages::kReviewNoName));
  }
  const Result<ReviewEntry> entry = EntryOf(body, time);
  if (!entry) {
    return Refused(400, Say(messages::kReviewBadEntry));
  }
  if (const Message* missing = Missing(*entry)) {
    return Refused(422, Say(*missing));
  }
  const std::vector<ReviewedAsset> assets = Assets({});
  const auto asset = std::find_if(assets.begin(), assets.end(), [&](const ReviewedAsset& one) {
    return one.facts.asset == entry->asset;
  });
  if (asset == assets.end()) {
    return Refused(404, Say(messages::kReviewNoAsset, fmt::arg("asset", entry->asset)));
  }
  if (asset->facts.sha256 != entry->sha256) {
    return Refused(409, Say(messages::kReviewChanged));
  }
  if (!PinFits(*entry, asset->kind)) {
    return Refused(400, Say(messages::kReviewBadEntry));
  }
  if (const auto problem = AppendReview(site_, *entry)) {
    return Refused(500, *problem);
  }
  return {201, ReviewLine(*entry)};
}

}  // namespace disan
