// Where the largest black place of a panorama lies.
#include "pipeline/panorama/hole.h"

#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

constexpr int kWidth = 1440;  // four pixels a degree

std::vector<uint8_t> Whole() {
  return std::vector<uint8_t>(kWidth * kWidth / 2, 1);
}

// Degrees, from the left edge and from the top.
void Cut(std::vector<uint8_t>& covered, int left, int right, int top, int bottom) {
  for (int y = top * 4; y < bottom * 4; ++y) {
    for (int x = left * 4; x < right * 4; ++x) {
      covered[static_cast<size_t>(y * kWidth + x)] = 0;
    }
  }
}

TEST(Hole, AWholeSphereHasNone) {
  EXPECT_EQ(LargestHole(Whole(), kWidth).share, 0);
}

TEST(Hole, TheLargestIsNamedByItsMiddleAndItsShare) {
  std::vector<uint8_t> covered = Whole();
  Cut(covered, 100, 110, 90, 100);
  Cut(covered, 280, 320, 30, 50);
  const Hole hole = LargestHole(covered, kWidth);
  EXPECT_NEAR(hole.yaw_deg, 120, 0.5);
  EXPECT_NEAR(hole.pitch_deg, 50, 0.5);
  EXPECT_NEAR(hole.share, 0.0124, 0.0005);  // 40 degrees of 360 between 40 and 60 of height
}

TEST(Hole, OneAcrossTheLeftAndRightEdgeIsOne) {
  std::vector<uint8_t> covered = Whole();
  Cut(covered, 0, 10, 85, 95);
  Cut(covered, 350, 360, 85, 95);
  Cut(covered, 100, 115, 85, 95);
  const Hole hole = LargestHole(covered, kWidth);
  EXPECT_NEAR(hole.yaw_deg, 180, 0.5);
  EXPECT_NEAR(hole.pitch_deg, 0, 0.5);
}

TEST(Hole, TheZenithIsStraightUp) {
  std::vector<uint8_t> covered = Whole();
  Cut(covered, 0, 360, 0, 15);
  EXPECT_NEAR(LargestHole(covered, kWidth).pitch_deg, 90, 0.5);
}

TEST(Hole, WhatIsFilledBelowIsNone) {
  std::vector<uint8_t> covered = Whole();
  Cut(covered, 0, 360, 150, 180);
  Cut(covered, 100, 110, 90, 100);
  EXPECT_NEAR(LargestHole(covered, kWidth, -60).pitch_deg, -5, 0.5);
  EXPECT_NEAR(LargestHole(covered, kWidth).pitch_deg, -90, 0.5);
}

}  // namespace
}  // namespace disan::panorama
