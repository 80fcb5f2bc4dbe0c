// How large the levels of a pyramid are. Viewers ask for powers of two in tiles; the tile's own
// size is what bends: the one nearest to the wish that makes every tile of every level whole.
#pragma once

#include <vector>

namespace disan {

struct EquirectLevel {
  int width_px = 0;
  int height_px = 0;  // width / 2
  int cols = 0;       // a power of two
  int rows = 0;       // cols / 2

  int tile_px() const { return width_px / cols; }
};

// Smallest first; the last is as large as the picture (to within half a tile column), each twice
// the one before, the first about 2048 wide or the whole picture when that is smaller. Photo Sphere
// Viewer takes at most 64 columns.
std::vector<EquirectLevel> PlanEquirect(int width_px, int tile_px);

struct CubePlan {
  int tile_px = 0;
  int levels = 0;  // 1, 2, 4 ... tiles along a face's side

  int FaceOfLevel(int level) const { return tile_px << level; }  // level 0 is one tile
  int face_px() const { return FaceOfLevel(levels - 1); }
};

// The face's middle has the picture's resolution: width / pi.
CubePlan PlanCube(int width_px, int tile_px);

}  // namespace disan
