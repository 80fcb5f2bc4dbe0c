#include "datasets/camera.h"

#include "datasets/stations.h"

#include <gtest/gtest.h>

namespace disan::world {
namespace {

Camera Wide() {
  return {.width_px = 640,
          .height_px = 427,
          .focal_px = 355,
          .k1 = -0.03F,
          .world_from_camera = WorldFromPanorama(30) * PanoramaFromPhoto(70, -20, 5)};
}

void ExpectRoundTrip(const Camera& camera, float tolerance_px) {
  for (const Vec2 p : {Vec2{0, 0}, Vec2{319.5F, 213}, Vec2{500, 40}, Vec2{100, 400}}) {
    const auto direction = DirectionOf(camera, p.x, p.y);
    ASSERT_TRUE(direction);
    EXPECT_NEAR(Length(*direction), 1, 1e-5F);
    const auto back = PixelOf(camera, *direction);
    ASSERT_TRUE(back);
    EXPECT_NEAR(back->x, p.x, tolerance_px);
    EXPECT_NEAR(back->y, p.y, tolerance_px);
  }
}

TEST(Camera, PixelAndDirectionAreInverse) {
  ExpectRoundTrip(Wide(), 0.01F);
  ExpectRoundTrip({.lens = Lens::kEquirectangular, .width_px = 1024, .height_px = 512}, 0.01F);
  ExpectRoundTrip({.lens = Lens::kFisheye, .width_px = 640, .height_px = 640, .focal_px = 200},
                  0.01F);
}

TEST(Camera, PanoramaMiddleLooksAlongItsHeading) {
  const Mat3 east = WorldFromPanorama(90);
  EXPECT_NEAR(east.z.x, 1, 1e-6F);                   // forward is east
  EXPECT_NEAR((east * Vec3{1, 0, 0}).z, 1, 1e-6F);   // right is south
  EXPECT_NEAR((east * Vec3{0, 1, 0}).y, -1, 1e-6F);  // down is down
}

TEST(Camera, PositivePitchLooksUp) {
  EXPECT_LT((PanoramaFromPhoto(0, 45, 0) * Vec3{0, 0, 1}).y, -0.7F);
}

TEST(Camera, NothingIsSeenBehindOrOutsideTheFisheyesCircle) {
  const Camera wide = Wide();
  EXPECT_FALSE(PixelOf(wide, -(wide.world_from_camera * Vec3{0, 0, 1})));
  Camera fisheye{.lens = Lens::kFisheye,
                 .width_px = 400,
                 .height_px = 400,
                 .focal_px = 120,
                 .reach_rad = 1.6F};
  EXPECT_FALSE(DirectionOf(fisheye, 0, 0));
  EXPECT_TRUE(DirectionOf(fisheye, 200, 10));
}

TEST(Stations, LinkYawPointsAtTheOtherStation) {
  const Station north{.position = {0, 1.6F, 0}, .heading_deg = 0};
  EXPECT_NEAR(YawTo(north, {5, 1.6F, 0}), 90, 1e-3F);  // east is to the right of north
  EXPECT_NEAR(YawTo(north, {0, 6.6F, -5}), 0, 1e-3F);
  EXPECT_NEAR(PitchTo(north, {0, 6.6F, -5}), 45, 1e-3F);
  const Station west{.position = {0, 1.6F, 0}, .heading_deg = 270};
  EXPECT_NEAR(YawTo(west, {0, 1.6F, -3}), 90, 1e-3F);
}

}  // namespace
}  // namespace disan::world
