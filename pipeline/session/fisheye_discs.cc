#include "pipeline/session/fisheye_discs.h"

#include <cmath>
#include <cstdint>

namespace disan {
namespace {

constexpr double kOutside = 1.10;          // of the radius: certainly behind the lens's edge
constexpr double kInside = 0.80;           // certainly picture
constexpr double kDarkLuma = 24;           // sensor noise and stray light stay below
constexpr double kCornerDarkShare = 0.97;  // of the pixels of each corner
constexpr double kBrighter = 3.0;          // picture to corner

double LumaAt(const Image8& picture, int x, int y) {
  const uint8_t* p = picture.At(x, y);
  return picture.channels < 3 ? p[0] : 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
}

// Whether the square that begins at column `left` holds one disc. Each of its four corners has to
// be dark by itself: a panorama with a black cap below has two bright ones.
bool IsDisc(const Image8& picture, int left, int side) {
  double dark[4] = {};
  double corner[4] = {};
  double corner_luma = 0;
  double inside_luma = 0;
  double inside = 0;
  const double radius = side / 2.0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double dx = x + 0.5 - radius;
      const double dy = y + 0.5 - radius;
      const double distance = std::hypot(dx, dy) / radius;
      const double luma = LumaAt(picture, left + x, y);
      if (distance > kOutside) {
        const int at = (dx > 0 ? 1 : 0) + (dy > 0 ? 2 : 0);
        corner[at] += 1;
        dark[at] += luma < kDarkLuma ? 1 : 0;
        corner_luma += luma;
      } else if (distance < kInside) {
        inside += 1;
        inside_luma += luma;
      }
    }
  }
  double corners = 0;
  for (int i = 0; i < 4; ++i) {
    if (dark[i] < kCornerDarkShare * corner[i]) {
      return false;
    }
    corners += corner[i];
  }
  return corners > 0 && inside_luma / inside > kBrighter * (corner_luma / corners + 2);
}

}  // namespace

int CountFisheyeDiscs(const Image8& picture) {
  const int side = picture.height;
  if (side < 32) {
    return 0;
  }
  if (std::abs(picture.width - side) <= side / 50) {
    return IsDisc(picture, 0, std::min(side, picture.width)) ? 1 : 0;
  }
  if (std::abs(picture.width - 2 * side) <= side / 50) {
    const int half = picture.width / 2;
    const int square = std::min(half, side);
    return IsDisc(picture, 0, square) && IsDisc(picture, half, square) ? 2 : 0;
  }
  return 0;
}

}  // namespace disan
