// A hole in a flat picture filled with texture from around it.
//
// PatchMatch (Barnes et al. 2009) under the coherence of Wexler et al. 2007, coarse to fine. The
// same bytes on any run: random numbers come from the place, one thread.
#pragma once

#include "formats/image/image.h"

#include <cstdint>
#include <vector>

namespace disan::panorama {

// Three channels; `hole` has one entry a pixel, not 0 where the picture is to be made. Needs
// something around the hole to take from.
void FillHole(ImageFloat& picture, const std::vector<uint8_t>& hole);

}  // namespace disan::panorama
