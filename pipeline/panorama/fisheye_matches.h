// Places in the ring where both lenses show the same, by correlation of small patches.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/panorama/fisheye_ring.h"

#include <array>
#include <vector>

namespace disan::panorama {

// Pixels of the two discs.
struct RingMatch {
  Eigen::Vector2d front;
  Eigen::Vector2d back;
};

// How far to look, in cells. Parallax moves things across the ring alone.
struct Reach {
  int around = 0;
  int across = 0;
};

struct RingComparison {
  std::vector<RingMatch> matches;
  int compared = 0;
};

// `cell` in radians. The same for any number of threads.
RingComparison CompareRings(const FisheyePair& pair,
                            const std::array<Pyramid, 2>& pyramids,
                            double cell,
                            const Reach& reach,
                            const Execution& execution);

}  // namespace disan::panorama
