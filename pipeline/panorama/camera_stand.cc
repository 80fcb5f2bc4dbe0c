#include "pipeline/panorama/camera_stand.h"

#include <algorithm>
#include <cmath>

namespace disan::panorama {

namespace {

constexpr double kWhite = 65535;
constexpr double kDarkest = 0.25 * kWhite;    // as coded, not linear light
constexpr double kSameTone = 0.06 * kWhite;   // about the disc's own
constexpr double kOtherTone = 0.10 * kWhite;  // of the ground beyond its edge
constexpr double kLeastDeg = 3, kMostDeg = 32;
constexpr double kEdgeDeg = 1.5;  // within which the ground must begin on every side
constexpr double kAllRound = 0.97, kNearlyAllRound = 0.9;

struct Disc {
  const Composite& composite;
  double tone = 0;

  double ToneAt(int x, int y) const {
    const uint16_t* pixel = composite.pixels.At(x, y);
    return (pixel[0] + pixel[1] + pixel[2]) / 3.0;
  }
  double FromPoleDeg(int y) const {
    const int height = composite.pixels.height;
    return 180.0 * (height - y - 0.5) / height;
  }
  template <typename Matches>
  double ShareOfRow(int y, const Matches& matches) const {
    const int width = composite.pixels.width;
    int count = 0;
    for (int x = 0; x < width; ++x) {
      count += matches(ToneAt(x, y)) ? 1 : 0;
    }
    return static_cast<double>(count) / width;
  }
};

double MedianOfRow(const Disc& disc, int y) {
  std::vector<double> tones;
  for (int x = 0; x < disc.composite.pixels.width; ++x) {
    tones.push_back(disc.ToneAt(x, y));
  }
  const auto middle = tones.begin() + static_cast<std::ptrdiff_t>(tones.size() / 2);
  std::nth_element(tones.begin(), middle, tones.end());
  return *middle;
}

}  // namespace

double CameraStandDeg(const Composite& composite) {
  Disc disc{.composite = composite};
  int y = composite.pixels.height - 1;
  disc.tone = MedianOfRow(disc, y);
  if (disc.tone > kDarkest) {
    return 0;
  }
  const auto same = [&](double tone) { return std::abs(tone - disc.tone) < kSameTone; };
  while (y > 0 && disc.FromPoleDeg(y) < kMostDeg && disc.ShareOfRow(y, same) >= kAllRound) {
    --y;
  }
  const double radius = disc.FromPoleDeg(y);
  if (radius < kLeastDeg || radius >= kMostDeg) {
    return 0;
  }
  const auto ground = [&](double tone) { return tone > disc.tone + kOtherTone; };
  for (; y > 0 && disc.FromPoleDeg(y) < radius + kEdgeDeg; --y) {
    if (disc.ShareOfRow(y, ground) >= kNearlyAllRound) {
      return disc.FromPoleDeg(y);
    }
  }
  return 0;
}

}  // namespace disan::panorama
