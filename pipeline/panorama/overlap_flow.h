// Where two overlapping photos show the same things, densely and only where it can be believed.
#pragma once

#include "pipeline/panorama/light.h"

#include <utility>
#include <vector>

namespace disan::panorama {

// One thing as two photos see it: pixels of the small pictures, directions in the world.
struct Agreement {
  Eigen::Vector2d in_first;
  Eigen::Vector2d in_second;
  Eigen::Vector3d gap;  // direction in the second photo minus direction in the first
  double trust = 1;
};

struct PairFlow {
  int first = 0;
  int second = 0;
  std::vector<Agreement> agreements;
};

struct FlowOptions {
  int sample_px = 7;
  double largest_deg = 4;
};

// Luminance of a small picture in the common light, as the flow compares it.
Image8 EvenLuminance(const Image8& small,
                     const Lens& lens,
                     const std::array<double, 3>& gain,
                     const Vignetting& vignetting);

// `grey` and `cameras` of every photo; a camera's lens is that of the small picture.
PairFlow FlowBetween(int first,
                     int second,
                     const std::vector<Image8>& grey,
                     const std::vector<Camera>& cameras,
                     const FlowOptions& options);

}  // namespace disan::panorama
