// Sample depths as outputs need them.
#pragma once

#include "formats/image/image.h"

#include <variant>

namespace disan {

// Rounded; 65535 becomes 255.
Image8 ToEightBits(const Image16& deep);
Image8 ToEightBits(std::variant<Image8, Image16> pixels);

}  // namespace disan
