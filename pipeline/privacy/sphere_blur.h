// Faces and number plates made unreadable before anything is shown.
#pragma once

#include "formats/image/image.h"

#include <vector>

namespace disan {

// A disc on the sphere. yaw 0 is the picture's centre, positive to the right; pitch positive up.
struct PrivacyRegion {
  double yaw_deg = 0;
  double pitch_deg = 0;
  double radius_deg = 2;
};

// Inside a region the picture is made anew from at most about a dozen averages over its disc,
// spread smoothly: nothing finer is left that could be recovered, whatever the picture's size. A
// ring outside (a third of the radius) leads over; pixels beyond it are not touched. 3 channels.
void BlurRegions(Image8& image, const std::vector<PrivacyRegion>& regions);
void BlurRegions(Image16& image, const std::vector<PrivacyRegion>& regions);

}  // namespace disan
