#include "pipeline/panorama/light_fit.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/Cholesky>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr double kNoiseSigma = 0.03;  // of light, natural logarithm, in plain parts
constexpr int kGrid = 24;             // places across a photo that are compared

Eigen::Matrix3d TurnBy(const Eigen::Vector3d& by) {
  return by.norm() > 0 ? Eigen::AngleAxisd(by.norm(), by.normalized()).toRotationMatrix()
                       : Eigen::Matrix3d::Identity();
}

}  // namespace

Surroundings::Surroundings(const Alignment& alignment, const std::vector<Camera>& cameras)
    : alignment_(alignment), photos_(alignment.cameras.photos) {
  std::vector<Image8> small;
  for (const Features& features : alignment.features) {
    small.push_back(features.small);
  }
  light_ = SolveLight(small, cameras, photos_, alignment.cameras.lens_of, {});
  for (const int photo : photos_) {
    const Image8& picture = small[static_cast<size_t>(photo)];
    lenses_.emplace_back(
        Scaled(cameras[static_cast<size_t>(photo)].lens, picture.width, picture.height));
  }
}

bool Surroundings::Look(const Eigen::Vector3d& direction, double& log_light) const {
  double farthest = 1;
  bool seen = false;
  for (size_t i = 0; i < photos_.size(); ++i) {
    const size_t photo = static_cast<size_t>(photos_[i]);
    Eigen::Vector2d pixel;
    if (!lenses_[i].Project(alignment_.cameras.world_from_camera[photo].transpose() * direction,
                            pixel)) {
      continue;
    }
    const Image8& picture = alignment_.features[photo].small;
    const double inside = std::min(
        {pixel.x(), picture.width - 1 - pixel.x(), pixel.y(), picture.height - 1 - pixel.y()});
    if (inside > farthest && Measure(picture, lenses_[i], pixel, photo, log_light)) {
      farthest = inside;
      seen = true;
    }
  }
  return seen;
}

bool Surroundings::Sees(const Eigen::Vector3d& direction) const {
  for (size_t i = 0; i < photos_.size(); ++i) {
    const size_t photo = static_cast<size_t>(photos_[i]);
    Eigen::Vector2d pixel;
    if (lenses_[i].Project(alignment_.cameras.world_from_camera[photo].transpose() * direction,
                           pixel) &&
        lenses_[i].Inside(pixel, 0)) {
      return true;
    }
  }
  return false;
}

bool Surroundings::Measure(const Image8& picture,
                           const LensMap& lens,
                           const Eigen::Vector2d& pixel,
                           size_t photo,
                           double& log_light) const {
  const uint8_t value =
      *(picture.At(static_cast<int>(pixel.x() + 0.5), static_cast<int>(pixel.y() + 0.5)) + 1);
  if (value < 8 || value > 245) {
    return false;
  }
  const Eigen::Vector2d half(picture.width / 2.0, picture.height / 2.0);
  const double radius = (pixel - lens.Centre()).squaredNorm() / half.squaredNorm();
  log_light = std::log(ToLinear(value / 255.0)) + std::log(light_.gain[photo][1]) -
              std::log(VignettingAt(light_.vignetting[photo], radius));
  return true;
}

Candidate::Candidate(const Surroundings& surroundings,
                     const Alignment& alignment,
                     const Lens& lens,
                     int photo)
    : surroundings_(surroundings),
      picture_(alignment.features[static_cast<size_t>(photo)].small),
      lens_(Scaled(lens, picture_.width, picture_.height)),
      photo_(static_cast<size_t>(photo)) {
  for (int i = 0; i < kGrid * kGrid; ++i) {
    places_.emplace_back((i % kGrid + 0.5) / kGrid * (picture_.width - 1),
                         (i / kGrid + 0.5) / kGrid * (picture_.height - 1));
    bearings_.push_back(lens_.Bearing(places_.back()));
  }
}

