#include "pipeline/privacy/followed_regions.h"

#include "pipeline/panorama/sphere.h"

#include <numbers>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace disan {
namespace {

using panorama::PlacedPhoto;

constexpr double kRadians = std::numbers::pi / 180;

PlacedPhoto PhotoAt(double yaw_deg, double pitch_deg) {
  PlacedPhoto photo{.file = "a.jpg", .width_px = 1200, .height_px = 800};
  // Solved on a picture of half the size, as the stages may do.
  photo.camera.lens = {
      .width_px = 600, .height_px = 400, .focal_px = 450, .k1 = -0.08, .shift_x_px = 3};
  photo.camera.world_from_camera =
      (Eigen::AngleAxisd(yaw_deg * kRadians, Eigen::Vector3d::UnitY()) *
       Eigen::AngleAxisd(pitch_deg * kRadians, Eigen::Vector3d::UnitX()))
          .toRotationMatrix();
  return photo;
}

double OffDeg(const PrivacyRegion& disc, const Eigen::Vector3d& direction) {
  const double yaw = disc.yaw_deg * kRadians;
  const double pitch = disc.pitch_deg * kRadians;
  const Eigen::Vector3d middle(
      std::cos(pitch) * std::sin(yaw), -std::sin(pitch), std::cos(pitch) * std::cos(yaw));
  return std::acos(std::clamp(middle.dot(direction), -1.0, 1.0)) / kRadians;
}

bool Covered(const std::vector<PrivacyRegion>& discs, const Eigen::Vector3d& direction) {
  return std::any_of(discs.begin(), discs.end(), [&](const PrivacyRegion& disc) {
    return OffDeg(disc, direction) <= disc.radius_deg;
  });
}

TEST(FollowedRegions, CoverEveryPixelOfTheRegion) {
  for (const auto& [yaw, pitch] : {std::pair{30.0, 0.0}, {179.0, -40.0}, {0.0, 85.0}}) {
    const PlacedPhoto photo = PhotoAt(yaw, pitch);
    for (const PhotoRegion& region : {PhotoRegion{100, 50, 200, 180},
                                      PhotoRegion{0, 0, 1200, 90},
                                      PhotoRegion{900, 20, 40, 700}}) {
      const auto discs = FollowedRegions(region, photo, 0);
      for (int k = 0; k <= 20; ++k) {
        for (int l = 0; l <= 20; ++l) {
          const Eigen::Vector2d pixel(region.left_px + region.width_px * k / 20 - 0.5,
                                      region.top_px + region.height_px * l / 20 - 0.5);
          const Eigen::Vector3d direction = panorama::DirectionsOf(photo, {pixel}).front();
          ASSERT_TRUE(Covered(discs, direction)) << yaw << " " << pitch << " " << pixel.transpose();
        }
      }
    }
  }
}

TEST(FollowedRegions, HideLittleMoreThanTheRegion) {
  const PlacedPhoto photo = PhotoAt(30, 0);
  const auto discs = FollowedRegions({500, 100, 40, 400}, photo, 0);
  // Twice the region's width away nothing is hidden any more.
  const auto beside = panorama::DirectionsOf(photo, {{640, 300}, {420, 300}, {520, 620}});
  for (const Eigen::Vector3d& direction : beside) {
    EXPECT_FALSE(Covered(discs, direction));
  }
}

TEST(FollowedRegions, AKnownPixelLandsWhereTheCameraLooks) {
  PlacedPhoto photo = PhotoAt(40, 20);
  photo.camera.lens.shift_x_px = 0;
  const auto discs = FollowedRegions({595, 395, 10, 10}, photo, 0);
  ASSERT_EQ(discs.size(), 1U);
  EXPECT_NEAR(discs[0].yaw_deg, 40, 0.05);
  EXPECT_NEAR(discs[0].pitch_deg, 20, 0.05);
}

TEST(FollowedRegions, ParallaxWidensThem) {
  const PlacedPhoto photo = PhotoAt(0, 0);
  const PhotoRegion region{500, 300, 50, 50};
  EXPECT_NEAR(FollowedRegions(region, photo, 1.5)[0].radius_deg,
              FollowedRegions(region, photo, 0)[0].radius_deg + 3,
              1e-9);
}

TEST(RegionsOfSphere, FollowTheGridOverTheSeam) {
  const auto discs = RegionsOfSphere({-20, 480, 40, 40}, 2000);
  ASSERT_EQ(discs.size(), 1U);
  EXPECT_NEAR(std::abs(discs[0].yaw_deg), 180, 0.2);
  EXPECT_NEAR(discs[0].pitch_deg, 0, 0.2);
}

TEST(RegionsOfSphere, TheWholePictureIsTheWholeSphere) {
  for (const PrivacyRegion& disc : RegionsOfSphere({0, 0, 2000, 1000}, 2000)) {
    EXPECT_GT(disc.radius_deg, 80);
  }
}

TEST(CamerasFile, ReadsBackWhatWasSolved) {
  panorama::PhotoSet photos(2);
  photos[0] = {.name = "ảnh 1.jpg", .width_px = 1200, .height_px = 800};
  photos[1] = {.name = "lac.jpg", .width_px = 1200, .height_px = 800};
  panorama::Stitched stitched;
  const PlacedPhoto truth = PhotoAt(33, -12);
  stitched.cameras = {truth.camera, truth.camera};
  stitched.placements.resize(2);
  stitched.placements[0].status = panorama::PlacementStatus::kPlaced;
  stitched.placements[1].status = panorama::PlacementStatus::kRejected;
  stitched.parallax_deg = {0.4, 0.1};
  const panorama::PlacedPhotos read =
      panorama::ParseCameras(panorama::EncodeCameras(photos, stitched));
  ASSERT_EQ(read.photos.size(), 1U);
  EXPECT_EQ(read.photos[0].file, "ảnh 1.jpg");
  EXPECT_EQ(read.photos[0].camera.lens, truth.camera.lens);
  EXPECT_EQ(read.photos[0].camera.world_from_camera, truth.camera.world_from_camera);
  EXPECT_EQ(read.parallax_deg, 0.4);
}

}  // namespace
}  // namespace disan
