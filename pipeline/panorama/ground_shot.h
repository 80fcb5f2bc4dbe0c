// A photo of the ground that was taken from another point, the stand being in the way: no rotation
// joins it to the others, but what is flat in it does. Its plane homography is found from matches
// with the photos around, and the place under the camera is taken from it.
#pragma once

#include "pipeline/panorama/align.h"
#include "pipeline/panorama/compose.h"

#include <vector>

namespace disan::panorama {

struct GroundShotOptions {
  double tolerance = 0.004;     // of the focal length
  double least_below_deg = 25;  // the horizon: what takes part
  int rounds = 1500;
  size_t fewest = 30;       // matches
  double advantage = 1.35;  // matches over those of the best rotation
  uint64_t seed = 1;
};

// Among photos that look down or belong nowhere, those that a plane joins and no rotation does.
// Each is taken out of `alignment.cameras.photos` and its sightings.
std::vector<GroundShot> TakeGroundShots(const std::vector<PhotoPair>& pairs,
                                        const GroundShotOptions& options,
                                        Alignment& alignment);

// Lays the shot over the place under the camera: all that no photo covers there, and a cone about
// the pole where the stand may show. Returns the cone's radius in degrees, 0 when the shot does not
// see the pole. `photo_from_world` is of the composite's world.
double LayGroundShot(const InputPhoto& input,
                     const Lens& lens,
                     const Vignetting& vignetting,
                     const Eigen::Matrix3d& photo_from_world,
                     Composite& composite);

}  // namespace disan::panorama
