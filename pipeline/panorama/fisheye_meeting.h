// Where things stand that the two lenses see a little apart: half way, all around the ring.
#pragma once

#include "pipeline/panorama/fisheye_matches.h"

#include <vector>

namespace disan::panorama {

// For FisheyePair::meeting.
std::vector<Eigen::Vector2d> FindMeeting(const FisheyePair& pair,
                                         const std::vector<RingMatch>& matches);

// The median of what `pair.meeting` leaves between the lenses, radians.
double LeftAfterMeeting(const FisheyePair& pair, const std::vector<RingMatch>& matches);

}  // namespace disan::panorama
