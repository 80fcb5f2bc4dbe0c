#include "formats/image/orientation.h"

#include <algorithm>

namespace disan {
namespace {

// Rows and columns of the stored picture change places in squares that fit the cache.
constexpr int kSquare = 32;

template <typename Sample>
Image<Sample> Turn(Image<Sample> image, int orientation) {
  if (orientation < 2 || orientation > 8) {
    return image;
  }
  const bool swap = OrientationSwapsSides(orientation);
  Image<Sample> upright(
      swap ? image.height : image.width, swap ? image.width : image.height, image.channels);
  // TIFF 6.0, tag 274: where the stored first row and first column belong.
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const bool from_bottom =
      orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  const auto put = [&](int x, int y) {
    int to_x = swap ? y : x;
    int to_y = swap ? x : y;
    to_x = from_right ? upright.width - 1 - to_x : to_x;
    to_y = from_bottom ? upright.height - 1 - to_y : to_y;
    std::copy_n(image.At(x, y), image.channels, upright.At(to_x, to_y));
  };
  for (int top = 0; top < image.height; top += kSquare) {
    for (int left = 0; left < image.width; left += kSquare) {
      for (int y = top; y < std::min(top + kSquare, image.height); ++y) {
        for (int x = left; x < std::min(left + kSquare, image.width); ++x) {
          put(x, y);
        }
      }
    }
  }
  return upright;
}

}  // namespace

Image8 Upright(Image8 image, int orientation) {
  return Turn(std::move(image), orientation);
}

Image16 Upright(Image16 image, int orientation) {
  return Turn(std::move(image), orientation);
}

}  // namespace disan
