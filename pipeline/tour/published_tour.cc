#include "pipeline/tour/published_tour.h"

#include "formats/language/tour_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/tour/tour_draft.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::json;

constexpr int kMostPixels = 1 << 20;

std::string StringOf(const Json& where, const char* key) {
  const auto found = where.find(key);
  return found != where.end() && found->is_string() ? ToNfc(found->get<std::string>()) : "";
}

Text TextOf(const Json& where, const char* key) {
  const auto found = where.find(key);
  if (found == where.end() || !found->is_object()) {
    return {};
  }
  return {StringOf(*found, "vi"), StringOf(*found, "en")};
}

std::optional<double> NumberOf(const Json& where, const char* key, double most) {
  const auto found = where.find(key);
  if (found == where.end() || !found->is_number()) {
    return std::nullopt;
  }
  const double value = found->get<double>();
  return std::isfinite(value) && std::abs(value) <= most ? std::optional(value) : std::nullopt;
}

int PixelsOf(const Json& where, const char* key) {
  const double value = NumberOf(where, key, kMostPixels).value_or(0);
  return value >= 1 ? static_cast<int>(value) : 0;
}

uint64_t CountOf(const Json& where, const char* key) {
  return static_cast<uint64_t>(std::max(0.0, NumberOf(where, key, 1e15).value_or(0)));
}

bool IsWord(const std::string& text) {
  return !text.empty() && text.size() <= 120 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string WordOf(const Json& where, const char* key) {
  std::string word = StringOf(where, key);
  return IsWord(word) ? word : "";
}

std::string PathOf(const Json& where, const char* key) {
  const std::string path = StringOf(where, key);
  const bool plain = std::none_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == ':' || c == '?' || c == '#';
  });
  const bool leaves = path.starts_with('/') || ("/" + path + "/").find("/../") != std::string::npos;
  return plain && !leaves ? path : "";
}

// The entries of a list that are objects.
std::vector<Json> EntriesOf(const Json& where, const char* key) {
  std::vector<Json> entries;
  const auto found = where.find(key);
  if (found != where.end() && found->is_array()) {
    std::copy_if(found->begin(), found->end(), std::back_inserter(entries), [](const Json& entry) {
      return entry.is_object();
    });
  }
  return entries;
}

Json ObjectOf(const Json& where, const char* key) {
  const auto found = where.find(key);
  return found != where.end() && found->is_object() ? *found : Json::object();
}

TourPanorama PanoramaOf(const Json& scene) {
  const Json json = ObjectOf(scene, "panorama");
  TourPanorama panorama{.width = PixelsOf(json, "width"),
                        .height = PixelsOf(json, "height"),
                        .preview = PathOf(json, "preview"),
                        .fallback = PathOf(json, "fallback")};
  const Json tiles = ObjectOf(json, "tiles");
  panorama.tiles_url = PathOf(tiles, "url");
  for (const Json& entry : EntriesOf(tiles, "levels")) {
    const TourTileLevel level{PixelsOf(entry, "width"),
                              PixelsOf(entry, "height"),
                              PixelsOf(entry, "cols"),
                              PixelsOf(entry, "rows")};
    if (level.width > 0 && level.height > 0 && level.cols > 0 && level.rows > 0 &&
        level.cols <= 32 && level.rows <= 16) {
      panorama.levels.push_back(level);
    }
  }
  return panorama;
}

PublishedScene SceneOf(const Json& json) {
  PublishedScene scene{.id = WordOf(json, "id"),
                       .code = WordOf(json, "code"),
                       .name = TextOf(json, "name"),
                       .description = TextOf(json, "description"),
                       .panorama = PanoramaOf(json)};
  const Json view = ObjectOf(json, "initial_view");
  scene.yaw_deg = NormalizedDegrees(NumberOf(view, "yaw_deg", 1e6).value_or(0));
  scene.pitch_deg = NumberOf(view, "pitch_deg", 90).value_or(0);
  const auto place = json.find("plan");
  if (place != json.end() && place->is_array() && place->size() == 2 && (*place)[0].is_number() &&
      (*place)[1].is_number()) {
    scene.plan_x = std::clamp((*place)[0].get<double>(), 0.0, 1.0);
    scene.plan_y = std::clamp((*place)[1].get<double>(), 0.0, 1.0);
  }
  return scene;
}

PublishedObject ThingOf(const Json& json) {
  PublishedObject object{.id = WordOf(json, "id"),
                         .code = WordOf(json, "code"),
                         .name = TextOf(json, "name"),
                         .description = TextOf(json, "description"),
                         .poster = PathOf(json, "poster")};
  for (const Json& entry : EntriesOf(json, "models")) {
    TourModel model{.tier = WordOf(entry, "tier"),
                    .src = PathOf(entry, "src"),
                    .bytes = CountOf(entry, "bytes"),
                    .triangles = CountOf(entry, "triangles")};
    if (!model.src.empty()) {
      object.models.push_back(std::move(model));
    }
  }
  for (const Json& entry : EntriesOf(json, "photos")) {
    if (std::string path = PathOf(entry, "src"); !path.empty()) {
      object.photos.push_back(std::move(path));
    }
  }
  return object;
}

PublishedTour TourOf(const Json& json) {
  PublishedTour tour{.id = WordOf(json, "id"),
                     .code = WordOf(json, "code"),
                     .name = TextOf(json, "name"),
                     .description = TextOf(json, "description"),
                     .rank = WordOf(json, "rank"),
                     .type = WordOf(json, "type"),
                     .address = TextOf(json, "address"),
                     .start = WordOf(json, "start")};
  const Json location = ObjectOf(json, "location");
  tour.latitude_deg = NumberOf(location, "lat", 90);
  tour.longitude_deg = NumberOf(location, "lon", 180);
  for (const Json& entry : EntriesOf(json, "scenes")) {
    if (PublishedScene scene = SceneOf(entry); !scene.id.empty()) {
      tour.scenes.push_back(std::move(scene));
    }
  }
  for (const Json& entry : EntriesOf(json, "objects")) {
    if (PublishedObject object = ThingOf(entry); !object.id.empty()) {
      tour.objects.push_back(std::move(object));
    }
  }
  const Json plan = ObjectOf(json, "plan");
  tour.plan = PathOf(plan, "src");
  tour.plan_width = PixelsOf(plan, "width");
  tour.plan_height = PixelsOf(plan, "height");
  const Json rights = ObjectOf(json, "rights");
  tour.rights_holder = StringOf(rights, "holder");
  tour.credit = TextOf(rights, "credit").vi;
  return tour;
}

}  // namespace

const PublishedScene* PublishedTour::Start() const {
  const auto found = std::find_if(
      scenes.begin(), scenes.end(), [&](const PublishedScene& scene) { return scene.id == start; });
  return found != scenes.end() ? &*found : scenes.empty() ? nullptr : &scenes.front();
}

Result<PublishedTour> ReadPublishedTour(std::string_view json, const std::string& name) {
  const Json parsed = Json::parse(json, nullptr, false);
  const bool ours = parsed.is_object() && parsed.contains("disan_tour") &&
                    parsed["disan_tour"].is_number_integer() &&
                    parsed["disan_tour"].get<int64_t>() == kTourVersion;
  PublishedTour tour = ours ? TourOf(parsed) : PublishedTour();
  if (tour.id.empty()) {
    return Result<PublishedTour>::Failed({.file = name,
                                          .what = Say(messages::kTourNotOurs),
                                          .remedy = Say(messages::kTourNotOursRemedy)});
  }
  return Result<PublishedTour>::Of(std::move(tour));
}

}  // namespace disan
