#include "pipeline/equirect/check.h"

#include "tests/pipeline/tiles/smooth_sphere.h"

#include <cmath>

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::SmoothSphere;

TEST(CheckEquirect, AWholeSphereHasNothingToSay) {
  const GPano pano{.full_width_px = 256,
                   .full_height_px = 128,
                   .cropped_width_px = 256,
                   .cropped_height_px = 128};
  EXPECT_TRUE(CheckEquirect(SmoothSphere(256, 128), pano).empty());
  EXPECT_TRUE(CheckEquirect(SmoothSphere(256, 128), std::nullopt).empty());
}

TEST(CheckEquirect, ASquareIsAnError) {
  EXPECT_TRUE(HasErrors(CheckEquirect(SmoothSphere(128, 128), std::nullopt)));
  EXPECT_TRUE(HasErrors(CheckEquirect({}, std::nullopt)));
}

TEST(CheckEquirect, GPanoOfAnotherPictureIsAnError) {
  EXPECT_TRUE(HasErrors(
      CheckEquirect(SmoothSphere(256, 128), GPano{.full_width_px = 8192, .full_height_px = 4096})));
}

TEST(CheckEquirect, ASteepPlaceAtTheEdgeIsNoSeam) {
  Image8 image(512, 128, 3);
  for (int y = 0; y < 128; ++y) {
    const double away = std::sin(3.14159265 * (y + 0.5) / 128);
    for (int x = 0; x < 512; ++x) {  // steep round the edge, flat elsewhere
      const double lon = 2 * 3.14159265 * (x + 0.5) / 512;
      const double value =
          128 + 90 * away * std::tanh(1.5 * std::sin(lon)) * std::pow(std::cos(lon / 2), 2);
      std::fill_n(image.At(x, y), 3, static_cast<uint8_t>(value));
    }
  }
  EXPECT_LT(MeasureEquirect(image).seam_ratio, 1.5);
}

TEST(CheckEquirect, ASeamAHoleAndACroppedTopAreWarnings) {
  Image8 seam = SmoothSphere(256, 128);
  for (int y = 0; y < 128; ++y) {
    seam.At(255, y)[0] = static_cast<uint8_t>(seam.At(255, y)[0] ^ 0x40);
  }
  EXPECT_EQ(CheckEquirect(seam, std::nullopt).size(), 1u);
  Image8 hole = SmoothSphere(256, 128);
  for (int y = 60; y < 70; ++y) {
    std::fill_n(hole.At(100, y), 30, uint8_t{0});
  }
  EXPECT_EQ(CheckEquirect(hole, std::nullopt).size(), 1u);
  const Image8 whole = SmoothSphere(256, 256);
  Image8 cropped(256, 128, 3);
  std::copy_n(whole.At(0, 64), cropped.pixels.size(), cropped.pixels.begin());
  EXPECT_EQ(CheckEquirect(cropped, std::nullopt).size(), 1u);
}

}  // namespace
}  // namespace disan
