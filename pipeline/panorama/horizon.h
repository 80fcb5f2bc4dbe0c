// The horizon of a sea or a plain: edges at eye level, most of the way round, on one great circle.
// Where nothing stands upright it says exactly which way is up.
#pragma once

#include "pipeline/panorama/level.h"

#include <optional>

namespace disan::panorama {

// `rough`: up, as the photos say it. Nothing when edges do not lie on one great circle far more
// often than on any other near eye level: skylines of hills and roofs are not level.
std::optional<Level> FindHorizon(const std::vector<Edge>& edges,
                                 const Eigen::Vector3d& rough,
                                 const LevelOptions& options);

}  // namespace disan::panorama
