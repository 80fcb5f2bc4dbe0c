#include "pipeline/equirect/fisheye_discs.h"

#include "formats/language/unicode.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <regex>

namespace disan {
namespace {

// Stray light reaches 1.15 of the radius on real cameras (up to 47 of 255); from 1.2 on all is
// below 10.
constexpr double kOutside = 1.20;
constexpr double kInside = 0.80;           // certainly picture
constexpr double kDarkLuma = 24;           // sensor noise and stray light stay below
constexpr double kCornerDarkShare = 0.97;  // of the pixels of each corner
constexpr double kNearlySquare = 0.08;
constexpr double kBrighter = 3.0;  // picture to corner

double LumaAt(const Image8& picture, int x, int y) {
  const uint8_t* p = picture.At(x, y);
  return picture.channels < 3 ? p[0] : 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
}

struct Columns {
  int left = 0;
  int width = 0;
};

// Whether these columns hold one disc. Each of their four corners has to be dark by itself: a
// panorama with a black cap below has two bright ones.
bool IsDisc(const Image8& picture, const Columns& columns) {
  double dark[4] = {};
  double corner[4] = {};
  double corner_luma = 0;
  double inside_luma = 0;
  double inside = 0;
  const double radius = std::max(columns.width, picture.height) / 2.0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < columns.width; ++x) {
      const double dx = x + 0.5 - columns.width / 2.0;
      const double dy = y + 0.5 - picture.height / 2.0;
      const double distance = std::hypot(dx, dy) / radius;
      const double luma = LumaAt(picture, columns.left + x, y);
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
    if (corner[i] == 0 || dark[i] < kCornerDarkShare * corner[i]) {
      return false;
    }
    corners += corner[i];
  }
  return inside_luma / inside > kBrighter * (corner_luma / corners + 2);
}

}  // namespace

int CountFisheyeDiscs(const Image8& picture) {
  if (picture.height < 32) {
    return 0;
  }
  // Cameras crop the frame around the disc a little: not every one is square.
  const double ratio = static_cast<double>(picture.width) / picture.height;
  if (std::abs(ratio - 1) < kNearlySquare) {
    return IsDisc(picture, {0, picture.width}) ? 1 : 0;
  }
  if (std::abs(ratio / 2 - 1) < kNearlySquare) {
    const int half = picture.width / 2;
    return IsDisc(picture, {0, half}) && IsDisc(picture, {half, half}) ? 2 : 0;
  }
  return 0;
}

bool NamesTheBack(const std::string& name) {
  static const std::regex kBack(R"(.*[-_ ]?(back|rear|right|sau|lens[2b]|[-_ ][b2])$)");
  return std::regex_match(FoldForSearch(std::filesystem::path(name).stem().string()), kBack);
}

}  // namespace disan
