#include "pipeline/equirect/level.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace disan {
namespace {

constexpr int kLobes = 3;
// Right at a pole a pixel is wider than any filter should be.
constexpr double kWidest = 64;

float Lanczos(double x) {
  if (std::abs(x) >= kLobes) {
    return 0;
  }
  if (std::abs(x) < 1e-9) {
    return 1;
  }
  return static_cast<float>(kLobes * std::sin(std::numbers::pi * x) *
                            std::sin(std::numbers::pi * x / kLobes) /
                            (std::numbers::pi * std::numbers::pi * x * x));
}

// Weights of the samples from `first` on, about `centre`, sum one.
struct Taps {
  int first = 0;
  std::vector<float> weights;

  void Set(double centre, double stretch) {
    first = static_cast<int>(std::ceil(centre - kLobes * stretch));
    const int last = static_cast<int>(std::floor(centre + kLobes * stretch));
    weights.clear();
    float sum = 0;
    for (int k = first; k <= last; ++k) {
      weights.push_back(Lanczos((k - centre) / stretch));
      sum += weights.back();
    }
    for (float& weight : weights) {
      weight /= sum;
    }
  }
};

template <typename Sample>
class Sampler {
 public:
  explicit Sampler(const Image<Sample>& image) : image_(image) {}

  void Sample3(const std::array<double, 3>& direction, Sample* out) {
    const double latitude = std::asin(std::clamp(direction[1], -1.0, 1.0));
    const double longitude = std::atan2(direction[0], direction[2]);
    const double x = (longitude / (2 * std::numbers::pi) + 0.5) * image_.width - 0.5;
    const double y = (0.5 - latitude / std::numbers::pi) * image_.height - 0.5;
    const double widening = 1 / std::max(std::cos(latitude), 1e-6);
    across_.Set(x, std::clamp(widening, 1.0, std::min(kWidest, image_.width / 8.0)));
    down_.Set(y, 1);
    std::array<float, 3> sum{};
    for (size_t k = 0; k < down_.weights.size(); ++k) {
      AddRow(down_.first + static_cast<int>(k), down_.weights[k], sum);
    }
    constexpr float kTop = sizeof(Sample) == 1 ? 255.0F : 65535.0F;
    for (size_t c = 0; c < 3; ++c) {
      out[c] = static_cast<Sample>(std::clamp(sum[c], 0.0F, kTop) + 0.5F);
    }
  }

 private:
  void AddRow(int y, float weight, std::array<float, 3>& sum) const {
    int shift = 0;
    if (y < 0 || y >= image_.height) {
      y = std::clamp(y < 0 ? -1 - y : 2 * image_.height - 1 - y, 0, image_.height - 1);
      shift = image_.width / 2;
    }
    for (size_t k = 0; k < across_.weights.size(); ++k) {
      int x = (across_.first + static_cast<int>(k) + shift) % image_.width;
      x = x < 0 ? x + image_.width : x;
      const Sample* pixel = image_.At(x, y);
      for (size_t c = 0; c < 3; ++c) {
        sum[c] += weight * across_.weights[k] * static_cast<float>(pixel[c]);
      }
    }
  }

  const Image<Sample>& image_;
  Taps across_;
  Taps down_;
};

template <typename Sample>
Image<Sample> Rotate(const Image<Sample>& image, const Rotation& r, const Execution& execution) {
  Image<Sample> out(image.width, image.height, 3);
  ParallelFor(execution, static_cast<size_t>(image.height), [&](size_t row) {
    Sampler<Sample> sampler(image);
    const int y = static_cast<int>(row);
    const double latitude = std::numbers::pi * (0.5 - (y + 0.5) / image.height);
    for (int x = 0; x < image.width; ++x) {
      const double longitude = 2 * std::numbers::pi * ((x + 0.5) / image.width - 0.5);
      const std::array<double, 3> d = {std::cos(latitude) * std::sin(longitude),
                                       std::sin(latitude),
                                       std::cos(latitude) * std::cos(longitude)};
      // old_from_new is the transpose.
      sampler.Sample3({r[0] * d[0] + r[3] * d[1] + r[6] * d[2],
                       r[1] * d[0] + r[4] * d[1] + r[7] * d[2],
                       r[2] * d[0] + r[5] * d[1] + r[8] * d[2]},
                      out.At(x, y));
    }
  });
  return out;
}

Rotation Product(const Rotation& a, const Rotation& b) {
  Rotation out{};
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) {
      for (size_t k = 0; k < 3; ++k) {
        out[i * 3 + j] += a[i * 3 + k] * b[k * 3 + j];
      }
    }
  }
  return out;
}

}  // namespace

Rotation RotationOf(double yaw_deg, double pitch_deg, double roll_deg) {
  const auto [sy, cy] = std::pair{std::sin(yaw_deg * std::numbers::pi / 180),
                                  std::cos(yaw_deg * std::numbers::pi / 180)};
  const auto [sp, cp] = std::pair{std::sin(pitch_deg * std::numbers::pi / 180),
                                  std::cos(pitch_deg * std::numbers::pi / 180)};
  const auto [sr, cr] = std::pair{std::sin(roll_deg * std::numbers::pi / 180),
                                  std::cos(roll_deg * std::numbers::pi / 180)};
  const Rotation yaw = {cy, 0, sy, 0, 1, 0, -sy, 0, cy};
  const Rotation pitch = {1, 0, 0, 0, cp, sp, 0, -sp, cp};
  const Rotation roll = {cr, sr, 0, -sr, cr, 0, 0, 0, 1};
  return Product(roll, Product(pitch, yaw));
}

Image8 RotateEquirect(const Image8& image,
                      const Rotation& new_from_old,
                      const Execution& execution) {
  return Rotate(image, new_from_old, execution);
}

Image16 RotateEquirect(const Image16& image,
                       const Rotation& new_from_old,
                       const Execution& execution) {
  return Rotate(image, new_from_old, execution);
}

}  // namespace disan
