#include "formats/language/portal_messages.h"
#include "pipeline/portal/budgets.h"
#include "pipeline/portal/tour_checks.h"

#include <map>

#include <fmt/format.h>

namespace disan {
namespace {

class FileChecker {
 public:
  explicit FileChecker(const TourToCheck& of) : of_(of) {}

  std::vector<Diagnostic> Check() {
    CheckMade("scenes", of_.record.scenes);
    CheckMade("objects", of_.record.objects);
    for (const TourJson& scene : of_.tour.at("scenes")) {
      CheckScene(scene);
    }
    for (const TourJson& object : of_.tour.at("objects")) {
      CheckObject(object);
    }
    for (const TourJson& stop : of_.tour.at("stops")) {
      CheckMedia(stop);
    }
    if (of_.tour.contains("plan") && of_.tour.at("plan").is_object()) {
      CheckFile(of_.tour.at("plan").at("src").get<std::string>(), kPictureBudget);
    }
    const uint64_t bytes = of_.tour.dump().size();
    const uint64_t most = std::max(kTourBudget, kTourBudgetAScene * of_.tour.at("scenes").size());
    CheckBudget(kTourFile, bytes, most);
    return std::move(said_);
  }

 private:
  template <class Item>
  void CheckMade(const char* list, const std::vector<Item>& items) {
    for (const Item& item : items) {
      if (FindItem(of_.tour.at(list), item.id) == nullptr) {
        said_.push_back({.file = of_.name,
                         .place = std::string(list) + "/" + item.id,
                         .what = Say(messages::kWebNotMade, fmt::arg("id", item.id)),
                         .remedy = Say(messages::kWebNotMadeRemedy)});
      }
    }
  }

  std::string Named(const std::string& path) const { return of_.folder + "/web/" + path; }

  void CheckBudget(const std::string& path, uint64_t bytes, uint64_t most) {
    if (bytes <= most) {
      return;
    }
    const std::string kilobytes =
        fmt::format("{:.0f}", std::ceil(static_cast<double>(bytes) / 1e3));
    said_.push_back({.file = Named(path),
                     .what = Say(messages::kWebOverBudget,
                                 fmt::arg("kilobytes", kilobytes),
                                 fmt::arg("most", most / 1000)),
                     .remedy = Say(messages::kWebOverBudgetRemedy)});
  }

  void CheckFile(const std::string& path, uint64_t most) {
    const std::optional<uint64_t> bytes = of_.size_of(path);
    if (!bytes) {
      said_.push_back({.file = Named(path),
                       .what = Say(messages::kWebMissing),
                       .remedy = Say(messages::kWebBuildAgain)});
      return;
    }
    CheckBudget(path, *bytes, most);
  }

  // Hundreds of tiles are one matter.
  void CheckTiles(const std::string& scene, const TourJson& tiles) {
    std::string first;
    size_t missing = 0;
    const std::vector<std::string> all = TilesOf(tiles);
    for (const std::string& tile : all) {
      const std::optional<uint64_t> bytes = of_.size_of(tile);
      if (bytes) {
        CheckBudget(tile, *bytes, kTileBudget);
      } else if (missing++ == 0) {
        first = tile;
      }
    }
    if (missing > 0) {
      said_.push_back({.file = Named(first),
                       .place = "scenes/" + scene,
                       .what = Say(messages::kWebTilesMissing,
                                   fmt::arg("missing", missing),
                                   fmt::arg("all", all.size())),
                       .remedy = Say(messages::kWebBuildAgain)});
    }
  }

  void CheckScene(const TourJson& scene) {
    const TourJson& panorama = scene.at("panorama");
    CheckFile(panorama.at("preview").get<std::string>(), kPreviewBudget);
    CheckFile(panorama.at("fallback").get<std::string>(), kFallbackBudget);
    if (!panorama.at("tiles").is_null()) {
      CheckTiles(scene.at("id").get<std::string>(), panorama.at("tiles"));
    }
    for (const TourJson& hotspot : scene.at("hotspots")) {
      CheckMedia(hotspot);
    }
  }

  void CheckMedia(const TourJson& of) {
    const std::pair<const char*, uint64_t> kinds[] = {
        {"image", kPictureBudget}, {"audio", kSoundBudget}, {"video", kFilmBudget}};
    for (const auto& [kind, most] : kinds) {
      if (of.contains(kind)) {
        for (const std::string& file : FilesOf(of.at(kind))) {
          CheckFile(file, most);
        }
      }
    }
  }

  void CheckObject(const TourJson& object) {
    static const std::map<std::string, uint64_t> kTierBudgets = {
        {"low", kLowModelBudget}, {"medium", kMediumModelBudget}, {"high", kHighModelBudget}};
    for (const TourJson& model : object.at("models")) {
      const auto most = kTierBudgets.find(model.at("tier").get<std::string>());
      CheckFile(model.at("src").get<std::string>(),
                most == kTierBudgets.end() ? kHighModelBudget : most->second);
    }
    if (object.contains("poster")) {
      CheckFile(object.at("poster").get<std::string>(), kPictureBudget);
    }
    if (object.contains("usdz")) {
      CheckFile(object.at("usdz").get<std::string>(), kUsdzBudget);
    }
    for (const char* pictures : {"turntable", "photos"}) {
      if (object.contains(pictures)) {
        for (const std::string& picture : FilesOf(object.at(pictures))) {
          CheckFile(picture, kPictureBudget);
        }
      }
    }
  }

  const TourToCheck& of_;
  std::vector<Diagnostic> said_;
};

}  // namespace

std::vector<Diagnostic> CheckFiles(const TourToCheck& of) {
  return FileChecker(of).Check();
}

}  // namespace disan
