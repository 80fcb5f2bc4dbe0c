#include "pipeline/panorama/fisheye_pair.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <Eigen/Dense>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr int kRays = 360;
constexpr int kSteps = 400;          // from the middle of the frame to its longer side's end
constexpr int kReachSteps = 8;       // that are compared before and after an edge
constexpr double kStep = 14;         // levels between disc and surround
constexpr double kOnCircle = 0.008;  // of half the frame
constexpr size_t kFewest = 72;       // rays that meet the outline
constexpr double kUsable = 0.985;    // of the radius

double LumaAround(const Image8& picture, const Eigen::Vector2d& at) {
  double sum = 0;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      const int x = std::clamp(static_cast<int>(std::lround(at.x())) + dx, 0, picture.width - 1);
      const int y = std::clamp(static_cast<int>(std::lround(at.y())) + dy, 0, picture.height - 1);
      const uint8_t* p = picture.At(x, y);
      sum += picture.channels < 3 ? p[0] : (p[0] + 2.0 * p[1] + p[2]) / 4;
    }
  }
  return sum / 9;
}

// Where the ray leaves the light: the strongest fall, measured against what is left of it.
std::optional<double> EdgeOnRay(const std::vector<double>& profile) {
  double best = 0;
  std::optional<double> edge;
  for (size_t i = kSteps * 3 / 5; i + kReachSteps < profile.size(); ++i) {
    double inside = 0;
    double outside = 0;
    for (size_t j = 0; j < kReachSteps; ++j) {
      inside += profile[i - 1 - j] / kReachSteps;
      outside += profile[i + j] / kReachSteps;
    }
    const double fall = (inside - outside) / (outside + 12);
    if (inside - outside > kStep && fall > best) {
      best = fall;
      size_t crossing = i;
      while (crossing > i - kReachSteps && profile[crossing] < (inside + outside) / 2) {
        --crossing;
      }
      edge = static_cast<double>(crossing) + 0.5;  // half way down
    }
  }
  return edge;
}

std::vector<Eigen::Vector2d> EdgePoints(const Image8& picture, int left, int width) {
  const Eigen::Vector2d middle(left + width / 2.0, picture.height / 2.0);
  const double step = std::max(width, picture.height) / 2.0 * 1.1 / kSteps;
  std::vector<Eigen::Vector2d> points;
  for (int ray = 0; ray < kRays; ++ray) {
    const double angle = 2 * kPi * ray / kRays;
    const Eigen::Vector2d along(std::cos(angle), std::sin(angle));
    std::vector<double> profile;
    for (int i = 0; i < kSteps; ++i) {
      const Eigen::Vector2d at = middle + i * step * along;
      if (at.x() < left || at.x() >= left + width || at.y() < 0 || at.y() >= picture.height) {
        break;
      }
      profile.push_back(LumaAround(picture, at));
    }
    if (const auto edge = EdgeOnRay(profile)) {
      points.push_back(middle + *edge * step * along);
    }
  }
  return points;
}

// Least squares: x^2 + y^2 = 2 a x + 2 b y + c.
Eigen::Vector3d CircleThrough(const std::vector<Eigen::Vector2d>& points) {
  Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
  Eigen::Vector3d right = Eigen::Vector3d::Zero();
  const Eigen::Vector2d origin = points.front();
  for (const Eigen::Vector2d& point : points) {
    const Eigen::Vector2d p = point - origin;
    const Eigen::Vector3d row(2 * p.x(), 2 * p.y(), 1);
    normal += row * row.transpose();
    right += row * p.squaredNorm();
  }
  const Eigen::Vector3d found = normal.fullPivLu().solve(right);
  const double radius = std::sqrt(std::max(0.0, found.z() + found.head<2>().squaredNorm()));
  return {found.x() + origin.x(), found.y() + origin.y(), radius};
}

std::vector<Eigen::Vector2d> OnCircle(const std::vector<Eigen::Vector2d>& points,
                                      const Eigen::Vector3d& circle,
                                      double tolerance) {
  std::vector<Eigen::Vector2d> on;
  std::copy_if(points.begin(), points.end(), std::back_inserter(on), [&](const auto& point) {
    return std::abs((point - circle.head<2>()).norm() - circle.z()) < tolerance;
  });
  return on;
}

}  // namespace

