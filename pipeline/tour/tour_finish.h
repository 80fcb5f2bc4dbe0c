// From a draft and the assets that were really made to tour.json.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace disan {

struct TourTileLevel {
  int width = 0;
  int height = 0;
  int cols = 0;
  int rows = 0;
};

struct TourPanorama {
  int width = 0;
  int height = 0;
  std::string preview;  // paths below web/
  std::string fallback;
  std::string tiles_url;  // empty: no tiles
  std::vector<TourTileLevel> levels;
  double coverage = 1;
};

struct TourModel {
  std::string tier;  // low, medium, high
  std::string src;
  uint64_t bytes = 0;
  uint64_t triangles = 0;
  std::vector<std::string> extensions;
};

struct TourObjectAssets {
  std::vector<TourModel> models;
  std::string poster;
  double poster_deg = 0;  // where the poster was taken from, from +z towards +x
  std::vector<std::string>
      turntable;  // stills all round, the first from where the poster was taken
  std::string usdz;
  std::vector<std::string> photos;
};

struct TourAssets {
  std::map<std::string, TourPanorama> scenes;
  std::map<std::string, TourObjectAssets> objects;
  int plan_width = 0;  // 0: the plan is not there
  int plan_height = 0;
  std::string made_by;
};

// Scenes without a panorama and objects without model and photos are left out, with the links,
// hotspots and stops that lead to them; each is named in a warning. No value when the draft is not
// one of ours.
Result<std::string> FinishTour(const std::string& draft, const TourAssets& assets);

}  // namespace disan
