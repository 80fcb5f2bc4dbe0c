#include "pipeline/panorama/light.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr int kVignettingTerms = 3;
constexpr int kRounds = 8;
constexpr double kHuber = 0.05;

// One place seen by one photo.
struct Seen {
  int photo = 0;
  double squared_radius = 0;
  std::array<double, 3> log_light{};
};

// The same place in two photos.
struct Comparison {
  Seen a;
  Seen b;
};

// Even over the sphere, with no pole of its own that matters.
Eigen::Vector3d Spiral(int i, int count) {
  const double y = 1 - (2 * i + 1.0) / count;
  const double around = i * std::numbers::pi * (3 - std::sqrt(5.0));
  const double side = std::sqrt(1 - y * y);
  return {side * std::cos(around), y, side * std::sin(around)};
}

bool Look(const Image8& small,
          const LensMap& lens,
          const Eigen::Vector2d& pixel,
          const LightOptions& options,
          Seen& seen) {
  const int x = std::clamp(static_cast<int>(std::lround(pixel.x())), 0, small.width - 1);
  const int y = std::clamp(static_cast<int>(std::lround(pixel.y())), 0, small.height - 1);
  const uint8_t* value = small.At(x, y);
  for (size_t c = 0; c < 3; ++c) {
    const double encoded = value[c] / 255.0;
    if (encoded < options.darkest || encoded > options.brightest) {
      return false;
    }
    seen.log_light[c] = std::log(ToLinear(encoded));
  }
  const Eigen::Vector2d half(small.width / 2.0, small.height / 2.0);
  seen.squared_radius = (pixel - lens.Centre()).squaredNorm() / half.squaredNorm();
  return true;
}

std::vector<Comparison> Compare(const std::vector<Image8>& small,
                                const std::vector<Camera>& cameras,
                                const std::vector<int>& photos,
                                const LightOptions& options) {
  std::vector<LensMap> lenses;
  for (const int photo : photos) {
    const Image8& picture = small[static_cast<size_t>(photo)];
    lenses.emplace_back(
        Scaled(cameras[static_cast<size_t>(photo)].lens, picture.width, picture.height));
  }
  std::vector<Comparison> comparisons;
  for (int s = 0; s < options.samples; ++s) {
    const Eigen::Vector3d direction = Spiral(s, options.samples);
    std::vector<Seen> seen;
    for (size_t i = 0; i < photos.size(); ++i) {
      const size_t photo = static_cast<size_t>(photos[i]);
      Eigen::Vector2d pixel;
      Seen here{photos[i]};
      if (lenses[i].Project(cameras[photo].world_from_camera.transpose() * direction, pixel) &&
          lenses[i].Inside(pixel, 2) && Look(small[photo], lenses[i], pixel, options, here)) {
        seen.push_back(here);
      }
    }
    for (size_t i = 0; i + 1 < seen.size(); ++i) {
      comparisons.push_back({seen[i], seen[i + 1]});
    }
    if (seen.size() > 2) {
      comparisons.push_back({seen.front(), seen.back()});
    }
  }
  return comparisons;
}

std::array<double, kVignettingTerms> Powers(double squared_radius) {
  return {squared_radius,
          squared_radius * squared_radius,
          squared_radius * squared_radius * squared_radius};
}

double Mean(const std::array<double, 3>& values) {
  return (values[0] + values[1] + values[2]) / 3;
}

// Normal equations of a robust straight fit, one comparison after the other.
class Equations {
 public:
  explicit Equations(int unknowns)
      : matrix_(Eigen::MatrixXd::Zero(unknowns, unknowns)),
        vector_(Eigen::VectorXd::Zero(unknowns)) {}

  void Add(const std::vector<std::pair<int, double>>& row, double value, double weight) {
    for (const auto& [i, a] : row) {
      vector_[i] += weight * a * value;
      for (const auto& [j, b] : row) {
        matrix_(i, j) += weight * a * b;
      }
    }
  }
  void Wish(int unknown, double sigma) { matrix_(unknown, unknown) += 1 / (sigma * sigma); }
  Eigen::VectorXd Solve() const { return matrix_.ldlt().solve(vector_); }

 private:
  Eigen::MatrixXd matrix_;
  Eigen::VectorXd vector_;
};

double HuberWeight(double residual) {
  return std::abs(residual) <= kHuber ? 1 : kHuber / std::abs(residual);
}

// Comparisons are many but not independent: a picture's noise is shared by its neighbours.
constexpr double kSampleWeight = 30;

