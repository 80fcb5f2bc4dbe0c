// How a person turns the camera: rows of photos around the upright axis with even steps, one or a
// few at the zenith and the nadir. From the photos whose stand is known it says where those between
// them in the sequence must be.
#pragma once

#include "pipeline/panorama/camera.h"

#include <optional>
#include <vector>

namespace disan::panorama {

// Degrees; world_from_camera = turn by yaw about the upright axis, then pitch up, then roll.
struct Stand {
  double yaw = 0;
  double pitch = 0;
  double roll = 0;
};

Eigen::Matrix3d RotationOf(const Stand& stand);
Stand StandOf(const Eigen::Matrix3d& world_from_camera);  // -y is up

// One entry a photo of the sequence; empty where unknown.
using Stands = std::vector<std::optional<Stand>>;

// A direction taken once more, at once or at the end, is no step of the rhythm: only its first
// photo stays, in `sequence` and in `photos` beside it.
void KeepFirstOfRepeats(Stands& sequence, std::vector<int>& photos);

// For each unknown photo of the sequence where it is expected, best first; `bare_zenith` says that
// nothing known covers the zenith, `bare_nadir` the same of the nadir.
std::vector<std::vector<Stand>> ExpectedStands(const Stands& sequence,
                                               bool bare_zenith,
                                               bool bare_nadir);

}  // namespace disan::panorama
