// What a hand-held camera moves between photos, absorbed: dense flow between overlapping photos,
// the smooth shift fields of all photos that agree with it best, shared out over both photos of
// every pair. What stays (people, near things before far ones) is left to the seams.
//
// Rejected: flow of every photo to the mean of the others; the mean is doubled where it matters.
#pragma once

#include "pipeline/panorama/light.h"
#include "pipeline/panorama/photo_map.h"

#include <vector>

namespace disan::panorama {

struct ParallaxOptions {
  int node_px = 14;         // of the small pictures, between the nodes of a shift field
  int sample_px = 7;        // between the places where flow is believed or not
  double least_deg = 0.07;  // of the upper quartile of mismatches: below it nothing is done
  double largest_deg = 4;   // a camera held in the hand does not move things more
  double stiffness = 6;     // of a field against one believed sample
  double rest = 0.02;       // pull towards no shift
  int rounds = 5;           // of reweighting
};

struct Parallax {
  Shifts shifts;          // none when the photos agree as they are
  double before_deg = 0;  // upper quartile of the mismatches in the overlaps
  double after_deg = 0;
};

// `small` are reduced pictures, `photos` those that are placed.
Parallax AbsorbParallax(const std::vector<Image8>& small,
                        const std::vector<Camera>& cameras,
                        const std::vector<int>& photos,
                        const Light& light,
                        const ParallaxOptions& options,
                        const Execution& execution);

}  // namespace disan::panorama
