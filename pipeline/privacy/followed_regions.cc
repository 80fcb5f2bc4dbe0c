#include "pipeline/privacy/followed_regions.h"

#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace disan {
namespace {

using Directions = std::vector<Eigen::Vector3d>;
using Pixels = std::vector<Eigen::Vector2d>;
// Bearings of pixels, wherever they come from.
using Look = std::function<Directions(const Pixels&)>;

constexpr int kStepsASide = 8;
constexpr double kMargin = 1.1;         // of the radius
constexpr double kSolveSlackDeg = 0.2;  // the solve itself, and rounding
constexpr double kParallaxReach = 2;    // the upper quartile is not the worst
constexpr int kMostDiscs = 12;
constexpr double kWholeSphereDeg = 179.9;
constexpr double kDegrees = 180 / std::numbers::pi;

Pixels OutlineOf(const PhotoRegion& region) {
  Pixels outline;
  for (int k = 0; k < kStepsASide; ++k) {
    const double t = static_cast<double>(k) / kStepsASide;
    const double right = region.left_px + region.width_px;
    const double bottom = region.top_px + region.height_px;
    // Pixel centres have whole numbers: the edge of the picture lies at -0.5.
    const double x = region.left_px + t * region.width_px - 0.5;
    const double y = region.top_px + t * region.height_px - 0.5;
    outline.insert(outline.end(),
                   {{x, region.top_px - 0.5},
                    {right - 0.5, y},
                    {right - (x - region.left_px) - 1, bottom - 0.5},
                    {region.left_px - 0.5, bottom - (y - region.top_px) - 1}});
  }
  return outline;
}

// Pieces about as long as wide.
std::vector<PhotoRegion> Squares(const PhotoRegion& region) {
  const bool wide = region.width_px >= region.height_px;
  const double longer = std::max(region.width_px, region.height_px);
  const double shorter = std::max(std::min(region.width_px, region.height_px), 1.0);
  const int count = std::clamp(static_cast<int>(std::lround(longer / shorter)), 1, kMostDiscs);
  std::vector<PhotoRegion> squares;
  for (int k = 0; k < count; ++k) {
    PhotoRegion square = region;
    double& from = wide ? square.left_px : square.top_px;
    double& length = wide ? square.width_px : square.height_px;
    length /= count;
    from += k * length;
    squares.push_back(square);
  }
  return squares;
}

PrivacyRegion DiscRound(const Directions& outline, double slack_deg) {
  Eigen::Vector3d middle = Eigen::Vector3d::Zero();
  for (const Eigen::Vector3d& direction : outline) {
    middle += direction;
  }
  if (middle.norm() < 1e-3) {  // all round: there is no middle
    return {.radius_deg = kWholeSphereDeg};
  }
  middle.normalize();
  double widest = 0;
  for (const Eigen::Vector3d& direction : outline) {
    widest = std::max(widest, std::acos(std::clamp(direction.dot(middle), -1.0, 1.0)));
  }
  return {.yaw_deg = std::atan2(middle.x(), middle.z()) * kDegrees,
          .pitch_deg = std::asin(std::clamp(-middle.y(), -1.0, 1.0)) * kDegrees,
          .radius_deg = std::min(widest * kDegrees * kMargin + slack_deg, kWholeSphereDeg)};
}

std::vector<PrivacyRegion> Followed(const PhotoRegion& region, const Look& look, double slack_deg) {
  std::vector<PrivacyRegion> discs;
  for (const PhotoRegion& square : Squares(region)) {
    discs.push_back(DiscRound(look(OutlineOf(square)), slack_deg));
  }
  return discs;
}

}  // namespace

std::vector<PrivacyRegion> FollowedRegions(const PhotoRegion& region,
                                           const panorama::PlacedPhoto& photo,
                                           double parallax_deg) {
  const Look look = [&](const Pixels& pixels) { return panorama::DirectionsOf(photo, pixels); };
  return Followed(region, look, kSolveSlackDeg + kParallaxReach * parallax_deg);
}

std::vector<PrivacyRegion> RegionsOfSphere(const PhotoRegion& region, int width_px) {
  const Look look = [&](const Pixels& pixels) {
    Directions directions;
    for (const Eigen::Vector2d& pixel : pixels) {
      directions.push_back(panorama::DirectionAt(pixel.x(), pixel.y(), width_px));
    }
    return directions;
  };
  return Followed(region, look, 0);
}

}  // namespace disan
