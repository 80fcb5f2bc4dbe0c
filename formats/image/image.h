// Pixels in memory: rows top to bottom, channels interleaved, no padding. What the numbers mean
// (sRGB, linear) is said where an image is passed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace disan {

template <typename Sample>
struct Image {
  int width = 0;
  int height = 0;
  int channels = 3;
  std::vector<Sample> pixels;

  Image() = default;
  Image(int width_px, int height_px, int channel_count)
      : width(width_px),
        height(height_px),
        channels(channel_count),
        pixels(static_cast<size_t>(width_px) * static_cast<size_t>(height_px) *
               static_cast<size_t>(channel_count)) {}

  size_t Offset(int x, int y) const {
    return (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)) *
           static_cast<size_t>(channels);
  }
  Sample* At(int x, int y) { return pixels.data() + Offset(x, y); }
  const Sample* At(int x, int y) const { return pixels.data() + Offset(x, y); }
  bool empty() const { return pixels.empty(); }
};

using Image8 = Image<uint8_t>;
using Image16 = Image<uint16_t>;
using ImageFloat = Image<float>;

}  // namespace disan
