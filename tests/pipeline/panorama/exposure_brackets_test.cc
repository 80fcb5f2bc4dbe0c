#include "pipeline/panorama/exposure_brackets.h"

#include "pipeline/panorama/light.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

constexpr int kWidth = 160;
constexpr int kHeight = 120;

// Linear light of a scene that no single exposure holds: a ramp over ten stops with some texture.
double LightAt(double x, double y) {
  return std::exp2(-7 + 9 * x / kWidth) * (1 + 0.2 * std::sin(x * 0.7) * std::sin(y * 0.5));
}

struct Walker {
  int left = -100;
  double light = 0.05;
};

Image8 Expose(double ev, double drift_px, const Walker& walker) {
  Image8 picture(kWidth, kHeight, 3);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const bool walks = x >= walker.left && x < walker.left + 24 && y > 40 && y < 90;
      const double light = walks ? walker.light : LightAt(x + drift_px, y);
      const double value = 255 * ToEncoded(std::min(1.0, light * std::exp2(ev)));
      std::fill_n(picture.At(x, y), 3, static_cast<uint8_t>(std::lround(value)));
    }
  }
  return picture;
}

BracketedPixels Bracket(double drift_px = 0, const Walker& walker = {}) {
  BracketedPixels bracketed;
  for (const double ev : {-2.0, 0.0, 2.0}) {
    bracketed.exposures.emplace_back(Expose(ev, ev < 0 ? drift_px : 0, ev > 0 ? walker : Walker{}));
    bracketed.ev.push_back(ev);
  }
  bracketed.reference = 1;
  return bracketed;
}

double Off(const Image16& fused, int x, int y, double light) {
  return std::abs(fused.At(x, y)[1] / 65535.0 - ShoulderedTone(light, 4));
}

TEST(ShoulderedTone, IsTheSrgbCurveBelowTheKneeAndReachesWhiteAtWhite) {
  EXPECT_DOUBLE_EQ(ShoulderedTone(0.2, 4), ToEncoded(0.2));
  EXPECT_NEAR(ShoulderedTone(4, 4), 1, 1e-9);
  EXPECT_NEAR(ShoulderedTone(1, 1), 1, 1e-9);
  double before = 0;
  for (double light = 0; light < 4; light += 0.01) {
    EXPECT_GE(ShoulderedTone(light, 4), before);
    before = ShoulderedTone(light, 4);
  }
}

TEST(Fuse, HoldsLightThatNoSingleExposureHolds) {
  const Image16 fused = Fuse(Bracket(), {.white = 4});
  for (int x = 4; x < kWidth - 4; x += 6) {
    if (LightAt(x, 60) < 3.8) {
      EXPECT_LT(Off(fused, x, 60, LightAt(x, 60)), 0.012) << x;
    }
  }
}

TEST(Fuse, TakesWhatMovesFromOneExposure) {
  const Walker walker{.left = 80, .light = 0.02};
  const Image16 fused = Fuse(Bracket(0, walker), {.white = 4});
  for (int x = 70; x < 114; x += 2) {
    EXPECT_LT(Off(fused, x, 60, LightAt(x, 60)), 0.03) << x;
  }
}

TEST(Fuse, TakesBackTheDriftOfAHand) {
  const Image16 fused = Fuse(Bracket(3), {.white = 4});
  double worst = 0;
  for (int x = 20; x < kWidth - 20; ++x) {
    if (LightAt(x, 60) < 3.5) {
      worst = std::max(worst, Off(fused, x, 60, LightAt(x, 60)));
    }
  }
  EXPECT_LT(worst, 0.05);
}

PhotoSet Shots(int directions) {
  PhotoSet photos;
  for (int i = 0; i < 3 * directions; ++i) {
    const double ev = 2 * (i % 3 - 1) + 0.1 * (i / 3);
    InputPhoto photo{.name = "DSC_" + std::to_string(100 + i) + ".JPG",
                     .width_px = kWidth,
                     .height_px = kHeight,
                     .exposure_ev = ev};
    photo.read = [ev](int) { return Result<Pixels>::Of(Expose(ev, 0, {})); };
    photos.push_back(std::move(photo));
  }
  return photos;
}

TEST(FuseBrackets, EveryDirectionIsOnePhotoInOneExposure) {
  const BracketedSet set = FuseBrackets(Shots(4), {});
  EXPECT_EQ(set.exposures, 3);
  ASSERT_EQ(set.photos.size(), 4U);
  EXPECT_EQ(set.photos[1].name, "DSC_104.JPG");
  const auto first = std::get<Image16>(*set.photos[0].read(0));
  const auto last = std::get<Image16>(*set.photos[3].read(0));
  for (int x = 4; x < kWidth; x += 10) {
    EXPECT_NEAR(first.At(x, 50)[0], last.At(x, 50)[0], 700) << x;
  }
}

TEST(FuseBrackets, SingleExposuresAreLeftAsTheyAre) {
  PhotoSet photos = Shots(4);
  for (InputPhoto& photo : photos) {
    photo.exposure_ev = 1.0;
  }
  EXPECT_EQ(FuseBrackets(photos, {}).exposures, 1);
  EXPECT_EQ(FuseBrackets(photos, {}).photos.size(), 12U);
}

TEST(FuseBrackets, ABrokenExposureFailsItsDirectionWithItsOwnWords) {
  PhotoSet photos = Shots(3);
  photos[4].read = [](int) {
    return Result<Pixels>::Failed(Diagnostic{.what = {"hỏng", "broken"}});
  };
  const BracketedSet set = FuseBrackets(photos, {});
  const Result<Pixels> read = set.photos[1].read(0);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.diagnostics.front().what.en, "broken");
  EXPECT_TRUE(set.photos[0].read(0));
}

}  // namespace
}  // namespace disan::panorama
