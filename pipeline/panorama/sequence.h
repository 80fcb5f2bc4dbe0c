// The order in which the photos were taken.
#pragma once

#include "pipeline/panorama/photo_set.h"

#include <vector>

namespace disan::panorama {

// In the order of their times when each has its own, else of their names (2 before 10).
std::vector<int> SequenceOf(const PhotoSet& photos);

}  // namespace disan::panorama
