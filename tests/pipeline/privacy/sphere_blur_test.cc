#include "pipeline/privacy/sphere_blur.h"

#include "tests/pipeline/tiles/smooth_sphere.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

double AngleDeg(int x, int y, const Image8& image, const PrivacyRegion& region) {
  const auto a = testing::EquirectDirection((x + 0.5) / image.width, (y + 0.5) / image.height);
  const auto b =
      testing::EquirectDirection(region.yaw_deg / 360 + 0.5, 0.5 - region.pitch_deg / 180);
  return std::acos(std::clamp(a[0] * b[0] + a[1] * b[1] + a[2] * b[2], -1.0, 1.0)) * 180 / M_PI;
}

Image8 Noise(int width, int height, uint32_t seed) {
  Image8 image(width, height, 3);
  for (uint8_t& v : image.pixels) {
    seed = seed * 1664525 + 1013904223;
    v = static_cast<uint8_t>(seed >> 24);
  }
  return image;
}

const std::vector<PrivacyRegion> kPlaces = {{.yaw_deg = 20, .pitch_deg = 10, .radius_deg = 12},
                                            {.yaw_deg = 180, .pitch_deg = 0, .radius_deg = 12},
                                            {.yaw_deg = 0, .pitch_deg = 88, .radius_deg = 12}};

TEST(BlurRegions, TouchesNothingBeyondTheRing) {
  for (const PrivacyRegion& region : kPlaces) {
    const Image8 before = Noise(360, 180, 1);
    Image8 after = before;
    BlurRegions(after, {region});
    for (int y = 0; y < 180; ++y) {
      for (int x = 0; x < 360; ++x) {
        if (AngleDeg(x, y, before, region) > 16.01) {
          ASSERT_TRUE(std::equal(after.At(x, y), after.At(x, y) + 3, before.At(x, y)));
        }
      }
    }
  }
}

TEST(BlurRegions, WhatHasTheSameAveragesLooksTheSame) {
  // Two pictures that differ by 120 levels in every pixel, but only in fine structure, become one
  // inside, to within what a column more or less moves an average of twelve.
  for (const PrivacyRegion& region : kPlaces) {
    Image8 first(720, 360, 3);
    Image8 second(720, 360, 3);
    for (int y = 0; y < 360; ++y) {
      for (int x = 0; x < 720; ++x) {
        std::fill_n(first.At(x, y), 3, static_cast<uint8_t>(x % 2 == 0 ? 60 : 180));
        std::fill_n(second.At(x, y), 3, static_cast<uint8_t>(x % 2 == 0 ? 180 : 60));
      }
    }
    BlurRegions(first, {region});
    BlurRegions(second, {region});
    for (int y = 0; y < 360; ++y) {
      for (int x = 0; x < 720; ++x) {
        if (AngleDeg(x, y, first, region) < 12) {
          ASSERT_NEAR(first.At(x, y)[0], second.At(x, y)[0], 12) << x << " " << y;
          ASSERT_NEAR(first.At(x, y)[0], 120, 12);
        }
      }
    }
  }
}

TEST(BlurRegions, SixteenBitsToo) {
  Image16 image(90, 45, 3);
  for (size_t i = 0; i < image.pixels.size(); ++i) {
    image.pixels[i] = i % 2 == 0 ? 0 : 60000;
  }
  BlurRegions(image, {{.yaw_deg = 0, .pitch_deg = 0, .radius_deg = 30}});
  EXPECT_NEAR(image.At(45, 22)[0], 30000, 4000);
}

}  // namespace
}  // namespace disan
