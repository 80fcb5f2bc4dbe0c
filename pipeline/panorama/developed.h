// A photo ready for blending: at the size that is needed, in the common light, encoded again with
// the sRGB curve, which goes on above 1.
#pragma once

#include "pipeline/panorama/light.h"
#include "pipeline/panorama/photo_set.h"

namespace disan::panorama {

// Three channels. `frame` is the lens at the wanted size; `restraint` is Light's of the photo.
ImageFloat Develop(const Pixels& pixels,
                   const Lens& frame,
                   const std::array<double, 3>& gain,
                   const Vignetting& vignetting,
                   const Restraint& restraint = {});

}  // namespace disan::panorama