// Exposure of every photo and vignetting of every lens.
Eigen::VectorXd SolveExposure(const std::vector<Comparison>& comparisons,
                              const std::vector<int>& lens_of,
                              int lens_count,
                              const LightOptions& options) {
  const int photo_count = static_cast<int>(lens_of.size());
  const int unknowns = photo_count + lens_count * kVignettingTerms;
  Eigen::VectorXd solution = Eigen::VectorXd::Zero(unknowns);
  const auto row_of = [&](const Comparison& comparison) {
    std::vector<std::pair<int, double>> row{{comparison.a.photo, 1}, {comparison.b.photo, -1}};
    const auto a = Powers(comparison.a.squared_radius);
    const auto b = Powers(comparison.b.squared_radius);
    for (int k = 0; k < kVignettingTerms; ++k) {
      const size_t term = static_cast<size_t>(k);
      row.emplace_back(
          photo_count + lens_of[static_cast<size_t>(comparison.a.photo)] * kVignettingTerms + k,
          a[term]);
      row.emplace_back(
          photo_count + lens_of[static_cast<size_t>(comparison.b.photo)] * kVignettingTerms + k,
          -b[term]);
    }
    return row;
  };
  for (int round = 0; round < kRounds; ++round) {
    Equations equations(unknowns);
    for (const Comparison& comparison : comparisons) {
      const auto row = row_of(comparison);
      const double value = Mean(comparison.a.log_light) - Mean(comparison.b.log_light);
      double told = 0;
      for (const auto& [i, factor] : row) {
        told += factor * solution[i];
      }
      equations.Add(row, value, kSampleWeight * (round == 0 ? 1 : HuberWeight(value - told)));
    }
    for (int i = 0; i < photo_count; ++i) {
      equations.Wish(i, options.exposure_sigma);
    }
    for (int i = photo_count; i < unknowns; ++i) {
      equations.Wish(i, 0.7);
    }
    solution = equations.Solve();
  }
  return solution;
}

// What is left in one channel after exposure and vignetting: white balance of every photo.
Eigen::VectorXd SolveWhite(const std::vector<Comparison>& comparisons,
                           int photo_count,
                           size_t channel,
                           const LightOptions& options) {
  Eigen::VectorXd solution = Eigen::VectorXd::Zero(photo_count);
  for (int round = 0; round < kRounds; ++round) {
    Equations equations(photo_count);
    for (const auto& [a, b] : comparisons) {
      const double value =
          (a.log_light[channel] - Mean(a.log_light)) - (b.log_light[channel] - Mean(b.log_light));
      const double left = value - solution[a.photo] + solution[b.photo];
      equations.Add({{a.photo, 1}, {b.photo, -1}},
                    value,
                    kSampleWeight * (round == 0 ? 1 : HuberWeight(left)));
    }
    for (int i = 0; i < photo_count; ++i) {
      equations.Wish(i, options.white_sigma);
    }
    solution = equations.Solve();
  }
  return solution;
}

double MedianDisagreement(const std::vector<Comparison>& comparisons, const Light& light) {
  std::vector<double> left;
  const auto corrected = [&](const Seen& seen) {
    const size_t photo = static_cast<size_t>(seen.photo);
    double sum = 0;
    for (size_t c = 0; c < 3; ++c) {
      sum += seen.log_light[c] + std::log(light.gain[photo][c]);
    }
    return sum / 3 - std::log(VignettingAt(light.vignetting[photo], seen.squared_radius));
  };
  for (const Comparison& comparison : comparisons) {
    left.push_back(std::abs(corrected(comparison.a) - corrected(comparison.b)));
  }
  if (left.empty()) {
    return 0;
  }
  const auto middle = left.begin() + static_cast<ptrdiff_t>(left.size() / 2);
  std::nth_element(left.begin(), middle, left.end());
  return *middle;
}

}  // namespace

double VignettingAt(const Vignetting& vignetting, double squared_radius) {
  const auto powers = Powers(squared_radius);
  return std::exp(vignetting[0] * powers[0] + vignetting[1] * powers[1] +
                  vignetting[2] * powers[2]);
}

double ToLinear(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double ToEncoded(double linear) {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

Light SolveLight(const std::vector<Image8>& small,
                 const std::vector<Camera>& cameras,
                 const std::vector<int>& photos,
                 const std::vector<int>& lens_of,
                 const LightOptions& options) {
  const int photo_count = static_cast<int>(cameras.size());
  const int lens_count =
      lens_of.empty() ? 0 : *std::max_element(lens_of.begin(), lens_of.end()) + 1;
  const std::vector<Comparison> comparisons = Compare(small, cameras, photos, options);
  const Eigen::VectorXd exposure = SolveExposure(comparisons, lens_of, lens_count, options);
  Light light;
  light.gain.assign(cameras.size(), {1, 1, 1});
  light.vignetting.assign(cameras.size(), {0, 0, 0});
  for (size_t i = 0; i < cameras.size(); ++i) {
    for (int k = 0; k < kVignettingTerms; ++k) {
      light.vignetting[i][static_cast<size_t>(k)] =
          exposure[photo_count + lens_of[i] * kVignettingTerms + k];
    }
  }
  for (size_t c = 0; c < 3; ++c) {
    const Eigen::VectorXd white = SolveWhite(comparisons, photo_count, c, options);
    double mean = 0;  // the panorama is as bright as its photos are on average
    for (const int photo : photos) {
      mean += (exposure[photo] + white[photo]) / static_cast<double>(photos.size());
    }
    for (const int photo : photos) {
      light.gain[static_cast<size_t>(photo)][c] = std::exp(mean - exposure[photo] - white[photo]);
    }
  }
  light.spread = MedianDisagreement(comparisons, light);
  return light;
}

}  // namespace disan::panorama
