#include "pipeline/panorama/compose.h"

#include "pipeline/panorama/developed.h"
#include "pipeline/panorama/pattern.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

constexpr int kWidth = 1024;
constexpr int kSeamWidth = 512;

// Plain photos, each in a grey of its own.
struct Greys {
  PhotoSet photos;
  std::vector<Camera> cameras;
  Light light;

  void Add(const Stand& stand, uint8_t level) {
    Image8 picture(320, 240, 3);
    std::fill(picture.pixels.begin(), picture.pixels.end(), level);
    photos.push_back({.name = "grey", .width_px = picture.width, .height_px = picture.height});
    photos.back().read = [picture](int) { return Result<Pixels>::Of(picture); };
    cameras.push_back(
        {Lens{.width_px = picture.width, .height_px = picture.height, .focal_px = 277},
         RotationOf(stand)});
    light.gain.push_back({1, 1, 1});
    light.vignetting.emplace_back();
  }

  // Every cell belongs to the photo that sees it nearest to its middle.
  SeamMap Seams() const {
    SeamMap seams{kSeamWidth, {}};
    for (int y = 0; y < kSeamWidth / 2; ++y) {
      for (int x = 0; x < kSeamWidth; ++x) {
        const Eigen::Vector3d direction = DirectionAt(x, y, kSeamWidth);
        int16_t best = -1;
        double nearest = -1;
        for (size_t i = 0; i < cameras.size(); ++i) {
          const LensMap lens(cameras[i].lens);
          Eigen::Vector2d pixel;
          const double along = cameras[i].world_from_camera.col(2).dot(direction);
          if (along > nearest &&
              lens.Project(cameras[i].world_from_camera.transpose() * direction, pixel) &&
              lens.Inside(pixel, 0)) {
            nearest = along;
            best = static_cast<int16_t>(i);
          }
        }
        seams.photo.push_back(best);
      }
    }
    return seams;
  }
};

// The largest step between neighbours within `reach_deg` of the middle, levels of 255.
double LargestStep(const Composite& composite, double middle_pitch_deg, double reach_deg) {
  const Eigen::Vector3d middle = RotationOf({0, middle_pitch_deg, 0}).col(2);
  const auto covered = [&](int x, int y) {
    return composite.covered[static_cast<size_t>(y) * kWidth + static_cast<size_t>(x)] != 0;
  };
  const auto level = [&](int x, int y) { return composite.pixels.At(x, y)[1] / 257.0; };
  double largest = 0;
  for (int y = 1; y + 1 < kWidth / 2; ++y) {
    for (int x = 1; x + 1 < kWidth; ++x) {
      const bool near =
          std::acos(std::min(1.0, DirectionAt(x, y, kWidth).dot(middle))) < reach_deg * M_PI / 180;
      if (near && covered(x, y) && covered(x + 1, y) && covered(x, y + 1)) {
        largest = std::max({largest,
                            std::abs(level(x + 1, y) - level(x, y)),
                            std::abs(level(x, y + 1) - level(x, y))});
      }
    }
  }
  return largest;
}

TEST(Compose, WhereThreePhotosEndAtOnePlaceTheirLightTurnsSoftly) {
  Greys greys;
  greys.Add({-27, 0, 0}, 120);
  greys.Add({27, 0, 0}, 126);
  greys.Add({0, 40, 0}, 134);
  const Composite composite = Compose(
      greys.photos, greys.cameras, greys.Seams(), greys.light, {.width = kWidth}, {.threads = 1});
  EXPECT_LT(LargestStep(composite, 20, 14), 1.5);
}

TEST(Compose, WhatNoPhotoSeesStaysBlack) {
  Greys greys;
  greys.Add({0, 0, 0}, 120);
  greys.Add({40, 0, 0}, 120);
  const Composite composite = Compose(
      greys.photos, greys.cameras, greys.Seams(), greys.light, {.width = kWidth}, {.threads = 1});
  const auto covered = [&](int x, int y) {
    const size_t row = static_cast<size_t>(std::clamp(y, 0, kWidth / 2 - 1));
    return composite.covered[row * kWidth + static_cast<size_t>(x + kWidth) % kWidth] != 0;
  };
  // The correction of the ground is a coarse grid, read between its cells: along the outline, where
  // the weights end within one of them, it is 0.6 to 2.3 levels too bright.
  constexpr int kOutline = 3;
  for (int y = 0; y < kWidth / 2; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const uint16_t value = composite.pixels.At(x, y)[0];
      ASSERT_EQ(covered(x, y), value != 0);
      if (value == 0) {
        continue;
      }
      bool inside = true;
      for (const int step : {-kOutline, kOutline}) {
        inside = inside && covered(x + step, y) && covered(x, y + step) &&
                 covered(x + step, y + step) && covered(x + step, y - step);
      }
      ASSERT_NEAR(value / 257.0, 120, inside ? 0.6 : 2.5) << x << " " << y;
    }
  }
}

