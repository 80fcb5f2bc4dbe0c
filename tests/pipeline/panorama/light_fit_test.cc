#include "pipeline/panorama/light_fit.h"

#include "pipeline/panorama/pattern.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
const Lens kLens{.width_px = 240, .height_px = 360, .focal_px = 280};

// Encoded light by direction, 0 to 255.
using Sky = std::function<double(const Eigen::Vector3d&)>;

double Clouds(const Eigen::Vector3d& d) {
  return 150 + 12 * std::sin(7 * d.x() + 3 * d.z() + 1) + 9 * std::sin(9 * d.y() - 5 * d.x()) +
         6 * std::sin(13 * d.z() + 6 * d.y() + 2);
}

double Plain(const Eigen::Vector3d&) {
  return 180;
}

// Three photos of a row, the middle one with nothing to recognise; grain of two levels on each.
Alignment RowOfThree(const Sky& sky, const Eigen::Matrix3d& middle) {
  const std::vector<Eigen::Matrix3d> rotations = {
      RotationOf({-32, 45, 0}), middle, RotationOf({32, 45, 0})};
  std::mt19937_64 random(7);
  Alignment alignment;
  const LensMap lens(kLens);
  for (const Eigen::Matrix3d& rotation : rotations) {
    Features features;
    features.small = Image8(kLens.width_px, kLens.height_px, 3);
    for (int y = 0; y < kLens.height_px; ++y) {
      for (int x = 0; x < kLens.width_px; ++x) {
        const double value = sky(rotation * lens.Bearing({x, y})) + static_cast<int>(random() % 5);
        std::fill_n(features.small.At(x, y), 3, static_cast<uint8_t>(std::lround(value)));
      }
    }
    alignment.features.push_back(features);
  }
  SolveProblem& problem = alignment.cameras;
  problem.photos = {0, 2};
  problem.lens_of = {0, 0, 0};
  problem.sizes.assign(3, {kLens.width_px, kLens.height_px});
  problem.lenses = {{kLens, std::nullopt}};
  problem.world_from_camera = rotations;
  problem.unit_px.assign(3, 1);
  return alignment;
}

double OffDeg(const Eigen::Matrix3d& a, const Eigen::Matrix3d& b) {
  return Eigen::AngleAxisd(a.transpose() * b).angle() / kRadians;
}

Fit AlignMiddle(const Alignment& alignment, const Eigen::Matrix3d& expected) {
  const std::vector<Camera> cameras = CamerasOf(alignment.cameras);
  const MapsByPhoto maps = MapsOf(alignment, cameras, {0, 1, 2});
  const Surroundings surroundings(alignment, cameras, maps);
  return Candidate(surroundings, 1).Align(expected, 2);
}

TEST(LightFit, FindsAPhotoOfFaintCloudsThatIsFarFromWhereItWasExpected) {
  const Eigen::Matrix3d truth = RotationOf({5, 41, 1});  // 6 degrees off
  const Fit fit = AlignMiddle(RowOfThree(Clouds, truth), RotationOf({0, 45, 0}));
  EXPECT_LT(OffDeg(fit.rotation, truth), 0.1);
  EXPECT_LT(fit.spread, 0.02);
}

TEST(LightFit, WhereAllIsAlikeThePhotoStaysWhereItWasExpected) {
  const Fit fit = AlignMiddle(RowOfThree(Plain, RotationOf({5, 41, 1})), RotationOf({0, 45, 0}));
  EXPECT_LT(OffDeg(fit.rotation, RotationOf({0, 45, 0})), 0.5);
  EXPECT_LT(fit.spread, 0.02);
}

TEST(LightFit, LightThatBelongsElsewhereDoesNotFit) {
  const Sky other = [](const Eigen::Vector3d& d) { return 120 + 90 * std::sin(25 * d.x()); };
  Alignment alignment = RowOfThree(Clouds, RotationOf({0, 45, 0}));
  alignment.features[1] = RowOfThree(other, RotationOf({0, 45, 0})).features[1];
  EXPECT_GT(AlignMiddle(alignment, RotationOf({0, 45, 0})).spread, 0.12);
}

TEST(LightFit, APhotoAmongTheSurroundingsIsNotComparedWithItself) {
  const Eigen::Matrix3d truth = RotationOf({0.6, 44.8, 0});
  Alignment alignment = RowOfThree(Clouds, truth);
  alignment.cameras.photos = {0, 1, 2};
  alignment.cameras.world_from_camera[1] = RotationOf({0, 45, 0});
  EXPECT_LT(OffDeg(AlignMiddle(alignment, RotationOf({0, 45, 0})).rotation, truth), 0.25);
}

TEST(LightFit, ClippedLightSaysNothing) {
  const Sky white = [](const Eigen::Vector3d&) { return 251.0; };
  EXPECT_EQ(AlignMiddle(RowOfThree(white, RotationOf({0, 45, 0})), RotationOf({0, 45, 0})).overlap,
            0);
}

}  // namespace
}  // namespace disan::panorama
