// Two aligned fisheye discs to one sphere: their light made one, a seam where they agree, a soft
// crossing.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/panorama/fisheye_pair.h"

namespace disan::panorama {

struct FisheyeBlend {
  Image8 pixels;
  double overlap_rms = 0;  // levels between the lenses beside the seam, after the light is made one
};

struct FisheyeCanvas {
  int width = 0;
  Eigen::Matrix3d front_from_result = Eigen::Matrix3d::Identity();
};

FisheyeBlend BlendFisheyePair(const FisheyePair& pair,
                              const FisheyeCanvas& canvas,
                              const Execution& execution);

}  // namespace disan::panorama
