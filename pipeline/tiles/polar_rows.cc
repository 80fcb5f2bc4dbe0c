#include "pipeline/tiles/polar_rows.h"

#include <algorithm>
#include <cmath>

namespace disan {
namespace {

constexpr double kPi = 3.14159265358979323846;

// How often row y may be halved: while its pixels stay narrower than those of the equator, and as
// long as the width divides.
int HalvingsOf(int y, const Image8& image) {
  const double latitude = kPi * (0.5 - (y + 0.5) / image.height);
  double spare = 1 / std::max(std::cos(latitude), 1e-9);
  int count = 0;
  for (int width = image.width; spare >= 2 && width % 2 == 0 && width > 4; width /= 2) {
    spare /= 2;
    ++count;
  }
  return count;
}

// Each pass weighs 1 3 3 1, round the row.
std::vector<uint8_t> Narrowed(const uint8_t* row, int width, int halvings) {
  std::vector<uint8_t> from(row, row + static_cast<size_t>(width) * 3);
  for (; halvings > 0; --halvings, width /= 2) {
    std::vector<uint8_t> half(static_cast<size_t>(width / 2) * 3);
    for (int x = 0; x < width / 2; ++x) {
      const int before = x == 0 ? width - 1 : 2 * x - 1;
      const int after = 2 * x + 2 == width ? 0 : 2 * x + 2;
      for (int c = 0; c < 3; ++c) {
        const auto at = [&](int pixel) { return int{from[static_cast<size_t>(pixel * 3 + c)]}; };
        half[static_cast<size_t>(x * 3 + c)] = static_cast<uint8_t>(
            (at(before) + 3 * (at(2 * x) + at(2 * x + 1)) + at(after) + 4) / 8);
      }
    }
    from = std::move(half);
  }
  return from;
}

}  // namespace

PolarRows::PolarRows(const Image8& image, const Execution& execution)
    : image_(&image), end_full_(image.height), narrowed_(static_cast<size_t>(image.height)) {
  ParallelFor(execution, narrowed_.size(), [&](size_t y) {
    const int halvings = HalvingsOf(static_cast<int>(y), image);
    if (halvings > 0) {
      narrowed_[y] = Narrowed(image.At(0, static_cast<int>(y)), image.width, halvings);
    }
  });
  while (first_full_ < end_full_ && !narrowed_[static_cast<size_t>(first_full_)].empty()) {
    ++first_full_;
  }
  while (end_full_ > first_full_ && !narrowed_[static_cast<size_t>(end_full_ - 1)].empty()) {
    --end_full_;
  }
}

PolarRows::Row PolarRows::At(int y) const {
  const std::vector<uint8_t>& narrow = narrowed_[static_cast<size_t>(y)];
  if (narrow.empty()) {
    return {image_->At(0, y), image_->width};
  }
  return {narrow.data(), static_cast<int>(narrow.size() / 3)};
}

}  // namespace disan
