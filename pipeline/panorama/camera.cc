#include "pipeline/panorama/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Geometry>

namespace disan::panorama {

namespace {
constexpr double kWidestPinholeRadius = 8.0;  // 83 degrees off the axis
constexpr double kBeyondCorner = 1.25;        // of the corner's radius: blending goes on out there
}  // namespace

Lens Scaled(const Lens& lens, int width_px, int height_px) {
  Lens scaled = lens;
  const double scale = static_cast<double>(width_px) / lens.width_px;
  scaled.width_px = width_px;
  scaled.height_px = height_px;
  scaled.focal_px *= scale;
  scaled.shift_x_px *= scale;
  scaled.shift_y_px *= scale;
  return scaled;
}

Eigen::Vector2i EvenlyScaled(int width_px, int height_px, double scale) {
  const int middle = std::max(1, static_cast<int>(std::lround(width_px * scale)));
  const int reach = middle / 25;
  Eigen::Vector2i best(middle, std::max(1, static_cast<int>(std::lround(height_px * scale))));
  double least = 1;
  for (int k = 0; k <= 2 * reach; ++k) {
    const int width = middle + (k % 2 == 0 ? k / 2 : -(k + 1) / 2);  // nearest first
    const double height = static_cast<double>(height_px) * width / width_px;
    const double off = std::abs(height - std::round(height));
    if (off < least - 0.01 && height >= 1) {
      least = off;
      best = {width, static_cast<int>(std::lround(height))};
    }
  }
  return best;
}

double HorizontalFieldOfViewDeg(const Lens& lens) {
  const LensMap map(lens);
  const double y = map.Centre().y();
  const Eigen::Vector3d left = map.Bearing({-0.5, y});
  const Eigen::Vector3d right = map.Bearing({lens.width_px - 0.5, y});
  const double off_left = std::atan2(left.head<2>().norm(), left.z());
  const double off_right = std::atan2(right.head<2>().norm(), right.z());
  return (off_left + off_right) * 180 / std::numbers::pi;
}

LensMap::LensMap(const Lens& lens)
    : lens_(lens),
      centre_((lens.width_px - 1) / 2.0 + lens.shift_x_px,
              (lens.height_px - 1) / 2.0 + lens.shift_y_px) {
  // The polynomial is trusted as far as it rises, and a little beyond the picture's corner.
  const double corner = std::hypot(lens.width_px / 2.0 + std::abs(lens.shift_x_px),
                                   lens.height_px / 2.0 + std::abs(lens.shift_y_px)) /
                        lens.focal_px;
  const double end = lens.model == LensModel::kPinhole ? kWidestPinholeRadius : std::numbers::pi;
  double radius = 0;
  for (const double step = end / 4000; radius < end; radius += step) {
    const double r2 = radius * radius;
    if (1 + 3 * lens.k1 * r2 + 5 * lens.k2 * r2 * r2 < 0.1 ||
        radius * (1 + lens.k1 * r2 + lens.k2 * r2 * r2) > kBeyondCorner * corner) {
      break;
    }
  }
  radius_limit_ = radius;
  const double reach = std::min(Undistort(corner), radius_limit_);
  half_diagonal_ = lens.model == LensModel::kPinhole ? std::atan(reach) : reach;
}

double LensMap::Undistort(double distorted_radius) const {
  double r = std::min(distorted_radius, radius_limit_);
  for (int i = 0; i < 8; ++i) {
    const double r2 = r * r;
    const double slope = 1 + 3 * lens_.k1 * r2 + 5 * lens_.k2 * r2 * r2;
    const double step =
        (r * (1 + lens_.k1 * r2 + lens_.k2 * r2 * r2) - distorted_radius) / std::max(slope, 0.1);
    r = std::clamp(r - step, 0.0, radius_limit_);
    if (std::abs(step) < 1e-12) {
      break;
    }
  }
  return r;
}

Eigen::Vector3d LensMap::Bearing(const Eigen::Vector2d& pixel) const {
  const Eigen::Vector2d offset = (pixel - centre_) / lens_.focal_px;
  const double distorted = offset.norm();
  if (distorted < 1e-12) {
    return Eigen::Vector3d::UnitZ();
  }
  const double r = Undistort(distorted);
  if (lens_.model == LensModel::kPinhole) {
    const double scale = r / distorted;
    return Eigen::Vector3d(offset.x() * scale, offset.y() * scale, 1).normalized();
  }
  const double side = std::sin(r) / distorted;
  return {offset.x() * side, offset.y() * side, std::cos(r)};
}

bool LensMap::Project(const Eigen::Vector3d& bearing, Eigen::Vector2d& pixel) const {
  const double side = bearing.head<2>().norm();
  double r = 0;
  double scale = 0;  // of the bearing's x and y
  if (lens_.model == LensModel::kPinhole) {
    if (bearing.z() * radius_limit_ <= side || bearing.z() <= 0) {
      return false;
    }
    scale = 1 / bearing.z();
    r = side * scale;
  } else {
    r = std::atan2(side, bearing.z());
    if (r > radius_limit_) {
      return false;
    }
    scale = side > 1e-12 ? r / side : 1;
  }
  const double r2 = r * r;
  scale *= lens_.focal_px * (1 + lens_.k1 * r2 + lens_.k2 * r2 * r2);
  pixel = centre_ + scale * bearing.head<2>();
  return true;
}

bool LensMap::Inside(const Eigen::Vector2d& pixel, double margin_px) const {
  return pixel.x() >= margin_px && pixel.y() >= margin_px &&
         pixel.x() <= lens_.width_px - 1 - margin_px &&
         pixel.y() <= lens_.height_px - 1 - margin_px;
}

}  // namespace disan::panorama
