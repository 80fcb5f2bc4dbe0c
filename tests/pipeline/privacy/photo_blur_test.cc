#include "pipeline/privacy/photo_blur.h"

#include "tests/pipeline/privacy/correlation.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::Correlation;
using testing::Noise;

constexpr PhotoRegion kFace = {.left_px = 60, .top_px = 40, .width_px = 48, .height_px = 64};

TEST(BlurRectangles, NothingOfTheFinePatternIsLeft) {
  const Image8 before = Noise(240, 180, 3, 2);
  Image8 after = before;
  BlurRectangles(after, {kFace});
  EXPECT_LT(Correlation(before, after, 60, 40, 48, 64), 0.25);
  EXPECT_GT(Correlation(before, after, 140, 40, 48, 64), 0.999);
}

TEST(BlurRectangles, WhatHasTheSameAveragesBecomesTheSamePicture) {
  Image8 first(200, 200, 3);
  Image8 second(200, 200, 3);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      std::fill_n(first.At(x, y), 3, static_cast<uint8_t>((x + y) % 2 == 0 ? 40 : 200));
      std::fill_n(second.At(x, y), 3, static_cast<uint8_t>((x + y) % 2 == 0 ? 200 : 40));
    }
  }
  BlurRectangles(first, {kFace});
  BlurRectangles(second, {kFace});
  for (int y = 40; y < 104; ++y) {
    for (int x = 60; x < 108; ++x) {
      ASSERT_NEAR(first.At(x, y)[0], second.At(x, y)[0], 4) << x << " " << y;
    }
  }
}

TEST(BlurRectangles, TouchesNothingBeyondItsBorder) {
  const Image8 before = Noise(240, 180, 3, 1);
  Image8 after = before;
  BlurRectangles(after, {kFace});
  for (int y = 0; y < 180; ++y) {
    for (int x = 0; x < 240; ++x) {
      if (x < 60 - 9 || x > 107 + 9 || y < 40 - 9 || y > 103 + 9) {
        ASSERT_TRUE(std::equal(after.At(x, y), after.At(x, y) + 3, before.At(x, y)));
      }
    }
  }
}

TEST(BlurRectangles, ARegionPartlyOrWhollyOutsideIsNoFault) {
  Image8 image = Noise(50, 40, 3, 1);
  const Image8 before = image;
  BlurRectangles(image, {{.left_px = 60, .top_px = 0, .width_px = 10, .height_px = 10}});
  EXPECT_EQ(image.pixels, before.pixels);
  BlurRectangles(image, {{.left_px = 40, .top_px = 30, .width_px = 1e6, .height_px = 1e6}});
  EXPECT_NE(image.pixels, before.pixels);
  BlurRectangles(image, {{.left_px = 0, .top_px = 0, .width_px = 0.4, .height_px = 0.4}});
}

}  // namespace
}  // namespace disan
