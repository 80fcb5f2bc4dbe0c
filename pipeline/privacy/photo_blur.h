// Places in a photo made unreadable before it is shown.
#pragma once

#include "formats/image/image.h"

#include <vector>

namespace disan {

// In pixels of the upright picture, from its top left corner.
struct PhotoRegion {
  double left_px = 0;
  double top_px = 0;
  double width_px = 0;
  double height_px = 0;
};

// The same place in the picture at another size.
PhotoRegion Scaled(const PhotoRegion& region, double scale_x, double scale_y);

// Inside a region the picture is made anew from at most 4 averages along its longer side, spread
// smoothly: nothing finer is left that could be recovered, whatever the picture's size. A border
// outside (a sixth of the shorter side) leads over; pixels beyond it are not touched. 3 channels.
void BlurRectangles(Image8& image, const std::vector<PhotoRegion>& regions);

}  // namespace disan