std::optional<FisheyeDisc> FindFisheyeDisc(const Image8& picture, int left, int width) {
  if (width < 64 || picture.height < 64) {
    return std::nullopt;
  }
  const double half = std::max(width, picture.height) / 2.0;
  const std::vector<Eigen::Vector2d> points = EdgePoints(picture, left, width);
  const size_t count = points.size();
  if (count < kFewest) {
    return std::nullopt;
  }
  std::vector<Eigen::Vector2d> best;
  uint32_t state = 1;
  const auto pick = [&] {
    state = state * 1664525U + 1013904223U;
    return points[(state >> 8U) % count];
  };
  for (int attempt = 0; attempt < 800; ++attempt) {
    const Eigen::Vector3d circle = CircleThrough({pick(), pick(), pick()});
    const double off =
        (circle.head<2>() - Eigen::Vector2d(left + width / 2.0, picture.height / 2.0)).norm();
    if (!(off < 0.15 * half) || circle.z() < 0.7 * half || circle.z() > 1.1 * half) {
      continue;
    }
    std::vector<Eigen::Vector2d> on = OnCircle(points, circle, kOnCircle * half);
    if (on.size() > best.size()) {
      best = std::move(on);
    }
  }
  if (best.size() < kFewest) {
    return std::nullopt;
  }
  Eigen::Vector3d circle;
  for (int i = 0; i < 5 && best.size() >= 3; ++i) {
    circle = CircleThrough(best);
    best = OnCircle(points, circle, kOnCircle * half);
  }
  return FisheyeDisc{&picture, left, width, circle.head<2>(), circle.z()};
}

double FisheyePair::ThetaAt(double radius_px) const {
  double theta = radius_px / focal_px;
  for (int i = 0; i < 8; ++i) {
    theta -= (theta + cubic * theta * theta * theta - radius_px / focal_px) /
             (1 + 3 * cubic * theta * theta);
  }
  return theta;
}

Eigen::Vector2d FisheyePair::Project(size_t side, const Eigen::Vector3d& direction) const {
  const Eigen::Vector3d seen = lens_from_world[side] * direction;
  const double across = seen.head<2>().norm();
  const double theta = std::atan2(across, seen.z());
  const double radius = focal_px * (theta + cubic * theta * theta * theta);
  if (across < 1e-12) {
    return discs[side].centre;
  }
  return discs[side].centre + seen.head<2>() * (radius / across);
}

Eigen::Vector2d FisheyePair::ProjectMeeting(size_t side, const Eigen::Vector3d& direction) const {
  const double across = direction.head<2>().norm();
  if (meeting.empty() || across < 1e-9) {
    return Project(side, direction);
  }
  const double azimuth = std::atan2(direction.y(), direction.x());
  const double at =
      (azimuth < 0 ? azimuth + 2 * kPi : azimuth) / (2 * kPi) * static_cast<double>(meeting.size());
  const size_t before = static_cast<size_t>(at) % meeting.size();
  const double part = at - std::floor(at);
  const Eigen::Vector2d half =
      meeting[before] * (1 - part) + meeting[(before + 1) % meeting.size()] * part;
  // Parallax grows with the sine of the angle off the axis: none ahead, all of it in the ring.
  const Eigen::Vector2d off = (side == 0 ? across : -across) * half;
  const double theta = std::atan2(across, direction.z());
  return Project(side, RingDirection(azimuth + off.y(), theta + off.x()));
}

Eigen::Vector3d FisheyePair::Unproject(size_t side, const Eigen::Vector2d& pixel) const {
  const Eigen::Vector2d out = pixel - discs[side].centre;
  const double theta = ThetaAt(out.norm());
  return lens_from_world[side].transpose() * RingDirection(std::atan2(out.y(), out.x()), theta);
}

bool FisheyePair::Sees(size_t side, const Eigen::Vector2d& pixel) const {
  const FisheyeDisc& disc = discs[side];
  return (pixel - disc.centre).norm() < kUsable * disc.radius && pixel.x() > disc.left + 2 &&
         pixel.x() < disc.left + disc.width - 2 && pixel.y() > 2 &&
         pixel.y() < disc.picture->height - 2;
}

Eigen::Vector3d RingDirection(double azimuth, double theta) {
  return {
      std::sin(theta) * std::cos(azimuth), std::sin(theta) * std::sin(azimuth), std::cos(theta)};
}

Eigen::Matrix3d BackFromWorld(double roll) {
  return (Eigen::AngleAxisd(roll, Eigen::Vector3d::UnitZ()) *
          Eigen::AngleAxisd(kPi, Eigen::Vector3d::UnitY()))
      .toRotationMatrix();
}

}  // namespace disan::panorama
