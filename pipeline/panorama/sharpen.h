// Matches made finer than the points they came from: the second photo is laid over the first around
// each, at more pixels than points are found at, until the patches agree. Of a point itself little
// depends: whatever stands at the first is looked for in the second.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/panorama/photo_set.h"
#include "pipeline/panorama/solve.h"

#include <vector>

namespace disan::panorama {

struct SharpenOptions {
  double megapixels = 2.2;      // of a photo, at most
  double farthest_px = 2;       // from where the match was, in those pixels
  double least_likeness = 0.9;  // correlation
  size_t enough = 20;           // of a pair: then those that could not be made finer are left out
};

// `problem` says how patches lie to each other. The same for any number of threads. A photo that
// cannot be read again keeps its matches as they are.
std::vector<Sightings> Sharpened(const PhotoSet& photos,
                                 const SolveProblem& problem,
                                 const std::vector<Sightings>& pairs,
                                 const SharpenOptions& options,
                                 const Execution& execution);

}  // namespace disan::panorama
