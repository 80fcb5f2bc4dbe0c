#include "pipeline/panorama/nadir.h"

#include "pipeline/panorama/sphere.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

constexpr int kWidth = 512;

// A tiled floor below, plain walls above; what lies closer than `hole_deg` to the nadir was not
// photographed.
uint16_t GreyAt(const Eigen::Vector3d& direction) {
  if (direction.y() < 0.3) {
    return 30000;
  }
  const double u = direction.x() / direction.y() * 6;
  const double v = direction.z() / direction.y() * 6;
  const bool joint = u - std::floor(u) < 0.15 || v - std::floor(v) < 0.15;
  return joint ? 12000 : 42000;
}

Composite FloorWithHole(double hole_deg) {
  Composite composite{Image16(kWidth, kWidth / 2, 3), {}, 0.97};
  composite.covered.assign(static_cast<size_t>(kWidth) * (kWidth / 2), 1);
  const double edge = std::cos(hole_deg * std::numbers::pi / 180);
  for (int y = 0; y < kWidth / 2; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const Eigen::Vector3d direction = DirectionAt(x, y, kWidth);
      const bool seen = direction.y() < edge;
      composite.covered[static_cast<size_t>(y) * kWidth + static_cast<size_t>(x)] = seen ? 1 : 0;
      for (int c = 0; c < 3; ++c) {
        composite.pixels.At(x, y)[c] = seen ? GreyAt(direction) : uint16_t{0};
      }
    }
  }
  return composite;
}

struct Look {
  double mean = 0;
  double deviation = 0;
  int darkest = 65535;
};

Look BelowRow(const Composite& composite, double hole_deg) {
  Look look;
  double squares = 0;
  double count = 0;
  const int first = kWidth / 2 - static_cast<int>(hole_deg / 180 * kWidth / 2) + 1;
  for (int y = first; y < kWidth / 2; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const int value = composite.pixels.At(x, y)[0];
      const double weight = RowWeight(y, kWidth / 2);
      look.mean += weight * value;
      squares += weight * value * value;
      count += weight;
      look.darkest = std::min(look.darkest, value);
    }
  }
  look.mean /= count;
  look.deviation = std::sqrt(squares / count - look.mean * look.mean);
  return look;
}

TEST(Nadir, IsFilledWithTheFloorsOwnTexture) {
  Composite composite = FloorWithHole(18);
  const Composite before = composite;
  const Nadir nadir = CloseNadir(composite, {});
  EXPECT_EQ(nadir.state, NadirState::kFilled);
  EXPECT_NEAR(nadir.radius_deg, 18, 1);
  EXPECT_NEAR(nadir.share, 0.0245, 0.004);
  const Look filled = BelowRow(composite, 18);
  const Look floor = BelowRow(FloorWithHole(0.001), 18);
  EXPECT_NEAR(filled.mean, floor.mean, 0.12 * floor.mean);
  EXPECT_GT(filled.deviation, 0.5 * floor.deviation) << "smeared";
  EXPECT_GT(filled.darkest, 8000) << "black left";
  const int above = kWidth / 2 - static_cast<int>(25.0 / 180 * kWidth / 2);
  for (int x = 0; x < kWidth; ++x) {
    for (int y = 0; y < above; ++y) {
      ASSERT_EQ(composite.pixels.At(x, y)[0], before.pixels.At(x, y)[0]);
    }
  }
}

TEST(Nadir, IsTheSameOnEveryRun) {
  Composite one = FloorWithHole(15);
  Composite other = one;
  CloseNadir(one, {});
  CloseNadir(other, {});
  EXPECT_EQ(one.pixels.pixels, other.pixels.pixels);
}

TEST(Nadir, IsCoveredByADiscOrLeftWhenAsked) {
  Composite disc = FloorWithHole(15);
  EXPECT_EQ(CloseNadir(disc, {.mode = NadirMode::kDisc}).state, NadirState::kDisc);
  EXPECT_GT(BelowRow(disc, 14).darkest, 10000);
  Composite left = FloorWithHole(15);
  EXPECT_EQ(CloseNadir(left, {.mode = NadirMode::kLeave}).state, NadirState::kLeft);
  EXPECT_EQ(BelowRow(left, 14).mean, 0);
}

// The stand's head, seen from above: dark, round, photographed.
Composite FloorWithStand(double radius_deg, uint16_t tone, bool round = true) {
  Composite composite = FloorWithHole(0);
  for (int y = 0; y < kWidth / 2; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const Eigen::Vector3d direction = DirectionAt(x, y, kWidth);
      const double lean = round ? 0 : 0.06 * direction.x();
      if (direction.y() + lean > std::cos(radius_deg * std::numbers::pi / 180)) {
        for (int c = 0; c < 3; ++c) {
          composite.pixels.At(x, y)[c] = static_cast<uint16_t>(tone + (x * 7 + y * 3) % 500);
        }
      }
    }
  }
  return composite;
}

TEST(Nadir, TheStandIsReplacedByGround) {
  Composite composite = FloorWithStand(14, 5000);
  const Nadir nadir = CloseNadir(composite, {});
  EXPECT_EQ(nadir.state, NadirState::kFilled);
  EXPECT_TRUE(nadir.over_stand);
  EXPECT_NEAR(nadir.radius_deg, 14, 1);
  EXPECT_EQ(nadir.share, 0);
  EXPECT_GT(BelowRow(composite, 13).darkest, 9000);
}

TEST(Nadir, WhatIsNoStandIsNotPaintedOver) {
  for (Composite& composite : std::vector<Composite>{FloorWithHole(0),
                                                     FloorWithStand(14, 30000),           // light
                                                     FloorWithStand(2, 5000),             // a drain
                                                     FloorWithStand(40, 5000),            // a room
                                                     FloorWithStand(14, 5000, false)}) {  // aside
    const Image16 before = composite.pixels;
    EXPECT_EQ(CloseNadir(composite, {}).state, NadirState::kPhotographed);
    EXPECT_EQ(composite.pixels.pixels, before.pixels);
  }
  Composite kept = FloorWithStand(14, 5000);
  const Image16 before = kept.pixels;
  CloseNadir(kept, {.mode = NadirMode::kLeave});
  EXPECT_EQ(kept.pixels.pixels, before.pixels);
}

TEST(Nadir, NothingIsMadeUpWhereItWasPhotographedOrWhereTooMuchIsMissing) {
  Composite whole = FloorWithHole(0.001);
  EXPECT_EQ(CloseNadir(whole, {}).state, NadirState::kPhotographed);
  Composite wide = FloorWithHole(50);
  const Composite before = wide;
  EXPECT_EQ(CloseNadir(wide, {}).state, NadirState::kTooWide);
  EXPECT_EQ(wide.pixels.pixels, before.pixels.pixels);
}

}  // namespace
}  // namespace disan::panorama
