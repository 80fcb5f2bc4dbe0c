#include "formats/image/eight_bits.h"

#include <utility>

namespace disan {

Image8 ToEightBits(const Image16& deep) {
  Image8 image(deep.width, deep.height, deep.channels);
  for (size_t i = 0; i < deep.pixels.size(); ++i) {
    image.pixels[i] = static_cast<uint8_t>((deep.pixels[i] * 255U + 32895U) >> 16U);
  }
  return image;
}

Image8 ToEightBits(std::variant<Image8, Image16> pixels) {
  if (auto* eight = std::get_if<Image8>(&pixels)) {
    return std::move(*eight);
  }
  return ToEightBits(std::get<Image16>(pixels));
}

}  // namespace disan
