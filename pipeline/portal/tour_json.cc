#include "pipeline/portal/tour_json.h"

#include "formats/archive/manifest.h"
#include "formats/language/portal_messages.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace disan {
namespace {

constexpr int kDeepest = 24;  // the format needs 8
constexpr int kMostLevels = 16;
constexpr int kMostTilesAcross = 64;

// Thrown and caught in this file only.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void Require(bool holds, const std::string& place) {
  if (!holds) {
    throw Wrong(place);
  }
}

bool IsIdentifier(const std::string& id) {
  return !id.empty() && id.size() <= 120 && id.front() != '-' && id.back() != '-' &&
         id.find("--") == std::string::npos &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

using Kind = bool (*)(const TourJson& value);
bool IsText(const TourJson& value) {
  return value.is_object() && value.contains("vi") && value.contains("en") &&
         value.at("vi").is_string() && value.at("en").is_string();
}
bool IsWord(const TourJson& value) {
  return value.is_string();
}
bool IsNumber(const TourJson& value) {
  return value.is_number();
}
bool IsFlag(const TourJson& value) {
  return value.is_boolean();
}
bool IsView(const TourJson& value) {
  return value.is_object() && value.contains("yaw_deg") && value.at("yaw_deg").is_number() &&
         (!value.contains("pitch_deg") || value.at("pitch_deg").is_number());
}

// What need not be there, but is of its kind when it is.
void VerifyOptional(const TourJson& item,
                    const std::string& place,
                    std::initializer_list<std::pair<const char*, Kind>> keys) {
  for (const auto& [key, is_right] : keys) {
    Require(!item.contains(key) || is_right(item.at(key)), place + "." + key);
  }
}

void VerifyList(const TourJson& item,
                const char* key,
                const std::string& place,
                const std::function<void(const TourJson&)>& verify) {
  if (item.contains(key)) {
    Require(item.at(key).is_array(), place + "." + key);
    for (const TourJson& entry : item.at(key)) {
      Require(entry.is_object(), place + "." + key);
      verify(entry);
    }
  }
}

void VerifyText(const TourJson& text, const std::string& place) {
  Require(IsText(text), place);
}

std::string VerifyId(const TourJson& item, const std::string& list) {
  const std::string id = item.at("id").get<std::string>();
  Require(IsIdentifier(id), list + ".id");
  return list + "/" + id;
}

void VerifyTiles(const TourJson& tiles, const std::string& place) {
  if (tiles.is_null()) {
    return;
  }
  Require(tiles.at("url").is_string() && tiles.at("levels").is_array() &&
              tiles.at("levels").size() <= kMostLevels,
          place);
  for (const TourJson& level : tiles.at("levels")) {
    for (const char* side : {"cols", "rows"}) {
      const int count = level.at(side).get<int>();
      Require(count >= 1 && count <= kMostTilesAcross, place);
    }
  }
}

void VerifyScene(const TourJson& scene) {
  const std::string place = VerifyId(scene, "scenes");
  VerifyText(scene.at("name"), place + ".name");
  VerifyText(scene.at("alt"), place + ".alt");
  const TourJson& north = scene.at("north_deg");
  Require(north.is_null() || north.is_number(), place + ".north_deg");
  const TourJson& panorama = scene.at("panorama");
  Require(panorama.at("preview").is_string() && panorama.at("fallback").is_string(),
          place + ".panorama");
  VerifyOptional(panorama, place, {{"width", IsNumber}});
  VerifyOptional(scene, place, {{"description", IsText}, {"initial_view", IsView}});
  VerifyTiles(panorama.at("tiles"), place + ".panorama.tiles");
  Require(scene.at("links").is_array() && scene.at("hotspots").is_array(), place);
  for (const TourJson& link : scene.at("links")) {
    Require(link.at("to").is_string() && link.at("yaw_deg").is_number(), place + ".links");
    VerifyOptional(link, place, {{"pitch_deg", IsNumber}, {"one_way", IsFlag}, {"bend", IsFlag}});
  }
  for (const TourJson& hotspot : scene.at("hotspots")) {
    Require(hotspot.at("id").is_string() && hotspot.at("yaw_deg").is_number() &&
                hotspot.at("pitch_deg").is_number(),
            place + ".hotspots");
    VerifyText(hotspot.at("title"), place + ".hotspots.title");
    VerifyOptional(hotspot, place, {{"text", IsText}, {"object", IsWord}});
  }
}

void VerifyObject(const TourJson& object) {
  const std::string place = VerifyId(object, "objects");
  VerifyText(object.at("name"), place + ".name");
  VerifyText(object.at("alt"), place + ".alt");
  Require(object.at("models").is_array(), place + ".models");
  for (const TourJson& model : object.at("models")) {
    Require(model.at("src").is_string() && model.at("tier").is_string(), place + ".models");
  }
  VerifyOptional(object, place, {{"description", IsText}, {"poster", IsWord}, {"usdz", IsWord}});
  for (const char* pictures : {"turntable", "photos"}) {
    VerifyList(object, pictures, place, [&](const TourJson& picture) {
      Require(picture.at("src").is_string(), place + "." + pictures);
    });
  }
  VerifyList(object, "inscriptions", place, [&](const TourJson& inscription) {
    VerifyOptional(inscription,
                   place,
                   {{"original", IsWord}, {"transcription", IsWord}, {"translation", IsText}});
  });
  VerifyList(object, "annotations", place, [&](const TourJson& annotation) {
    VerifyOptional(annotation, place, {{"title", IsText}, {"text", IsText}});
  });
}

// As tour.schema.json has it: what means the same to a disk and in an address.
bool IsWebPath(const std::string& path) {
  return IsSafeRelativePath(path) && path.find_first_of("\\:?#") == std::string::npos &&
         std::none_of(path.begin(), path.end(), [](char c) { return c >= 0 && c < 0x20; });
}

void Verify(const TourJson& tour) {
  Require(tour.is_object() && tour.at("disan_tour") == 1, "disan_tour");
  VerifyId(tour, "tour");
  VerifyText(tour.at("name"), "name");
  VerifyOptional(tour, "tour", {{"description", IsText}, {"address", IsText}, {"start", IsWord}});
  Require(tour.at("scenes").is_array(), "scenes");
  Require(tour.at("objects").is_array(), "objects");
  Require(tour.at("stops").is_array(), "stops");
  for (const TourJson& scene : tour.at("scenes")) {
    VerifyScene(scene);
  }
  for (const TourJson& object : tour.at("objects")) {
    VerifyObject(object);
  }
  for (const TourJson& stop : tour.at("stops")) {
    Require(stop.at("scene").is_string(), "stops.scene");
    VerifyText(stop.at("text"), "stops.text");
  }
  for (const char* key : {"holder", "statement"}) {
    Require(tour.at("rights").at(key).is_string(), "rights");
  }
  for (const std::string& path : FilesOf(tour)) {
    Require(IsWebPath(path), path);
  }
}

std::string Filled(std::string url, int level, int col, int row) {
  const std::pair<const char*, int> places[] = {{"{level}", level}, {"{col}", col}, {"{row}", row}};
  for (const auto& [name, value] : places) {
    if (const size_t at = url.find(name); at != std::string::npos) {
      url.replace(at, std::string_view(name).size(), std::to_string(value));
    }
  }
  return url;
}

void Collect(const TourJson& node, std::set<std::string>& files) {
  static const std::set<std::string> kFileKeys = {
      "src", "preview", "fallback", "poster", "usdz", "thumbnail"};
  for (const auto& [key, value] : node.items()) {
    if (node.is_object() && key == "tiles" && value.is_object()) {
      for (std::string& tile : TilesOf(value)) {
        files.insert(std::move(tile));
      }
    } else if (node.is_object() && key == "captions" && value.is_object()) {
      for (const TourJson& caption : value) {
        files.insert(caption.get<std::string>());
      }
    } else if (node.is_object() && value.is_string() && kFileKeys.count(key) > 0) {
      files.insert(value.get<std::string>());
    } else if (value.is_structured()) {
      Collect(value, files);
    }
  }
}

}  // namespace

