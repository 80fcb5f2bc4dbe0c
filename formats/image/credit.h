// Whose a picture is and of what, as its own file says it: pictures made from it say it on.
#pragma once

#include "formats/image/photo.h"
#include "formats/image/xmp.h"

#include <filesystem>
#include <vector>

namespace disan {

// Of the packet, and where it is silent of the EXIF; without GPano, which tells of one picture's
// shape. Empty when the file says nothing.
Xmp CreditOf(const PhotoFacts& photo);

// What all of them say alike: a picture made of many names nobody whom one of them does not.
Xmp SharedCredit(const std::vector<std::filesystem::path>& photos);

}  // namespace disan
