// What a photo clips goes on by itself until it is white (clipped_light.h). Where another photo saw
// the same place without clipping, that is known better; how much less bright it was there holds
// back the places around, too, that only this photo saw.
#pragma once

#include "pipeline/panorama/light.h"

namespace disan::panorama {

// Of every photo a share of the light it goes on to. `small` are reduced pictures of every photo,
// `photos` those that are placed.
std::vector<Restraint> RestraintsOf(const std::vector<Image8>& small,
                                    const std::vector<Camera>& cameras,
                                    const std::vector<int>& photos,
                                    const Light& light);

}  // namespace disan::panorama
