// EXIF orientation: how the stored pixels have to be turned to stand upright.
#pragma once

#include "formats/image/image.h"

namespace disan {

inline bool OrientationSwapsSides(int orientation) {
  return orientation >= 5 && orientation <= 8;
}

// The upright picture. Anything outside 2 to 8 leaves it as it is.
Image8 Upright(Image8 image, int orientation);
Image16 Upright(Image16 image, int orientation);

}  // namespace disan
