// Pictures whose every pixel is known.
#pragma once

#include "formats/image/image.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

namespace disan::testing {

// Smooth, different in each channel and along each side.
template <typename Sample>
Image<Sample> SmoothPicture(int width, int height) {
  constexpr double kTop = sizeof(Sample) == 1 ? 255 : 65535;
  Image<Sample> image(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double u = (x + 0.5) / width;
      const double v = (y + 0.5) / height;
      image.At(x, y)[0] = static_cast<Sample>(std::lround(kTop * (0.1 + 0.8 * u)));
      image.At(x, y)[1] = static_cast<Sample>(std::lround(kTop * (0.1 + 0.8 * v)));
      image.At(x, y)[2] =
          static_cast<Sample>(std::lround(kTop * (0.5 + 0.4 * std::sin(3 * u + 2 * v))));
    }
  }
  return image;
}

template <typename Sample>
int LargestDifference(const Image<Sample>& a, const Image<Sample>& b) {
  if (a.width != b.width || a.height != b.height || a.channels != b.channels) {
    return 1 << 20;
  }
  int largest = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i) {
    largest = std::max(largest, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
  }
  return largest;
}

inline std::span<const uint8_t> BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace disan::testing
