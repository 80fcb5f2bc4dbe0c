// One equirectangular picture to everything that web viewers load.
#pragma once

#include "formats/image/photo.h"
#include "formats/image/xmp.h"
#include "pipeline/execution/execution.h"
#include "pipeline/tiles/tile_plan.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct TileOptions {
  bool equirect = true;
  bool cube = true;
  int quality = 85;
  int tile_px = 512;  // about: see tile_plan.h
  // Whose the picture is, and of what: goes into every JPEG, without the description into tiles.
  std::optional<Xmp> metadata = std::nullopt;
};

// The picture, row by row from the top: 8-bit sRGB, 3 channels, width = 2 * height within a
// hundredth.
struct PanoramaRows {
  int width_px = 0;
  int height_px = 0;
  std::optional<GPano> gpano;  // goes into the fallback, fitted to its size
  // Fills the next row; false when there are no more: the rest stays black.
  std::function<bool(uint8_t* row)> next;
};

// Takes one finished file; called from several threads at once.
using TileSink = std::function<void(const std::string& name, std::string_view bytes)>;

struct TileSummary {
  int width_px = 0;  // of the largest level
  int height_px = 0;
  std::vector<EquirectLevel> equirect;  // empty when not asked for
  std::optional<CubePlan> cube;
  uint64_t tiles = 0;
};

// What MakeTiles will hold at once, most of it the picture and its halves.
uint64_t TilesMemoryBytes(int width_px, int height_px);

// Writes tiles/{level}/{col}_{row}.jpg, cube/{level}/{face}{row}_{col}.jpg,
// cube/fallback/{face}.jpg, cube/preview.jpg, preview.jpg (at most 40,000 bytes), fallback.jpg (at
// most 4096 px wide), the viewers' configurations and last tiles.json. The same rows and options
// give the same bytes for any number of threads. Throws Failure when a picture cannot be encoded,
// Interrupted when asked.
TileSummary MakeTiles(const PanoramaRows& panorama,
                      const TileOptions& options,
                      const TileSink& sink,
                      const Execution& execution);

}  // namespace disan
