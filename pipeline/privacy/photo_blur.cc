#include "pipeline/privacy/photo_blur.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace disan {
namespace {

constexpr double kFeather = 1.0 / 6;  // of the shorter side, outside
constexpr double kCellsAlong = 4;     // of the longer side

using Colour = std::array<double, 3>;

// Whole pixels, both ends included, within the picture.
struct Span {
  int first = 0;
  int last = -1;
};

Span Within(double from, double length, int size) {
  return {std::clamp(static_cast<int>(std::floor(from)), 0, size),
          std::min(static_cast<int>(std::ceil(from + length)) - 1, size - 1)};
}

// Averages over an even grid of cells.
class Cells {
 public:
  Cells(const Image8& image, Span x, Span y) : x_(x), y_(y) {
    const double wide = x.last - x.first + 1;
    const double high = y.last - y.first + 1;
    const double side = std::max(wide, high) / kCellsAlong;
    columns_ = std::max(1, static_cast<int>(std::lround(wide / side)));
    rows_ = std::max(1, static_cast<int>(std::lround(high / side)));
    std::vector<double> counts(Count());
    means_.resize(Count());
    for (int py = y.first; py <= y.last; ++py) {
      for (int px = x.first; px <= x.last; ++px) {
        const size_t cell = Index(CellOf(px, x_, columns_), CellOf(py, y_, rows_));
        for (size_t c = 0; c < 3; ++c) {
          means_[cell][c] += image.At(px, py)[c];
        }
        counts[cell] += 1;
      }
    }
    for (size_t i = 0; i < Count(); ++i) {
      for (double& sum : means_[i]) {
        sum /= std::max(counts[i], 1.0);
      }
    }
  }

  // Smooth between the cells' middles.
  Colour At(int px, int py) const {
    const auto [left, u] = Place(px, x_, columns_);
    const auto [top, v] = Place(py, y_, rows_);
    const int right = std::min(left + 1, columns_ - 1);
    const int bottom = std::min(top + 1, rows_ - 1);
    Colour colour{};
    for (size_t c = 0; c < 3; ++c) {
      colour[c] =
          (means_[Index(left, top)][c] * (1 - u) + means_[Index(right, top)][c] * u) * (1 - v) +
          (means_[Index(left, bottom)][c] * (1 - u) + means_[Index(right, bottom)][c] * u) * v;
    }
    return colour;
  }

 private:
  size_t Count() const { return static_cast<size_t>(columns_) * static_cast<size_t>(rows_); }
  size_t Index(int column, int row) const {
    return static_cast<size_t>(row) * static_cast<size_t>(columns_) + static_cast<size_t>(column);
  }
  static int CellOf(int at, Span span, int cells) {
    return (at - span.first) * cells / (span.last - span.first + 1);
  }
  static std::pair<int, double> Place(int at, Span span, int cells) {
    const double along = (at - span.first + 0.5) / (span.last - span.first + 1);
    const double place = std::clamp(along * cells - 0.5, 0.0, cells - 1.0);
    const int low = static_cast<int>(place);
    const double part = place - low;
    return {low, part * part * (3 - 2 * part)};
  }

  Span x_;
  Span y_;
  int columns_ = 1;
  int rows_ = 1;
  std::vector<Colour> means_;
};

double Outside(int at, Span span) {
  return std::max({0.0, static_cast<double>(span.first - at), static_cast<double>(at - span.last)});
}

void Blur(Image8& image, const PhotoRegion& region) {
  const Span x = Within(region.left_px, region.width_px, image.width);
  const Span y = Within(region.top_px, region.height_px, image.height);
  if (x.last < x.first || y.last < y.first) {
    return;
  }
  const Cells cells(image, x, y);
  const double feather =
      std::max(1.0, kFeather * std::min(x.last - x.first + 1, y.last - y.first + 1));
  const int reach = static_cast<int>(std::ceil(feather));
  for (int py = std::max(0, y.first - reach); py <= std::min(image.height - 1, y.last + reach);
       ++py) {
    for (int px = std::max(0, x.first - reach); px <= std::min(image.width - 1, x.last + reach);
         ++px) {
      const double away = std::hypot(Outside(px, x), Outside(py, y));
      const double t = std::clamp(away / (feather + 1), 0.0, 1.0);
      const double keep = away == 0 ? 0 : t * t * (3 - 2 * t);
      const Colour colour = cells.At(px, py);
      for (size_t c = 0; c < 3; ++c) {
        uint8_t& sample = image.At(px, py)[c];
        sample = static_cast<uint8_t>(colour[c] * (1 - keep) + sample * keep + 0.5);
      }
    }
  }
}

}  // namespace

PhotoRegion Scaled(const PhotoRegion& region, double scale_x, double scale_y) {
  return {.left_px = region.left_px * scale_x,
          .top_px = region.top_px * scale_y,
          .width_px = region.width_px * scale_x,
          .height_px = region.height_px * scale_y};
}

void BlurRectangles(Image8& image, const std::vector<PhotoRegion>& regions) {
  for (const PhotoRegion& region : regions) {
    Blur(image, region);
  }
}

}  // namespace disan