// Differences of light, place by place; NaN where there is nothing to compare.
std::vector<double> Candidate::Differences(const Eigen::Matrix3d& rotation, Fit* fit) const {
  std::vector<double> differences(places_.size(), std::nan(""));
  double sum = 0;
  double squares = 0;
  double around = 0;
  double around_squares = 0;
  double count = 0;
  for (size_t i = 0; i < places_.size(); ++i) {
    double own = 0;
    double other = 0;
    if (surroundings_.Measure(picture_, lens_, places_[i], photo_, own) &&
        surroundings_.Look(rotation * bearings_[i], other)) {
      differences[i] = own - other;
      sum += own - other;
      squares += (own - other) * (own - other);
      around += other;
      around_squares += other * other;
      count += 1;
    }
  }
  if (fit != nullptr && count > 4) {
    fit->rotation = rotation;
    fit->overlap = count / static_cast<double>(places_.size());
    fit->spread = std::sqrt(std::max(0.0, squares / count - sum * sum / count / count));
    fit->content =
        std::sqrt(std::max(0.0, around_squares / count - around * around / count / count));
  }
  return differences;
}

Fit Candidate::At(const Eigen::Matrix3d& rotation) const {
  Fit fit;
  Differences(rotation, &fit);
  return fit;
}

double Candidate::News(const Eigen::Matrix3d& rotation) const {
  const auto seen = std::count_if(bearings_.begin(), bearings_.end(), [&](const auto& bearing) {
    return surroundings_.Sees(rotation * bearing);
  });
  return 1 - static_cast<double>(seen) / static_cast<double>(bearings_.size());
}

Fit Candidate::Align(const Eigen::Matrix3d& expected, double sigma_deg) const {
  Eigen::Vector3d turn = Eigen::Vector3d::Zero();
  const auto turned = [&](const Eigen::Vector3d& by) -> Eigen::Matrix3d {
    return TurnBy(by) * expected;
  };
  Fit best = At(expected);
  for (int round = 0; round < 6; ++round) {
    const Eigen::Vector3d next = turn + Step(turned, turn, sigma_deg * kDegree);
    const Fit fit = At(turned(next));
    if (next.norm() > 4 * sigma_deg * kDegree || fit.overlap < 0.5 * best.overlap ||
        fit.spread > best.spread) {
      break;
    }
    turn = next;
    best = fit;
  }
  return best;
}

template <typename Turned>
Eigen::Vector3d Candidate::Step(const Turned& turned,
                                const Eigen::Vector3d& turn,
                                double sigma) const {
  constexpr double kProbe = 0.3 * kDegree;
  const std::vector<double> here = Differences(turned(turn), nullptr);
  std::array<std::vector<double>, 3> probes;
  for (int axis = 0; axis < 3; ++axis) {
    Eigen::Vector3d probe = turn;
    probe[axis] += kProbe;
    probes[static_cast<size_t>(axis)] = Differences(turned(probe), nullptr);
  }
  Eigen::Matrix4d matrix = Eigen::Matrix4d::Zero();
  Eigen::Vector4d vector = Eigen::Vector4d::Zero();
  const double weight = 1 / (kNoiseSigma * kNoiseSigma) / 8;  // neighbours are not independent
  for (size_t i = 0; i < here.size(); ++i) {
    Eigen::Vector4d slope(0, 0, 0, 1);
    for (size_t axis = 0; axis < 3; ++axis) {
      slope[static_cast<int>(axis)] = (probes[axis][i] - here[i]) / kProbe;
    }
    if (std::isnan(slope.sum()) || std::isnan(here[i])) {
      continue;
    }
    matrix += weight * slope * slope.transpose();
    vector -= weight * slope * here[i];
  }
  for (int axis = 0; axis < 3; ++axis) {
    matrix(axis, axis) += 1 / (sigma * sigma);
    vector[axis] -= turn[axis] / (sigma * sigma);
  }
  matrix(3, 3) += 1e-6;
  return matrix.ldlt().solve(vector).head<3>();
}

}  // namespace disan::panorama
