#include "pipeline/tiles/equirect_pyramid.h"

#include "tests/pipeline/tiles/smooth_sphere.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::SmoothSphere;
using testing::WorstEquirectError;

TEST(EquirectPyramid, HalvesKeepTheSphereUpToThePolesAndTheSeam) {
  Image8 image = SmoothSphere(512, 256);
  while (image.width > 64) {
    image = HalveEquirect(image, {});
    EXPECT_LE(WorstEquirectError(image), 1.6) << image.width;
  }
}

TEST(EquirectPyramid, ResizeKeepsTheSphereAtOddSizes) {
  const Image8 image = SmoothSphere(301, 151);
  for (const auto& [width, height] : {std::pair{300, 150}, {257, 129}, {128, 64}, {640, 320}}) {
    EXPECT_LE(WorstEquirectError(ResizeEquirect(image, width, height, {})), 2.0) << width;
  }
}

TEST(EquirectPyramid, ATurnedPictureGivesTheTurnedHalf) {
  Image8 image(128, 64, 3);
  for (size_t i = 0; i < image.pixels.size(); ++i) {
    image.pixels[i] = static_cast<uint8_t>((i * 2654435761u) >> 24);
  }
  Image8 turned = image;
  for (int y = 0; y < image.height; ++y) {
    std::rotate_copy(
        image.At(0, y), image.At(0, y) + 40 * 3, image.At(0, y) + 128 * 3, turned.At(0, y));
  }
  const Image8 half = HalveEquirect(image, {});
  const Image8 turned_half = HalveEquirect(turned, {});
  for (int y = 0; y < half.height; ++y) {
    for (int x = 0; x < half.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        ASSERT_EQ(turned_half.At(x, y)[c], half.At((x + 20) % 64, y)[c]) << x << " " << y;
      }
    }
  }
}

TEST(EquirectPyramid, FineStripesBecomeGreyInsteadOfCoarseStripes) {
  Image8 image(256, 128, 3);
  for (int y = 0; y < 128; ++y) {
    for (int x = 0; x < 256; ++x) {
      std::fill_n(image.At(x, y), 3, static_cast<uint8_t>(x % 2 == 0 ? 0 : 254));
    }
  }
  for (const uint8_t v : HalveEquirect(image, {}).pixels) {
    ASSERT_NEAR(v, 127, 1);
  }
}

}  // namespace
}  // namespace disan
