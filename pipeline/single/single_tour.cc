#include "pipeline/single/single_tour.h"

#include "formats/language/single_messages.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kKnownVersion = 1;
constexpr int kFallbackWidth = 4096;

// Paths in the order in which they are first named.
class PathList {
 public:
  void Add(const Json& holder, const char* key) {
    const auto path = holder.find(key);
    if (path != holder.end() && path->is_string() && seen_->insert(*path).second) {
      paths_.push_back(*path);
    }
  }
  explicit PathList(std::set<std::string>& seen) : seen_(&seen) {}
  std::vector<std::string> Take() { return std::move(paths_); }

 private:
  std::set<std::string>* seen_;
  std::vector<std::string> paths_;
};

const Json& Part(const Json& holder, const char* key) {
  static const Json kNothing = Json::object();
  const auto part = holder.find(key);
  return part != holder.end() && part->is_object() ? *part : kNothing;
}

void WithoutTiles(Json& scene) {
  Json& panorama = scene.at("panorama");
  const int width = std::min(panorama.at("width").get<int>(), kFallbackWidth);
  panorama["width"] = width;
  panorama["height"] = std::max(1, width / 2);
  panorama["tiles"] = nullptr;
}

void WithSmallestModel(Json& object) {
  Json& models = object.at("models");
  const auto smallest =
      std::min_element(models.begin(), models.end(), [](const Json& a, const Json& b) {
        return a.at("bytes").get<uint64_t>() < b.at("bytes").get<uint64_t>();
      });
  if (smallest != models.end()) {
    models = Json::array({Json(*smallest)});
  }
  object.erase("usdz");
  object.erase("turntable");  // for devices without WebGL: these show the poster
}

void AddMedia(const Json& holder, PathList& list, PathList& films) {
  list.Add(Part(holder, "image"), "src");
  list.Add(Part(holder, "audio"), "src");
  const Json& film = Part(holder, "video");
  list.Add(film, "poster");
  list.Add(Part(film, "captions"), "vi");
  list.Add(Part(film, "captions"), "en");
  films.Add(film, "src");
}

// Draco and Basis come as files of their own; meshopt is inside the viewer.
std::vector<std::string> DecodersOf(const Json& tour) {
  std::set<std::string> decoders;
  for (const Json& object : tour.at("objects")) {
    for (const Json& model : object.at("models")) {
      for (const Json& extension : model.value("extensions", Json::array())) {
        if (extension == "KHR_draco_mesh_compression") {
          decoders.insert("draco");
        } else if (extension == "KHR_texture_basisu") {
          decoders.insert("basis");
        }
      }
    }
  }
  return {decoders.begin(), decoders.end()};
}

const Json* StartScene(const Json& tour) {
  const Json& scenes = tour.at("scenes");
  const auto named = std::find_if(scenes.begin(), scenes.end(), [&](const Json& scene) {
    return tour.contains("start") && scene.at("id") == tour.at("start");
  });
  const auto first = named == scenes.end() ? scenes.begin() : named;
  return first == scenes.end() ? nullptr : &*first;
}

void ListFirst(const Json& tour, PathList& list) {
  if (const Json* start = StartScene(tour)) {
    list.Add(start->at("panorama"), "preview");
    list.Add(start->at("panorama"), "fallback");
  }
  list.Add(Part(tour, "plan"), "src");
  for (const Json& scene : tour.at("scenes")) {
    list.Add(scene.at("panorama"), "preview");
    list.Add(scene, "thumbnail");
  }
  for (const Json& object : tour.at("objects")) {
    list.Add(object, "poster");
  }
}

// Small things before pictures before films: what a visitor may open early stands early.
void ListRest(const Json& tour, PathList& list, PathList& films) {
  for (const Json& stop : tour.at("stops")) {
    list.Add(Part(stop, "audio"), "src");
  }
  for (const Json& scene : tour.at("scenes")) {
    for (const Json& hotspot : scene.at("hotspots")) {
      AddMedia(hotspot, list, films);
    }
  }
  for (const Json& object : tour.at("objects")) {
    for (const Json& photo : object.value("photos", Json::array())) {
      list.Add(photo, "src");
    }
    for (const Json& model : object.at("models")) {
      list.Add(model, "src");
    }
  }
  for (const Json& scene : tour.at("scenes")) {
    list.Add(scene.at("panorama"), "fallback");
  }
}

SingleTour Reduce(Json tour) {
  for (Json& scene : tour.at("scenes")) {
    WithoutTiles(scene);
  }
  for (Json& object : tour.at("objects")) {
    WithSmallestModel(object);
  }
  std::set<std::string> seen;
  PathList first(seen);
  PathList rest(seen);
  PathList films(seen);
  ListFirst(tour, first);
  ListRest(tour, rest, films);
  SingleTour single{.id = tour.at("id"),
                    .name = tour.at("name").at("vi"),
                    .json = tour.dump(),
                    .first = first.Take(),
                    .rest = rest.Take(),
                    .decoders = DecodersOf(tour),
                    .scenes = tour.at("scenes").size(),
                    .objects = tour.at("objects").size()};
  const std::vector<std::string> last = films.Take();
  single.rest.insert(single.rest.end(), last.begin(), last.end());
  return single;
}

}  // namespace

Result<SingleTour> SingleTourOf(const std::string& tour_json) {
  const Diagnostic broken{.file = "tour.json",
                          .what = Say(messages::kSingleNoTour),
                          .remedy = Say(messages::kSingleNoTourRemedy)};
  Json tour = Json::parse(tour_json, nullptr, false);
  if (!tour.is_object() || tour.value("disan_tour", Json()) != kKnownVersion) {
    return Result<SingleTour>::Failed(broken);
  }
  for (const char* list : {"scenes", "objects", "stops"}) {
    if (!tour.value(list, Json()).is_array()) {
      return Result<SingleTour>::Failed(broken);
    }
  }
  try {
    return Result<SingleTour>::Of(Reduce(std::move(tour)));
  } catch (const Json::exception&) {
    return Result<SingleTour>::Failed(broken);
  }
}

}  // namespace disan
