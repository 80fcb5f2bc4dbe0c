// Files that hold the same photo byte for byte: downloads made twice, "IMG_0001 (1).jpg". One of
// them stands for all: counted as photos of their own they would upset the rhythm of the capture.
#pragma once

#include "pipeline/panorama/photo_set.h"

#include <vector>

namespace disan::panorama {

// For each photo the first that holds the same, itself when there is none before it.
std::vector<int> FirstOfSame(const PhotoSet& photos);

}  // namespace disan::panorama
