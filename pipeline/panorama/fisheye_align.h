// Finds how two fisheye lenses stand to each other and how wide they see, from the ring that both
// show.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/panorama/fisheye_pair.h"

namespace disan::panorama {

struct FisheyeFit {
  int matches = 0;       // places in the ring where both lenses show the same
  double agreement = 0;  // share of the compared places that are matches
  double rms_rad = 0;    // what is left between them
};

// `pair` comes with its discs; its focal length, centres and the second lens's turn are found.
FisheyeFit AlignFisheyePair(FisheyePair& pair, const Execution& execution);

}  // namespace disan::panorama
