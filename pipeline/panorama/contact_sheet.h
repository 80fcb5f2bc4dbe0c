// One picture that shows where each photo went: the panorama in small, every photo's outline and
// number on it, the photos' names in a list below.
#pragma once

#include "pipeline/panorama/stitch.h"

namespace disan::panorama {

Image8 DrawContactSheet(const PhotoSet& photos, const Stitched& stitched, int width_px = 1600);

}  // namespace disan::panorama
