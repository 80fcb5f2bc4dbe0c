// Every photo as the seam finder sees it: laid on a coarse grid over the sphere, its light already
// made even.
#pragma once

#include "pipeline/panorama/light.h"
#include "pipeline/panorama/photo_map.h"

#include <cstdint>
#include <vector>

namespace disan::panorama {

struct SeamCell {
  std::array<uint8_t, 3> colour{};
  uint8_t cost = kUnseen;  // of taking this cell: high near the photo's edge and where it clips
  static constexpr uint8_t kUnseen = 255;
};

// A part of the grid; columns go around.
class SeamLayer {
 public:
  SeamLayer() = default;
  SeamLayer(int grid_width, const std::vector<std::pair<uint32_t, SeamCell>>& cells);

  bool Sees(int x, int y) const { return At(x, y).cost != SeamCell::kUnseen; }
  const SeamCell& At(int x, int y) const;

 private:
  int grid_width_ = 0;
  int top_ = 0;
  int rows_ = 0;
  int left_ = 0;
  int columns_ = 0;
  std::vector<SeamCell> cells_;
};

struct SeamGrid {
  int width = 0;
  const Shifts& shifts;
};

// One layer for each of `photos`.
std::vector<SeamLayer> LaySeamLayers(const std::vector<Image8>& small,
                                     const std::vector<Camera>& cameras,
                                     const std::vector<int>& photos,
                                     const Light& light,
                                     const SeamGrid& grid,
                                     const Execution& execution);

}  // namespace disan::panorama
