// Smaller copies of an equirectangular picture. Filters go round at ±180° and over the poles: there
// is no edge.
#pragma once

#include "formats/image/image.h"
#include "pipeline/execution/execution.h"

namespace disan {

// Half the size in both directions; both sides of `image` are even. 8-bit, 3 channels.
Image8 HalveEquirect(const Image8& image, const Execution& execution);

// The same of one face of a cube, which ends at its edges.
Image8 HalveFace(const Image8& image, const Execution& execution);

// Any size, by a Lanczos filter of three lobes stretched to the larger of the two pixel sizes.
Image8 ResizeEquirect(const Image8& image, int width_px, int height_px, const Execution& execution);

}  // namespace disan