Result<TourJson> ReadTourJson(std::string_view text, const std::string& name) {
  bool too_deep = false;
  const auto parsed = [&](int depth, TourJson::parse_event_t, TourJson&) {
    too_deep = too_deep || depth > kDeepest;
    return !too_deep;
  };
  std::string wrong;
  try {
    TourJson tour = TourJson::parse(text, parsed);
    Require(!too_deep, "{{{{");
    Verify(tour);
    return Result<TourJson>::Of(std::move(tour));
  } catch (const Wrong& error) {
    wrong = error.what();
  } catch (const TourJson::exception& error) {
    wrong = error.what();
  }
  return Result<TourJson>::Failed({.file = name,
                                   .what = Say(messages::kWebTourBroken, fmt::arg("place", wrong)),
                                   .remedy = Say(messages::kWebBuildAgain)});
}

std::vector<std::string> TilesOf(const TourJson& tiles) {
  std::vector<std::string> paths;
  const std::string url = tiles.at("url").get<std::string>();
  const TourJson& levels = tiles.at("levels");
  for (size_t level = 0; level < levels.size(); ++level) {
    const int cols = std::min(levels[level].at("cols").get<int>(), kMostTilesAcross);
    const int rows = std::min(levels[level].at("rows").get<int>(), kMostTilesAcross);
    for (int row = 0; row < rows; ++row) {
      for (int col = 0; col < cols; ++col) {
        paths.push_back(Filled(url, static_cast<int>(level), col, row));
      }
    }
  }
  return paths;
}

std::vector<std::string> FilesOf(const TourJson& part) {
  std::set<std::string> files;
  Collect(part, files);
  return {files.begin(), files.end()};
}

const TourJson* FindItem(const TourJson& list, const std::string& id) {
  const auto found = std::find_if(
      list.begin(), list.end(), [&](const TourJson& item) { return item.at("id") == id; });
  return found == list.end() ? nullptr : &*found;
}

const TourJson* StartScene(const TourJson& tour) {
  const TourJson& scenes = tour.at("scenes");
  const TourJson* start = FindItem(scenes, tour.value("start", ""));
  return start != nullptr || scenes.empty() ? start : &scenes.front();
}

TourPicture PictureOf(const TourJson& tour) {
  if (const TourJson* scene = StartScene(tour)) {
    // Previews are made 1024 wide, or as wide as a smaller picture.
    const int width = std::min(1024, scene->at("panorama").value("width", 1024));
    return {scene->at("panorama").at("preview").get<std::string>(), width, width / 2};
  }
  for (const TourJson& object : tour.at("objects")) {
    if (object.contains("poster")) {
      return {object.at("poster").get<std::string>()};
    }
    if (object.contains("photos") && !object.at("photos").empty()) {
      return {object.at("photos").front().at("src").get<std::string>()};
    }
  }
  return {};
}

Text TextIn(const TourJson& text) {
  const std::string vi = text.at("vi").get<std::string>();
  const std::string en = text.at("en").get<std::string>();
  return {vi.empty() ? en : vi, en.empty() ? vi : en};
}

}  // namespace disan
