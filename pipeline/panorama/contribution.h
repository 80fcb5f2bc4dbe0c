// What one photo gives to the panorama: its frequency bands, each times its weight, put together
// again in the photo's own frame.
#pragma once

#include "formats/image/image.h"
#include "pipeline/panorama/blend_weights.h"

namespace disan::panorama {

inline constexpr int kGroundSteps = 2;

struct Contribution {
  ImageFloat pixels;  // with the margin of level 0 around
  // Of that, what is left below all bands, and its weight in the fourth channel, kGroundSteps
  // levels finer than it was made; with that level's margin around.
  ImageFloat ground;
};

// `developed` is used up: a photo of 24 megapixels is 290 MB of floats.
Contribution ContributionOf(ImageFloat& developed, const BandWeights& weights, int levels);

}  // namespace disan::panorama
