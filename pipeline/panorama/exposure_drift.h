// How far the camera moved between the exposures of one bracket, taken back.
#pragma once

#include "pipeline/panorama/photo_set.h"

#include <optional>

namespace disan::panorama {

// `other` turned and shifted onto `reference`; nothing when the two already lie on each other (a
// tripod) or when no movement explains them. `scale`: light of `other` in units of the reference.
std::optional<Pixels> WithoutDrift(const Pixels& reference, const Pixels& other, double scale);

}  // namespace disan::panorama
