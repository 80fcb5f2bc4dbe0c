#include "pipeline/equirect/flat_view.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace disan {
namespace {

constexpr double kRadians = std::numbers::pi / 180;

// Colours that tell the direction: x to the right in red, y up in green, z ahead in blue.
Image8 Directions(int width) {
  Image8 panorama(width, width / 2, 3);
  for (int y = 0; y < panorama.height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double yaw = ((x + 0.5) / width - 0.5) * 2 * std::numbers::pi;
      const double pitch = (0.5 - (y + 0.5) / panorama.height) * std::numbers::pi;
      const double direction[3] = {
          std::cos(pitch) * std::sin(yaw), std::sin(pitch), std::cos(pitch) * std::cos(yaw)};
      for (int c = 0; c < 3; ++c) {
        panorama.At(x, y)[c] = static_cast<uint8_t>(std::lround(127.5 + 127 * direction[c]));
      }
    }
  }
  return panorama;
}

void ExpectLooks(const FlatViewOptions& options) {
  const Image8 view = FlatView(Directions(1024), options, {});
  const double half = std::tan(options.across_deg * kRadians / 2);
  const double a = options.yaw_deg * kRadians;
  const double b = options.pitch_deg * kRadians;
  for (int y = 0; y < view.height; y += 7) {
    for (int x = 0; x < view.width; x += 7) {
      const double right = ((x + 0.5) / view.width * 2 - 1) * half;
      const double up = (1 - (y + 0.5) / view.height * 2) * half * view.height / view.width;
      const double ahead = std::cos(b) - up * std::sin(b);
      const double above = std::sin(b) + up * std::cos(b);
      const double length = std::hypot(right, ahead, above);
      const double want[3] = {(right * std::cos(a) + ahead * std::sin(a)) / length,
                              above / length,
                              (ahead * std::cos(a) - right * std::sin(a)) / length};
      for (int c = 0; c < 3; ++c) {
        ASSERT_NEAR(view.At(x, y)[c], 127.5 + 127 * want[c], 2) << x << ' ' << y << ' ' << c;
      }
    }
  }
}

TEST(FlatView, SeesWhatACameraThereWouldSee) {
  ExpectLooks({.width_px = 160, .height_px = 90, .across_deg = 75});
  ExpectLooks({.width_px = 160, .height_px = 90, .yaw_deg = 177, .pitch_deg = 20});
  ExpectLooks({.width_px = 160, .height_px = 90, .yaw_deg = -100, .pitch_deg = -80});
  ExpectLooks({.width_px = 90, .height_px = 90, .pitch_deg = 90, .across_deg = 60});
}

TEST(FlatView, DoesNotFlickerWhereThePanoramaIsFiner) {
  Image8 stripes(4096, 2048, 3);
  for (int y = 0; y < stripes.height; ++y) {
    for (int x = 0; x < stripes.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        stripes.At(x, y)[c] = x % 2 == 0 ? 0 : 255;
      }
    }
  }
  const Image8 view = FlatView(stripes, {.width_px = 64, .height_px = 36}, {});
  for (const uint8_t sample : view.pixels) {
    EXPECT_NEAR(sample, 127, 40);
  }
}

TEST(FlatView, IsTheSameOnAnyNumberOfThreads) {
  const Image8 panorama = Directions(512);
  const FlatViewOptions options{.width_px = 128, .height_px = 72, .yaw_deg = 50};
  EXPECT_EQ(FlatView(panorama, options, {.threads = 1}).pixels,
            FlatView(panorama, options, {.threads = 7}).pixels);
}

}  // namespace
}  // namespace disan
