#include "pipeline/clips/motion.h"

#include <cmath>

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(Motion, GoesFromNoughtToOneAndIsTheSameBackwards) {
  EXPECT_NEAR(EasedPart(0), 0, 1e-12);
  EXPECT_NEAR(EasedPart(0.5), 0.5, 1e-12);
  EXPECT_NEAR(EasedPart(1), 1, 1e-12);
  for (double t = 0; t <= 1; t += 0.01) {
    EXPECT_NEAR(EasedPart(t) + EasedPart(1 - t), 1, 1e-12);
  }
}

// Speed grows from nothing, never jumps, and is even in between.
TEST(Motion, StartsAndStopsWithoutAJerk) {
  constexpr int kSteps = 250;
  double last_speed = 0;
  for (int i = 1; i <= kSteps; ++i) {
    const double speed =
        (EasedPart(i / double{kSteps}) - EasedPart((i - 1) / double{kSteps})) * kSteps;
    EXPECT_GE(speed, 0);
    EXPECT_LT(std::abs(speed - last_speed), 0.045) << i;
    if (i > kSteps / 5 + 1 && i < kSteps * 4 / 5) {
      EXPECT_NEAR(speed, 1.25, 1e-9);
    }
    last_speed = speed;
  }
  EXPECT_LT(last_speed, 0.01);
}

TEST(Motion, APanLooksAtItsMiddleHalfWay) {
  EXPECT_EQ(PanYaw(0, 251, 20, 70), -15);
  EXPECT_NEAR(PanYaw(125, 251, 20, 70), 20, 1e-9);
  EXPECT_NEAR(PanYaw(250, 251, 20, 70), 55, 1e-9);
  EXPECT_EQ(PanYaw(0, 1, 20, 70), 20);
}

TEST(Motion, ATurnComesRoundWithoutStandingStill) {
  EXPECT_EQ(TurnAzimuth(0, 100, 28), 28);
  EXPECT_EQ(TurnAzimuth(100, 100, 28), 388);
  EXPECT_NEAR(TurnAzimuth(99, 100, 28), 388 - 3.6, 1e-9);
}

}  // namespace
}  // namespace disan
