#include "pipeline/panorama/photo_set.h"

#include <utility>

namespace disan::panorama {

Image8 As8Bit(Pixels pixels) {
  if (auto* narrow = std::get_if<Image8>(&pixels)) {
    return std::move(*narrow);
  }
  const Image16& wide = std::get<Image16>(pixels);
  Image8 narrow(wide.width, wide.height, wide.channels);
  for (size_t i = 0; i < wide.pixels.size(); ++i) {
    narrow.pixels[i] = static_cast<uint8_t>((wide.pixels[i] + 128U) / 257U);
  }
  return narrow;
}

}  // namespace disan::panorama
