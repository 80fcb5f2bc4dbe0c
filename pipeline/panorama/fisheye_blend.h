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

FisheyeBlend BlendFisheyePair(const FisheyePair& pair, int width, const Execution& execution);

}  // namespace disan::panorama
