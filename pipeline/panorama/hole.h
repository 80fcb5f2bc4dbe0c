// Where a panorama is black: what a person must know to take the photo that is missing.
#pragma once

#include <cstdint>
#include <vector>

namespace disan::panorama {

struct Hole {
  double share = 0;      // of the sphere
  double yaw_deg = 0;    // of its middle, to the right of the picture's, 0 to 360
  double pitch_deg = 0;  // above the horizon
};

// The largest of the sphere's uncovered places; `covered` has `width` / 2 rows, 1 where any photo
// sees; what lies lower than `floor_deg` is filled. Without a share when all is covered.
Hole LargestHole(const std::vector<uint8_t>& covered, int width, double floor_deg = -90);

}  // namespace disan::panorama
