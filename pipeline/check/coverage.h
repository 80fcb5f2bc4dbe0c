// Whether so many photos of such a lens can go all the way round.
#pragma once

#include "formats/image/photo.h"

#include <optional>

namespace disan {

// Horizontal and vertical field of view of an upright photo, degrees.
struct FieldOfView {
  double horizontal_deg = 0;
  double vertical_deg = 0;
};

// From the EXIF focal length: the 35 mm equivalent, else the sensor's resolution. Nothing when the
// camera does not say.
std::optional<FieldOfView> FieldOfViewOf(const PhotoFacts& facts);

// Photos for one ring with so much overlap, and for the whole sphere.
struct PhotosNeeded {
  int ring = 0;
  int sphere = 0;
};
PhotosNeeded NeededFor(const FieldOfView& view, double overlap = 0.25);

}  // namespace disan
