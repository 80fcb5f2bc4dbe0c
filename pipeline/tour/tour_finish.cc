#include "pipeline/tour/tour_finish.h"

#include "formats/language/tour_messages.h"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson PanoramaJson(const TourPanorama& panorama) {
  OrderedJson levels = OrderedJson::array();
  for (const TourTileLevel& level : panorama.levels) {
    levels.push_back({{"width", level.width},
                      {"height", level.height},
                      {"cols", level.cols},
                      {"rows", level.rows}});
  }
  OrderedJson entry{{"width", panorama.width},
                    {"height", panorama.height},
                    {"preview", panorama.preview},
                    {"fallback", panorama.fallback},
                    {"tiles", nullptr}};
  if (!panorama.tiles_url.empty() && !levels.empty()) {
    entry["tiles"] = {{"url", panorama.tiles_url}, {"levels", std::move(levels)}};
  }
  return entry;
}

OrderedJson ModelsJson(const TourObjectAssets& assets) {
  OrderedJson models = OrderedJson::array();
  for (const TourModel& model : assets.models) {
    models.push_back({{"tier", model.tier},
                      {"src", model.src},
                      {"bytes", model.bytes},
                      {"triangles", model.triangles},
                      {"extensions", model.extensions}});
  }
  return models;
}

// Works on one draft and gathers what it has to leave out.
class Finisher {
 public:
  Finisher(OrderedJson draft, const TourAssets& assets)
      : tour_(std::move(draft)), assets_(assets) {}

  Result<std::string> Finish() {
    KeepScenes();
    KeepObjects();
    DropDeadEnds();
    if (tour_.contains("plan")) {
      FinishPlan();
    }
    tour_["made_by"] = assets_.made_by;
    // On one line: spaces alone would be a fifth of the 100 kB that 50 scenes may take.
    return {tour_.dump() + "\n", std::move(diagnostics_)};
  }

 private:
  void LeaveOut(const Message& what, const OrderedJson& entry) {
    const std::string vi = entry.at("name").at("vi");
    const std::string id = entry.at("id");
    diagnostics_.push_back({.severity = Severity::kWarning,
                            .file = "tour.json",
                            .what = Say(what, fmt::arg("name", vi), fmt::arg("id", id)),
                            .remedy = Say(messages::kTourLeftOutRemedy)});
  }

  void KeepScenes() {
    OrderedJson kept = OrderedJson::array();
    for (OrderedJson& scene : tour_["scenes"]) {
      const auto made = assets_.scenes.find(scene.at("id").get<std::string>());
      if (made == assets_.scenes.end()) {
        LeaveOut(messages::kTourSceneLeftOut, scene);
        continue;
      }
      scene["panorama"] = PanoramaJson(made->second);
      if (made->second.coverage < 0.9995) {
        scene["coverage"] = made->second.coverage;
      }
      kept.push_back(std::move(scene));
    }
    tour_["scenes"] = std::move(kept);
  }

  void KeepObjects() {
    OrderedJson kept = OrderedJson::array();
    for (OrderedJson& object : tour_["objects"]) {
      const auto made = assets_.objects.find(object.at("id").get<std::string>());
      if (made == assets_.objects.end() ||
          (made->second.models.empty() && made->second.photos.empty())) {
        LeaveOut(messages::kTourObjectLeftOut, object);
        continue;
      }
      const TourObjectAssets& assets = made->second;
      object["models"] = ModelsJson(assets);
      if (!assets.poster.empty()) {
        object["poster"] = assets.poster;
        object["poster_deg"] = assets.poster_deg;
      }
      for (const std::string& still : assets.turntable) {
        object["turntable"].push_back({{"src", still}});
      }
      if (!assets.usdz.empty()) {
        object["usdz"] = assets.usdz;
      }
      for (const std::string& photo : assets.photos) {
        object["photos"].push_back({{"src", photo}});
      }
      kept.push_back(std::move(object));
    }
    tour_["objects"] = std::move(kept);
  }

  bool Has(const char* list, const std::string& id) const {
    const OrderedJson& entries = tour_.at(list);
    return std::any_of(entries.begin(), entries.end(), [&](const OrderedJson& entry) {
      return entry.at("id") == id;
    });
  }

  static void DropIf(OrderedJson& list, const std::function<bool(const OrderedJson&)>& dead) {
    OrderedJson kept = OrderedJson::array();
    for (OrderedJson& entry : list) {
      if (!dead(entry)) {
        kept.push_back(std::move(entry));
      }
    }
    list = std::move(kept);
  }

  void DropDeadEnds() {
    for (OrderedJson& scene : tour_["scenes"]) {
      DropIf(scene["links"],
             [&](const OrderedJson& link) { return !Has("scenes", link.at("to")); });
      for (OrderedJson& hotspot : scene["hotspots"]) {
        if (hotspot.contains("object") && !Has("objects", hotspot.at("object"))) {
          hotspot.erase("object");
        }
      }
    }
    DropIf(tour_["stops"],
           [&](const OrderedJson& stop) { return !Has("scenes", stop.at("scene")); });
    if (tour_.contains("start") && !Has("scenes", tour_.at("start"))) {
      tour_.erase("start");
    }
  }

  void FinishPlan() {
    if (assets_.plan_width > 0 && assets_.plan_height > 0) {
      tour_["plan"]["width"] = assets_.plan_width;
      tour_["plan"]["height"] = assets_.plan_height;
    } else {
      tour_["plan"] = nullptr;
    }
  }

  OrderedJson tour_;
  const TourAssets& assets_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

Result<std::string> FinishTour(const std::string& draft, const TourAssets& assets) {
  OrderedJson parsed = OrderedJson::parse(draft, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("scenes") || !parsed.contains("objects") ||
      !parsed.contains("stops")) {
    return Result<std::string>::Failed(
        {.file = "tour.json", .what = Say(messages::kTourDraftBroken)});
  }
  return Finisher(std::move(parsed), assets).Finish();
}

}  // namespace disan
