// Degrees and radians of the room.
#pragma once

#include <numbers>

namespace disan::panorama {

inline constexpr double kPi = std::numbers::pi;
inline constexpr double kDegree = kPi / 180;  // in radians
inline constexpr double kRadianInDegrees = 180 / kPi;

}  // namespace disan::panorama
