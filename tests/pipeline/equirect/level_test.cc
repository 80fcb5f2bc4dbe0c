#include "pipeline/equirect/level.h"

#include "tests/pipeline/tiles/smooth_sphere.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::EquirectDirection;
using testing::SmoothSphere;

TEST(RotateEquirect, EveryTexelHasTheColourOfWhereItLooked) {
  const Image8 image = SmoothSphere(320, 160);
  for (const auto& [yaw, pitch, roll] :
       {std::tuple{0.0, 0.0, 0.0}, {30.0, 0.0, 0.0}, {0.0, 8.0, -3.0}, {100.0, 70.0, 45.0}}) {
    const Rotation r = RotationOf(yaw, pitch, roll);
    const Image8 turned = RotateEquirect(image, r, {});
    const double worst = testing::WorstError(turned, [&](int x, int y) {
      const auto d = EquirectDirection((x + 0.5) / 320, (y + 0.5) / 160);
      return std::array<double, 3>{r[0] * d[0] + r[3] * d[1] + r[6] * d[2],
                                   r[1] * d[0] + r[4] * d[1] + r[7] * d[2],
                                   r[2] * d[0] + r[5] * d[1] + r[8] * d[2]};
    });
    EXPECT_LE(worst, 1.6) << yaw << " " << pitch << " " << roll;
  }
}

TEST(RotateEquirect, SignsAreAsTheHeaderSays) {
  const auto turned = [](const Rotation& r, std::array<double, 3> d) {
    return std::array<double, 3>{r[0] * d[0] + r[1] * d[1] + r[2] * d[2],
                                 r[3] * d[0] + r[4] * d[1] + r[5] * d[2],
                                 r[6] * d[0] + r[7] * d[1] + r[8] * d[2]};
  };
  EXPECT_NEAR(turned(RotationOf(90, 0, 0), {0, 0, 1})[0], 1, 1e-12);  // forward goes right
  EXPECT_NEAR(turned(RotationOf(0, 90, 0), {0, 0, 1})[1], 1, 1e-12);  // forward goes up
  EXPECT_NEAR(turned(RotationOf(0, 0, 90), {0, 1, 0})[0], 1, 1e-12);  // up goes right
}

TEST(RotateEquirect, SixteenBitsAndAnyThreads) {
  Image16 image(128, 64, 3);
  for (size_t i = 0; i < image.pixels.size(); ++i) {
    image.pixels[i] = static_cast<uint16_t>((i * 2654435761u) >> 16);
  }
  const Rotation r = RotationOf(10, 20, 30);
  EXPECT_EQ(RotateEquirect(image, r, {.threads = 1}).pixels,
            RotateEquirect(image, r, {.threads = 3}).pixels);
  // A little of the neighbours: filters widen with the latitude.
  EXPECT_NEAR(
      RotateEquirect(image, RotationOf(0, 0, 0), {}).At(60, 32)[1], image.At(60, 32)[1], 100);
}

}  // namespace
}  // namespace disan
