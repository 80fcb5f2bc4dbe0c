// Whether a picture still holds what another one shows.
#pragma once

#include "formats/image/image.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace disan::testing {

// Blocks of random grey, `block` pixels wide: a pattern that nothing else resembles.
inline Image8 Noise(int width, int height, int channels, int block) {
  Image8 image(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      uint32_t v = static_cast<uint32_t>(x / block) * 2654435761U ^
                   static_cast<uint32_t>(y / block) * 2246822519U;
      v ^= v >> 15;
      v *= 2246822519U;
      v ^= v >> 13;
      std::fill_n(image.At(x, y), channels, static_cast<uint8_t>(v >> 24));
    }
  }
  return image;
}

// Pearson's, over a rectangle of both pictures: 1 the same but for brightness and contrast, 0
// nothing in common.
inline double Correlation(
    const Image8& a, const Image8& b, int left, int top, int width, int height) {
  double sa = 0;
  double sb = 0;
  double saa = 0;
  double sbb = 0;
  double sab = 0;
  for (int y = top; y < top + height; ++y) {
    for (int x = left; x < left + width; ++x) {
      const double p = a.At(x, y)[1];
      const double q = b.At(x, y)[1];
      sa += p;
      sb += q;
      saa += p * p;
      sbb += q * q;
      sab += p * q;
    }
  }
  const double n = static_cast<double>(width) * height;
  const double spread = std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
  return spread < 1e-9 ? 0 : (sab - sa * sb / n) / spread;
}

}  // namespace disan::testing
