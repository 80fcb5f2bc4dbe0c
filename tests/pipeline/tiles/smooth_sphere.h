// A colour for every direction, smooth over the whole sphere, so that any resampling of it has a
// known answer.
#pragma once

#include "formats/image/image.h"

#include <array>
#include <cmath>

namespace disan::testing {

inline std::array<double, 3> SphereColour(const std::array<double, 3>& direction) {
  const double length = std::sqrt(direction[0] * direction[0] + direction[1] * direction[1] +
                                  direction[2] * direction[2]);
  const double x = direction[0] / length;
  const double y = direction[1] / length;
  const double z = direction[2] / length;
  return {128 + 100 * x * std::cos(y),
          128 + 90 * y * z + 20 * x,
          128 + 60 * std::sin(2 * z - x) + 20 * y};
}

// Of a point of an equirectangular picture, 0 to 1 each way; its centre looks along z.
inline std::array<double, 3> EquirectDirection(double u, double v) {
  const double longitude = (u - 0.5) * 2 * M_PI;
  const double latitude = (0.5 - v) * M_PI;
  return {std::cos(latitude) * std::sin(longitude),
          std::sin(latitude),
          std::cos(latitude) * std::cos(longitude)};
}

inline Image8 SmoothSphere(int width, int height) {
  Image8 image(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto colour = SphereColour(EquirectDirection((x + 0.5) / width, (y + 0.5) / height));
      for (size_t c = 0; c < 3; ++c) {
        image.At(x, y)[c] = static_cast<uint8_t>(std::lround(colour[c]));
      }
    }
  }
  return image;
}

// The largest distance of any texel from the colour of its direction.
template <typename DirectionOf>
double WorstError(const Image8& image, const DirectionOf& direction_of) {
  double worst = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const auto colour = SphereColour(direction_of(x, y));
      for (size_t c = 0; c < 3; ++c) {
        worst = std::max(worst, std::abs(image.At(x, y)[c] - colour[c]));
      }
    }
  }
  return worst;
}

inline double WorstEquirectError(const Image8& image) {
  return WorstError(image, [&](int x, int y) {
    return EquirectDirection((x + 0.5) / image.width, (y + 0.5) / image.height);
  });
}

}  // namespace disan::testing
