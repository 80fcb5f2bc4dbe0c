// How a finished sphere stands: up from the upright edges that it shows.
#pragma once

#include "formats/image/image.h"
#include "pipeline/execution/execution.h"
#include "pipeline/panorama/level.h"

#include <optional>

namespace disan::panorama {

// Of an equirectangular picture, in its own frame. Nothing when no upright edges are clear beyond
// chance: whoever made the picture knows better then.
std::optional<Level> FindSphereLevel(const Image8& sphere, const Execution& execution);

// Turns `up` into -y by the shortest way.
Eigen::Matrix3d LevelFromTilted(const Eigen::Vector3d& up);

// Degrees between `up` and -y.
double TiltDeg(const Eigen::Vector3d& up);

}  // namespace disan::panorama
