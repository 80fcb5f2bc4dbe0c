// Rotation matrices as files have them, and the quaternions that a Pose keeps.
#pragma once

#include "formats/cloud/cloud.h"

#include <array>

namespace disan {

using Rotation = std::array<std::array<double, 3>, 3>;  // rows

// Within a thousandth, as files print them: no scale, no shear, no mirror.
bool IsRotation(const Rotation& m);

// w, x, y, z of unit length; w is not negative.
std::array<double, 4> QuaternionOf(const Rotation& m);

}  // namespace disan
