// An equirectangular picture turned in space: to stand level, or to face another way.
#pragma once

#include "formats/image/image.h"
#include "pipeline/execution/execution.h"

#include <array>

namespace disan {

// Row by row; directions are x right, y up, z forward (the picture's centre looks along z).
using Rotation = std::array<double, 9>;

// Turned by yaw to the right, then pitch up, then roll clockwise, in degrees.
Rotation RotationOf(double yaw_deg, double pitch_deg, double roll_deg);

// The picture in which what was seen in direction d of the old one is seen in new_from_old * d.
// Lanczos of three lobes, round the edge and over the poles, wider near the poles of the old
// picture. The same bytes for any number of threads.
Image8 RotateEquirect(const Image8& image,
                      const Rotation& new_from_old,
                      const Execution& execution);
Image16 RotateEquirect(const Image16& image,
                       const Rotation& new_from_old,
                       const Execution& execution);

}  // namespace disan
