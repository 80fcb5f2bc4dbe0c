// tour.json as the exports work on it. ReadTourJson is the one place where a file becomes something
// to rely on: after it, `at()` of what the format requires finds a value of the right kind.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace disan {

using TourJson = nlohmann::ordered_json;

inline constexpr char kTourFile[] = "tour.json";

// Every path in it stays below its folder. `name` is what diagnostics call the file.
Result<TourJson> ReadTourJson(std::string_view text, const std::string& name);

// Every file that the tour, or a part of it, names, tiles and captions included, each once, sorted.
std::vector<std::string> FilesOf(const TourJson& part);

// The files of one pyramid: `tiles` is a scene's panorama.tiles.
std::vector<std::string> TilesOf(const TourJson& tiles);

// Scene or object by id; null when it is not there.
const TourJson* FindItem(const TourJson& list, const std::string& id);

// The first scene of a visit; null when there is none.
const TourJson* StartScene(const TourJson& tour);

// What stands for the tour on a card, and its size in pixels when that is known: the first scene's
// preview, else an object's poster or photo; empty when there is neither.
struct TourPicture {
  std::string path;
  int width_px = 0;
  int height_px = 0;
};
TourPicture PictureOf(const TourJson& tour);

// {"vi", "en"} with Vietnamese in the place of missing English.
Text TextIn(const TourJson& text);

}  // namespace disan
