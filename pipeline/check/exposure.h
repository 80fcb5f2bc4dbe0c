// Whether a photo's light was lost: burnt out, or too dark to see anything in.
#pragma once

#include "formats/image/image.h"

namespace disan {

struct ExposureLook {
  double clipped_share = 0;  // of the pixels at full white in every channel
  double bright_luma = 0;    // of the brightest tenth's edge, 0 to 255

  bool burnt() const { return clipped_share > 0.35; }
  bool dark() const { return bright_luma < 40; }
};

ExposureLook LookAtExposure(const Image8& picture);

}  // namespace disan
