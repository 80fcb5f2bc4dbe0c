#include "pipeline/panorama/fisheye_light.h"

#include "formats/image/srgb.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <Eigen/Dense>

namespace disan::panorama {

namespace {

constexpr int kClipped = 250;
constexpr int kDark = 10;
constexpr double kRimFall = 0.35;  // natural logarithm, linear light
constexpr int kSureRows = 4;       // of the ring, about its middle: no rim reaches them
constexpr double kMiddleGrey = 0.18;
constexpr double kDarkest = 0.003;
constexpr double kMostContrast = 0.4;

// How much brighter than the other lens this one sees a cell, as a logarithm; nothing where either
// is blind, dark or clipped.
std::optional<double> Brighter(const SeamCell& cell, size_t side) {
  const double own = cell.colour[side].mean();
  const double other = cell.colour[1 - side].mean();
  if (!cell.seen[0] || !cell.seen[1] || own > kClipped || other < kDark || other > kClipped) {
    return std::nullopt;
  }
  return std::log(LinearFromSrgb((own + 1) / 255) / LinearFromSrgb((other + 1) / 255));
}

// What a cell says of the lenses' light.
struct LightSample {
  double lost = 0;       // by falloff: what the back lost, against the front
  double bright = 0;     // log, of the mean of both, against middle grey
  Levels ratio;          // log of front over back
  double all_ratio = 0;  // of all channels together
};

std::vector<LightSample> SamplesOfLight(const FisheyeLight& light, const SeamRing& ring) {
  std::vector<LightSample> samples;
  for (int row = 0; row < ring.rows; ++row) {
    const double theta = ring.Theta(row);
    for (int column = 0; column < kRingColumns; column += 2) {
      const SeamCell& cell = ring.At(column, row);
      const double low = cell.colour[0].cwiseMin(cell.colour[1]).minCoeff();
      const double high = cell.colour[0].cwiseMax(cell.colour[1]).maxCoeff();
      if (!cell.seen[0] || !cell.seen[1] || low < kDark || high > kClipped) {
        continue;
      }
      LightSample sample{.lost = light.Falloff(kPi - theta) - light.Falloff(theta)};
      Levels linear[2];
      for (int c = 0; c < 3; ++c) {
        linear[0][c] = LinearFromSrgb(cell.colour[0][c] / 255);
        linear[1][c] = LinearFromSrgb(cell.colour[1][c] / 255);
        sample.ratio[c] = std::log(linear[0][c] / linear[1][c]);
      }
      sample.bright = std::log(std::sqrt(linear[0].mean() * linear[1].mean()) / kMiddleGrey);
      sample.all_ratio = std::log(linear[0].mean() / linear[1].mean());
      samples.push_back(sample);
    }
  }
  return samples;
}

// gain, falloff and contrast that make `ratio` of most samples; those that differ by more are
// things that only one lens sees.
template <typename RatioOf>
Eigen::Vector3d FitFisheyeLight(const std::vector<LightSample>& samples,
                                const Eigen::Vector3d& prior,
                                const RatioOf& ratio) {
  std::vector<double> ratios;
  for (const LightSample& sample : samples) {
    ratios.push_back(ratio(sample));
  }
  Eigen::Vector3d found(MedianLevel(ratios), 0, 0);
  double scale = 1;
  for (int round = 0; round < 16; ++round) {
    Eigen::Matrix3d normal = prior.asDiagonal();
    Eigen::Vector3d right = Eigen::Vector3d::Zero();
    for (const LightSample& sample : samples) {
      const Eigen::Vector3d slope(1, sample.lost, sample.bright);
      const double off = (ratio(sample) - slope.dot(found)) / scale;
      const double weight = 1 / ((1 + off * off) * (1 + off * off));
      normal += weight * slope * slope.transpose();
      right += weight * slope * ratio(sample);
    }
    found = normal.ldlt().solve(right);
    scale = std::max(0.06, scale * 0.8);
  }
  return found;
}

}  // namespace

double MedianLevel(std::vector<double>& values) {
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double FisheyeLight::Falloff(double theta) const {
  const double beyond = std::max(0.0, theta - from);
  return beyond * beyond;
}

// Each lens has a tone curve of its own as well: a bright sky may agree where dark ground does not.
double FisheyeLight::Curve(double linear) const {
  return contrast * (std::log(std::clamp(linear, kDarkest, 1.0)) - std::log(kMiddleGrey));
}

Levels FisheyeLight::Apply(size_t side, double theta, const Levels& srgb) const {
  Levels out;
  double bright = 0;
  for (int c = 0; c < 3; ++c) {
    out[c] = LinearFromSrgb(srgb[c] / 255);
    bright += out[c] / 3;
  }
  const double half = side == 0 ? -0.5 : 0.5;
  // As the middle of both lenses has it, which is what the curve was measured on.
  const double curve = Curve(bright * std::exp(half * gain.mean()));
  for (int c = 0; c < 3; ++c) {
    const double log = half * (gain[c] + curve) + falloff[c] * Falloff(theta);
    out[c] = 255 * SrgbFromLinear(out[c] * std::exp(log));
  }
  return out;
}

// The lens's housing darkens the last degrees of a disc: what falls off there by more than lenses
// do, against the middle of the ring, is not looked at, or the seam would run where dark rim and
// bright picture happen to agree.
void LeaveOutRims(SeamRing& ring) {
  const int middle = ring.rows / 2;
  for (size_t side = 0; side < 2; ++side) {
    const int outward = side == 0 ? 1 : -1;
    bool rim = false;
    for (int row = middle + outward * kSureRows; row >= 0 && row < ring.rows; row += outward) {
      std::vector<double> falls;
      for (int column = 0; column < kRingColumns; ++column) {
        const auto here = Brighter(ring.At(column, row), side);
        const auto there = Brighter(ring.At(column, middle), side);
        if (here && there) {
          falls.push_back(*there - *here);
        }
      }
      rim = rim || MedianLevel(falls) > kRimFall;
      for (int column = 0; rim && column < kRingColumns; ++column) {
        ring.At(column, row).seen[side] = false;
      }
    }
  }
}

// log(front / back) = gain + falloff * (what the back lost - what the front lost) + contrast * log
// of the brightness, robustly; one contrast for all channels.
FisheyeLight MeasureLight(const FisheyePair& pair, const SeamRing& ring) {
  FisheyeLight light;
  light.from = std::max(0.0, pair.FieldOfView() / 2 - 22 * kDegree);
  const std::vector<LightSample> samples = SamplesOfLight(light, ring);
  const Eigen::Vector3d all = FitFisheyeLight(
      samples, {1e-3, 2e1, 2e2}, [](const LightSample& sample) { return sample.all_ratio; });
  light.contrast = std::clamp(all[2], -kMostContrast, kMostContrast);
  for (int c = 0; c < 3; ++c) {
    const Eigen::Vector3d found =
        FitFisheyeLight(samples, {1e-3, 2e1, 1e12}, [&](const LightSample& sample) {
          return sample.ratio[c] - light.contrast * sample.bright;
        });
    light.gain[c] = std::clamp(found[0], -2.5, 2.5);
    light.falloff[c] = std::clamp(found[1], 0.0, 8.0);
  }
  return light;
}

void EvenOut(SeamRing& ring, const FisheyeLight& light) {
  for (int row = 0; row < ring.rows; ++row) {
    for (int column = 0; column < kRingColumns; ++column) {
      SeamCell& cell = ring.At(column, row);
      cell.colour[0] = light.Apply(0, ring.Theta(row), cell.colour[0]);
      cell.colour[1] = light.Apply(1, kPi - ring.Theta(row), cell.colour[1]);
    }
  }
}

}  // namespace disan::panorama
