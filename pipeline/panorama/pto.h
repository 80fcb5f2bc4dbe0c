// A Hugin project of the finished alignment, so that an expert can repair what we could not.
#pragma once

#include "pipeline/panorama/stitch.h"

#include <string>

namespace disan::panorama {

// Photos are named as `photos[i].name` says; rejected ones are left out. Hugin's distortion has no
// fifth power: it is left out too.
std::string EncodePto(const PhotoSet& photos, const Stitched& stitched);

}  // namespace disan::panorama
