#include "pipeline/equirect/flat_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace disan {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr int kMostSamples = 32;  // along one side of a pixel

using Pixel = std::array<float, 3>;

// Catmull-Rom: the weights of the four samples round a point that lies `t` after the second.
std::array<float, 4> Weights(float t) {
  const float t2 = t * t;
  const float t3 = t2 * t;
  return {-0.5F * t3 + t2 - 0.5F * t,
          1.5F * t3 - 2.5F * t2 + 1,
          -1.5F * t3 + 2 * t2 + 0.5F * t,
          0.5F * t3 - 0.5F * t2};
}

// Round the edge, and over a pole to the other side.
const uint8_t* At(const Image8& panorama, int x, int y) {
  if (y < 0 || y >= panorama.height) {
    y = y < 0 ? -1 - y : 2 * panorama.height - 1 - y;
    x += panorama.width / 2;
  }
  x %= panorama.width;
  return panorama.At(x < 0 ? x + panorama.width : x, std::clamp(y, 0, panorama.height - 1));
}

void AddSample(const Image8& panorama, double x, double y, Pixel& sum) {
  const double left = std::floor(x);
  const double top = std::floor(y);
  const std::array<float, 4> across = Weights(static_cast<float>(x - left));
  const std::array<float, 4> down = Weights(static_cast<float>(y - top));
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      const uint8_t* from =
          At(panorama, static_cast<int>(left) + i - 1, static_cast<int>(top) + j - 1);
      const float weight = across[static_cast<size_t>(i)] * down[static_cast<size_t>(j)];
      for (size_t c = 0; c < 3; ++c) {
        sum[c] += weight * from[c];
      }
    }
  }
}

}  // namespace

Image8 FlatView(const Image8& panorama,
                const FlatViewOptions& options,
                const Execution& execution) {
  Image8 view(options.width_px, options.height_px, 3);
  const double half = std::tan(options.across_deg * kRadians / 2);
  const double step = 2 * half / options.width_px;
  // In the middle a pixel of the view is this many of the panorama.
  const double finer = step / (2 * std::numbers::pi / panorama.width);
  const int samples = std::clamp(static_cast<int>(std::ceil(finer - 0.25)), 1, kMostSamples);
  const double sine = std::sin(options.pitch_deg * kRadians);
  const double cosine = std::cos(options.pitch_deg * kRadians);
  ParallelFor(execution, static_cast<size_t>(options.height_px), [&](size_t row) {
    for (int column = 0; column < options.width_px; ++column) {
      Pixel sum{};
      for (int s = 0; s < samples * samples; ++s) {
        const double u = (s % samples + 0.5) / samples;
        const double v = (s / samples + 0.5) / samples;
        const double right = (column + u) * step - half;
        const double up =
            half * options.height_px / options.width_px - (static_cast<double>(row) + v) * step;
        const double ahead = cosine - up * sine;
        const double above = sine + up * cosine;
        const double yaw = std::atan2(right, ahead) + options.yaw_deg * kRadians;
        const double pitch = std::atan2(above, std::hypot(right, ahead));
        AddSample(panorama,
                  (yaw / (2 * std::numbers::pi) + 0.5) * panorama.width - 0.5,
                  (0.5 - pitch / std::numbers::pi) * panorama.height - 0.5,
                  sum);
      }
      uint8_t* to = view.At(column, static_cast<int>(row));
      for (size_t c = 0; c < 3; ++c) {
        const float mean = sum[c] / static_cast<float>(samples * samples);
        to[c] = static_cast<uint8_t>(std::lround(std::clamp(mean, 0.0F, 255.0F)));
      }
    }
  });
  return view;
}

}  // namespace disan
