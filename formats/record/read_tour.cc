#include "formats/record/binding.h"
#include "formats/record/blur_regions.h"
#include "formats/record/site.h"

#include <algorithm>

namespace disan {
namespace {

std::vector<Link> LinksOf(const YamlNode& scene) {
  std::vector<Link> links;
  for (const YamlNode* node : MappingsOf(scene, "links")) {
    links.push_back({.written = WrittenOf(*node),
                     .to = TextOf(*node, "to"),
                     .yaw_deg = NumberOf(*node, "yaw_deg").value_or(0),
                     .pitch_deg = NumberOf(*node, "pitch_deg"),
                     .title = BilingualOf(*node, "title"),
                     .one_way = FlagOf(*node, "one_way"),
                     .bend = FlagOf(*node, "bend")});
  }
  return links;
}

std::vector<Hotspot> HotspotsOf(const YamlNode& scene,
                                const Place& place,
                                std::vector<Diagnostic>& said) {
  std::vector<Hotspot> hotspots;
  for (const YamlNode* node : MappingsOf(scene, "hotspots")) {
    hotspots.push_back({.written = WrittenOf(*node),
                        .yaw_deg = NumberOf(*node, "yaw_deg").value_or(0),
                        .pitch_deg = NumberOf(*node, "pitch_deg").value_or(0),
                        .title = BilingualOf(*node, "title"),
                        .text = BilingualOf(*node, "text"),
                        .object = TextOf(*node, "object"),
                        .image = PathOf(*node, "image", place, said),
                        .audio = PathOf(*node, "audio", place, said),
                        .video = PathOf(*node, "video", place, said),
                        .url = TextOf(*node, "url")});
  }
  return hotspots;
}

std::optional<View> ViewOf(const YamlNode& scene) {
  const YamlNode* node = scene.Get("view");
  if (node == nullptr || !node->IsMapping()) {
    return std::nullopt;
  }
  return View{.written = WrittenOf(*node),
              .yaw_deg = NumberOf(*node, "yaw_deg").value_or(0),
              .pitch_deg = NumberOf(*node, "pitch_deg").value_or(0),
              .hfov_deg = NumberOf(*node, "hfov_deg")};
}

TourScene TourSceneOf(const YamlEntry& entry, const Place& place, std::vector<Diagnostic>& said) {
  const YamlNode& node = entry.value;
  TourScene scene{.written = WrittenOf(node),
                  .scene = entry.key,
                  .view = ViewOf(node),
                  .links = LinksOf(node),
                  .hotspots = HotspotsOf(node, place, said),
                  .blur = BlurRegionsOf(node, place.file, said)};
  scene.written.line = entry.line;
  const YamlNode* plan = node.Get("plan");
  if (plan != nullptr && plan->items.size() == 2) {
    scene.plan_x = ParseNumber(plan->items[0].scalar);
    scene.plan_y = ParseNumber(plan->items[1].scalar);
  }
  return scene;
}

std::optional<std::array<double, 3>> VectorOf(const YamlNode& mapping, std::string_view key) {
  const YamlNode* node = mapping.Get(key);
  if (node == nullptr || node->items.size() != 3) {
    return std::nullopt;
  }
  std::array<double, 3> vector = {};
  for (size_t i = 0; i < vector.size(); ++i) {
    const std::optional<double> number = ParseNumber(node->items[i].scalar);
    if (!number) {
      return std::nullopt;
    }
    vector[i] = *number;
  }
  return vector;
}

TourObject TourObjectOf(const YamlEntry& entry) {
  TourObject object{.written = WrittenOf(entry.value), .object = entry.key};
  object.written.line = entry.line;
  for (const YamlNode* node : MappingsOf(entry.value, "annotations")) {
    if (const auto point = VectorOf(*node, "point")) {
      object.annotations.push_back({.written = WrittenOf(*node),
                                    .point_m = *point,
                                    .normal = VectorOf(*node, "normal"),
                                    .title = BilingualOf(*node, "title"),
                                    .text = BilingualOf(*node, "text")});
    }
  }
  return object;
}

std::vector<Stop> StopsOf(const YamlNode& tour, const Place& place, std::vector<Diagnostic>& said) {
  std::vector<Stop> stops;
  for (const YamlNode* node : MappingsOf(tour, "stops")) {
    stops.push_back({.written = WrittenOf(*node),
                     .scene = TextOf(*node, "scene"),
                     .yaw_deg = NumberOf(*node, "yaw_deg").value_or(0),
                     .pitch_deg = NumberOf(*node, "pitch_deg").value_or(0),
                     .title = BilingualOf(*node, "title"),
                     .text = BilingualOf(*node, "text"),
                     .audio = PathOf(*node, "audio", place, said)});
  }
  return stops;
}

}  // namespace

const TourScene* Tour::Find(std::string_view scene_id) const {
  const auto found = std::find_if(scenes.begin(), scenes.end(), [&](const TourScene& scene) {
    return scene.scene == scene_id;
  });
  return found == scenes.end() ? nullptr : &*found;
}

const TourObject* Tour::FindObject(std::string_view object_id) const {
  const auto found = std::find_if(objects.begin(), objects.end(), [&](const TourObject& object) {
    return object.object == object_id;
  });
  return found == objects.end() ? nullptr : &*found;
}

Result<Tour> ReadTour(const std::filesystem::path& root, const std::string& file) {
  Result<YamlNode> tree = ReadRecordFile(root, file, TourShape());
  if (!tree) {
    return Result<Tour>::Failed(std::move(tree.diagnostics));
  }
  std::vector<Diagnostic> said = std::move(tree.diagnostics);
  const Place place{root, root, root.filename().string(), file};
  Tour tour{.written = WrittenOf(*tree),
            .title = BilingualOf(*tree, "title"),
            .start = TextOf(*tree, "start"),
            .plan = PathOf(*tree, "plan", place, said),
            .stops = StopsOf(*tree, place, said)};
  for (const YamlEntry& entry : MappingOf(*tree, "scenes").entries) {
    tour.scenes.push_back(TourSceneOf(entry, place, said));
  }
  for (const YamlEntry& entry : MappingOf(*tree, "objects").entries) {
    tour.objects.push_back(TourObjectOf(entry));
  }
  return {std::move(tour), std::move(said)};
}

}  // namespace disan