// Stripes at seven tenths of the finest the result can hold, in a photo twice as fine.
TEST(Compose, APhotoFinerThanTheResultLosesNoDetail) {
  constexpr double kPeriodPx = 2.86;
  const auto stripe = [](const Eigen::Vector3d& direction) {
    const double yaw = std::atan2(direction.x(), direction.z());
    return std::sin(yaw / kPeriodPx * kWidth);  // 2 pi of yaw are kWidth pixels
  };
  Greys greys;
  greys.Add({0, 0, 0}, 0);
  greys.cameras[0].lens.focal_px = 326;
  const LensMap lens(greys.cameras[0].lens);
  Image8 picture(320, 240, 3);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const double value = 128 + 50 * stripe(lens.Bearing(Eigen::Vector2d(x, y)));
      std::fill_n(picture.At(x, y), 3, static_cast<uint8_t>(std::lround(value)));
    }
  }
  greys.photos[0].read = [picture](int) { return Result<Pixels>::Of(picture); };
  const Composite composite = Compose(
      greys.photos, greys.cameras, greys.Seams(), greys.light, {.width = kWidth}, {.threads = 1});
  double shown = 0;
  double expected = 0;
  for (int x = kWidth / 2 - 50; x < kWidth / 2 + 50; ++x) {
    const double wave = stripe(DirectionAt(x, kWidth / 4, kWidth));
    shown += (composite.pixels.At(x, kWidth / 4)[1] / 257.0 - 128) * wave;
    expected += 50 * wave * wave;
  }
  EXPECT_GT(shown / expected, 0.95);
}

// A sky that brightens downwards in constant hue, exposed so far that its blue clips below.
TEST(Develop, ASkyWhoseBlueClipsKeepsItsHueWhenMadeDarker) {
  Image8 sky(120, 160, 3);
  std::vector<double> red;
  for (int y = 0; y < sky.height; ++y) {
    const double light = 0.25 + 0.5 * y / sky.height;
    red.push_back(light * 0.5);
    for (int x = 0; x < sky.width; ++x) {
      const std::array<double, 3> colour{red.back(), light, light * 1.7};
      for (size_t c = 0; c < 3; ++c) {
        sky.At(x, y)[c] =
            static_cast<uint8_t>(std::lround(255 * ToEncoded(std::min(1.0, colour[c]))));
      }
    }
  }
  ASSERT_EQ(*(sky.At(60, 159) + 2), 255);
  const Lens lens{.width_px = sky.width, .height_px = sky.height, .focal_px = 100};
  const ImageFloat developed = Develop(sky, lens, {0.5, 0.5, 0.5}, {});
  for (int y = 0; y < sky.height; ++y) {
    const float* pixel = developed.At(60, y);
    EXPECT_NEAR(pixel[0], ToEncoded(red[static_cast<size_t>(y)] / 2), 0.01) << y;
    EXPECT_NEAR(pixel[2], ToEncoded(red[static_cast<size_t>(y)] * 1.7), 0.02) << y;
  }
}

TEST(Develop, WhatIsWhiteStaysWithoutColour) {
  Image8 sky(120, 160, 3);
  for (int y = 0; y < sky.height; ++y) {
    for (int x = 0; x < sky.width; ++x) {
      const bool sun = y > 100;
      sky.At(x, y)[0] = sun ? 255 : 120;
      sky.At(x, y)[1] = sun ? 255 : 170;
      sky.At(x, y)[2] = sun ? 255 : static_cast<uint8_t>(200 + y / 2);
    }
  }
  const Lens lens{.width_px = sky.width, .height_px = sky.height, .focal_px = 100};
  const ImageFloat developed = Develop(sky, lens, {0.5, 0.5, 0.5}, {});
  const float* sun = developed.At(60, 140);
  EXPECT_NEAR(sun[0], 1, 0.002);
  EXPECT_NEAR(sun[2], sun[0], 0.002);
}

// A low sun in its glow, in a photo that its neighbours make darker by a third.
TEST(Develop, TheSunIsWhiteAndItsGlowHasNoRim) {
  Image8 sky(240, 160, 3);
  const auto from_sun = [](int x, int y) { return std::hypot(x - 120, y - 80); };
  const auto light_at = [](double off) { return 0.4 + 1.4 * std::exp(-off / 40); };
  for (int y = 0; y < sky.height; ++y) {
    for (int x = 0; x < sky.width; ++x) {
      const double light = light_at(from_sun(x, y));
      const std::array<double, 3> colour{light * 0.8, light * 0.9, light};
      for (size_t c = 0; c < 3; ++c) {
        sky.At(x, y)[c] =
            static_cast<uint8_t>(std::lround(255 * ToEncoded(std::min(1.0, colour[c]))));
      }
    }
  }
  const Lens lens{.width_px = sky.width, .height_px = sky.height, .focal_px = 100};
  const ImageFloat developed = Develop(sky, lens, {0.67, 0.67, 0.67}, {});
  EXPECT_GT(*developed.At(120, 80), 0.95);
  for (int x = 0; x < 120; ++x) {
    for (size_t c = 0; c < 3; ++c) {
      const float here = developed.At(x, 80)[c];
      const float next = developed.At(x + 1, 80)[c];
      EXPECT_GT(next, here - 0.004) << x;
      EXPECT_LT(next, here + 0.03) << x;
      const double share = 0.8 + 0.1 * static_cast<double>(c);
      const double truth = ToEncoded(0.67 * share * light_at(from_sun(x, 80)));
      EXPECT_NEAR(std::min(1.0F, here), std::min(1.0, truth), 0.05) << x << " " << c;
    }
  }
}

}  // namespace
}  // namespace disan::panorama
