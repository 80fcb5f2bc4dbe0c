// Telling a dual-fisheye picture from a ready panorama: both are 2:1.
#pragma once

#include "formats/image/image.h"

#include <string>

namespace disan {

// How many fisheye discs the picture shows: bright circles on black corners, side by side in 2:1,
// one alone in 1:1. 0 for anything else. A reduced picture of 200 px serves.
int CountFisheyeDiscs(const Image8& picture);

// A name that ends in back, rear, sau, lens2 ... belongs to the second lens of a pair.
bool NamesTheBack(const std::string& name);

}  // namespace disan
