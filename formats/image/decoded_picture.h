// What each format's reader gives: the pixels as they are stored, and the profile they are in.
#pragma once

#include "formats/image/image.h"

#include <cstdint>
#include <variant>
#include <vector>

namespace disan {

struct DecodedPicture {
  std::variant<Image8, Image16> pixels;  // 3 channels
  std::vector<uint8_t> icc;
};

}  // namespace disan
