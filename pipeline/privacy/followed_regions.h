// Where a place in a photo comes to lie in the panorama.
#pragma once

#include "pipeline/panorama/cameras_file.h"
#include "pipeline/privacy/photo_blur.h"
#include "pipeline/privacy/sphere_blur.h"

#include <vector>

namespace disan {

// Discs that cover the region wherever the solve may be a little off. A long region becomes several
// discs, so that little more than itself is hidden.
std::vector<PrivacyRegion> FollowedRegions(const PhotoRegion& region,
                                           const panorama::PlacedPhoto& photo,
                                           double parallax_deg);

// The same for a picture that is itself the panorama, `width_px` wide.
std::vector<PrivacyRegion> RegionsOfSphere(const PhotoRegion& region, int width_px);

}  // namespace disan
