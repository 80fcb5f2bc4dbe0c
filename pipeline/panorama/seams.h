// Which photo each part of the sphere is taken from: far from the photos' edges by preference, and
// changing where the two photos agree. Alpha expansion by graph cuts on a coarse grid over the
// sphere, then again along the seams on a finer one.
//
// Rejected: cuts photo by photo in the order of the sequence; the result hung on that order.
#pragma once

#include "pipeline/panorama/light.h"
#include "pipeline/panorama/photo_map.h"

#include <cstdint>
#include <vector>

namespace disan::panorama {

struct SeamOptions {
  int width = 1024;  // of the finer grid; the coarser has half
  int sweeps = 2;
  Shifts shifts;  // of every photo; none: all stand in one point
};

struct SeamMap {
  int width = 0;
  std::vector<int16_t> photo;  // rows of the equirectangular grid; -1: no photo sees it
  double disagreement = 0;     // mean difference across the seams, encoded, 0 to 1
  int height() const { return width / 2; }
};

SeamMap FindSeams(const std::vector<Image8>& small,
                  const std::vector<Camera>& cameras,
                  const std::vector<int>& photos,
                  const Light& light,
                  const SeamOptions& options,
                  const Execution& execution);

}  // namespace disan::panorama
