#include "pipeline/check/exposure.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace disan {

ExposureLook LookAtExposure(const Image8& picture) {
  std::array<size_t, 256> histogram{};
  size_t clipped = 0;
  size_t pixels = 0;
  const auto channels = static_cast<size_t>(picture.channels);
  for (size_t i = 0; i + channels <= picture.pixels.size(); i += channels) {
    const uint8_t* p = picture.pixels.data() + i;
    const auto [least, most] = std::minmax_element(p, p + channels);
    ++histogram[*most];
    clipped += *least >= 254 ? 1 : 0;
    ++pixels;
  }
  ExposureLook look;
  if (pixels == 0) {
    return look;
  }
  look.clipped_share = static_cast<double>(clipped) / static_cast<double>(pixels);
  size_t above = 0;
  size_t level = histogram.size();
  while (level > 0 && above * 10 < pixels) {
    above += histogram[--level];
  }
  look.bright_luma = static_cast<double>(level);
  return look;
}

}  // namespace disan
