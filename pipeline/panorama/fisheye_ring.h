// The ring that two fisheye lenses back to back both see, unrolled from one of them.
#pragma once

#include "pipeline/panorama/fisheye_pair.h"

#include <numbers>
#include <vector>

namespace disan::panorama {

inline constexpr float kUnseenCell = -1000;
inline constexpr double kTexturedLevels = 2.5;  // deviation of what can be recognised

// Brightness of one disc at 1, 1/2, 1/4 ... of the size.
using Pyramid = std::vector<ImageFloat>;

Pyramid PyramidOf(const FisheyeDisc& disc);

// The ring around 90 degrees, unrolled: azimuth to the right, theta downwards.
struct Ring {
  double cell = 0;  // radians
  double first_theta = 0;
  ImageFloat cells;
  double Theta(double row) const { return first_theta + row * cell; }
  double Azimuth(double column) const { return column * 2 * std::numbers::pi / cells.width; }
  const float* At(int column, int row) const {
    return cells.At(((column % cells.width) + cells.width) % cells.width, row);
  }
};

struct RingShape {
  double cell = 0;
  double half = 0;  // height above and below 90 degrees
};

Ring Unroll(const FisheyePair& pair, size_t side, const Pyramid& pyramid, const RingShape& shape);

// What stands out from its surroundings, in units of its surroundings' contrast.
ImageFloat LocallyNormalised(const Ring& ring);

}  // namespace disan::panorama
