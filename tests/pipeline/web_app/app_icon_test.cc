#include "pipeline/web_app/app_icon.h"

#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>

namespace disan {
namespace {

// Red is the yaw, green the pitch: what is seen says where it was looked at.
Image8 Directions(int width) {
  Image8 image(width, width / 2, 3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.At(x, y)[0] = static_cast<uint8_t>(x * 256 / width);
      image.At(x, y)[1] = static_cast<uint8_t>(y * 256 / image.height);
      image.At(x, y)[2] = 9;
    }
  }
  return image;
}

double YawAt(const Image8& icon, int x, int y) {
  return (icon.At(x, y)[0] + 0.5) / 256 * 360 - 180;
}
double PitchAt(const Image8& icon, int x, int y) {
  return 90 - (icon.At(x, y)[1] + 0.5) / 256 * 180;
}

TEST(AppIcon, LooksWhereTheVisitorLooksFirst) {
  const Image8 panorama = Directions(1024);
  for (const auto& [yaw, pitch] : {std::pair{0.0, 0.0}, {70.0, 0.0}, {-120.0, 25.0}}) {
    const Image8 icon = IconFromPanorama(panorama, yaw, pitch, 101);
    EXPECT_NEAR(YawAt(icon, 50, 50), yaw, 2);
    EXPECT_NEAR(PitchAt(icon, 50, 50), pitch, 1);
  }
}

TEST(AppIcon, IsRectilinearAndUpright) {
  const Image8 icon = IconFromPanorama(Directions(2048), 0, 0, 201);
  // Halfway to the edge lies atan(tan(32 deg) / 2), not half the angle.
  const double half = std::atan(std::tan(32 * M_PI / 180) / 2) * 180 / M_PI;
  EXPECT_NEAR(YawAt(icon, 150, 100), half, 1.6);
  EXPECT_NEAR(YawAt(icon, 50, 100), -half, 1.6);
  EXPECT_NEAR(PitchAt(icon, 100, 50), half, 1);
}

TEST(AppIcon, TheSeamBehindIsNotSeen) {
  const Image8 flat = [] {
    Image8 image(512, 256, 3);
    std::fill(image.pixels.begin(), image.pixels.end(), uint8_t{77});
    return image;
  }();
  for (const double yaw : {180.0, -180.0, 179.0, 540.0}) {
    const Image8 icon = IconFromPanorama(flat, yaw, 0, 64);
    for (const uint8_t value : icon.pixels) {
      ASSERT_EQ(value, 77);
    }
  }
}

TEST(AppIcon, ThePictureIsCutToItsMiddle) {
  Image8 wide(300, 100, 3);
  for (int y = 0; y < 100; ++y) {
    for (int x = 0; x < 300; ++x) {
      wide.At(x, y)[0] = x < 100 || x >= 200 ? 255 : 20;
    }
  }
  const Image8 icon = IconFromPicture(wide, 50);
  for (int x = 0; x < 50; ++x) {
    EXPECT_LT(icon.At(x, 25)[0], x == 0 || x == 49 ? 140 : 30) << x;
  }
}

TEST(AppIcon, TheFrameLeavesTheSafeZoneAlone) {
  Image8 icon = PlainIcon(200);
  const Image8 before = icon;
  DrawIconFrame(icon);
  EXPECT_NE(icon.pixels, before.pixels);
  for (int y = 20; y < 180; ++y) {
    for (int x = 20; x < 180; ++x) {
      EXPECT_EQ(icon.At(x, y)[0], before.At(x, y)[0]);
    }
  }
}

}  // namespace
}  // namespace disan
