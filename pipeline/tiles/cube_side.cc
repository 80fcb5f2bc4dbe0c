#include "pipeline/tiles/cube_side.h"

#include "pipeline/tiles/arctangent.h"
#include "pipeline/tiles/wide_vectors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace disan {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kUnit = 4096;  // of weights and of places between samples
constexpr int kUnitBits = 12;
constexpr int kSmallestHeight = 64;

// Catmull-Rom for a place `t` between the second and the third sample.
std::array<int16_t, 4> WeightsAt(double t) {
  const auto whole = [](double w) { return static_cast<int16_t>(std::lround(w * kUnit)); };
  const int16_t a = whole(((2 - t) * t - 1) * t / 2);
  const int16_t b = whole(((3 * t - 5) * t * t + 2) / 2);
  const int16_t d = whole((t - 1) * t * t / 2);
  return {a, b, static_cast<int16_t>(kUnit - a - b - d), d};
}

// Where the tile's columns look.
struct Columns {
  int first = 0;            // source column of the leftmost tap, may be negative
  int count = 0;            // source columns in all
  std::vector<int> offset;  // of a column's first tap, in samples from `first`
  std::vector<std::array<int16_t, 4>> weights;  // of its four taps
  std::vector<float> cosine;                    // of the longitude off the face's middle
};

double TurnOf(char face) {
  return face == 'b' ? kPi : face == 'l' ? -kPi / 2 : face == 'r' ? kPi / 2 : 0;
}

Columns ColumnsOf(const CubeTile& tile, int width) {
  Columns columns;
  std::vector<int> left;
  for (int i = 0; i < tile.size_px; ++i) {
    const double u = (tile.left_px + i + 0.5) * 2 / tile.face_px - 1;
    const double x = ((std::atan(u) + TurnOf(tile.face)) / (2 * kPi) + 0.5) * width - 0.5;
    left.push_back(static_cast<int>(std::floor(x)) - 1);
    columns.weights.push_back(WeightsAt(x - std::floor(x)));
    columns.cosine.push_back(static_cast<float>(1 / std::sqrt(1 + u * u)));
  }
  columns.first = left.front();
  columns.count = left.back() + 4 - left.front();
  for (const int at : left) {
    columns.offset.push_back((at - columns.first) * 3);
  }
  return columns;
}

// The columns' stretch of a source row, round the edge.
void CopyStretch(const Image8& image, int y, const Columns& columns, uint8_t* to) {
  int x = (columns.first % image.width + image.width) % image.width;
  for (int left = columns.count; left > 0;) {
    const int run = std::min(left, image.width - x);
    std::memcpy(to, image.At(x, y), static_cast<size_t>(run) * 3);
    to += run * 3;
    left -= run;
    x = 0;
  }
}

// Rows fitted to the tile's columns, in 1/16 of a level, each colour for itself.
struct Fitted {
  int first = 0;  // source row
  int size = 0;   // columns
  std::vector<int16_t> samples;
};

void FitRow(const uint8_t* from, const Columns& columns, int16_t* to, size_t size) {
  int16_t* red = to;
  int16_t* green = to + size;
  int16_t* blue = to + 2 * size;
  for (size_t i = 0; i < size; ++i) {
    const uint8_t* s = from + columns.offset[i];
    const std::array<int16_t, 4>& w = columns.weights[i];
    const auto sum = [&](int c) {
      const int of = s[c] * w[0] + s[c + 3] * w[1] + s[c + 6] * w[2] + s[c + 9] * w[3];
      return static_cast<int16_t>((of + 128) >> 8);
    };
    red[i] = sum(0);
    green[i] = sum(1);
    blue[i] = sum(2);
  }
}

// Source rows of one row of the tile, in 1/4096: y = (1/2 + atan(v cosine) / pi) height - 1/2.
DISAN_WIDE void RowsAlong(const float* cosine, float v, float height, int* places, int count) {
  const float scale = height / static_cast<float>(kPi);
  for (int i = 0; i < count; ++i) {
    const float x = v * cosine[i];
    const float off = Arctangent(x) * scale;
    // The whole part apart: a float has no room for both.
    places[i] = static_cast<int>(off * kUnit + (off < 0 ? -0.5F : 0.5F));
  }
}

// Weights of the four rows, `size` columns each, one row of weights after the other.
DISAN_WIDE void WeightsAlong(const int* places, int16_t* taps, int count) {
  int16_t* a = taps;
  int16_t* b = a + count;
  int16_t* c = b + count;
  int16_t* d = c + count;
  for (int i = 0; i < count; ++i) {
    const int t = places[i] & (kUnit - 1);
    const int t2 = (t * t + kUnit / 2) >> kUnitBits;
    const int t3 = (t2 * t + kUnit / 2) >> kUnitBits;
    const int w0 = (2 * t2 - t3 - t) / 2;
    const int w3 = (t3 - t2) / 2;
    const int w1 = kUnit + (3 * t3 - 5 * t2) / 2;
    a[i] = static_cast<int16_t>(w0);
    b[i] = static_cast<int16_t>(w1);
    c[i] = static_cast<int16_t>(kUnit - w0 - w1 - w3);
    d[i] = static_cast<int16_t>(w3);
  }
}

// Runs of columns that lie between the same source rows.
DISAN_WIDE void ReadDown(
    const int16_t* samples, size_t size, const int* places, const int16_t* taps, uint8_t* out) {
  const int16_t* a = taps;
  const int16_t* b = a + size;
  const int16_t* c = b + size;
  const int16_t* d = c + size;
  const size_t row_size = 3 * size;
  for (size_t colour = 0; colour < 3; ++colour) {
    for (size_t i = 0; i < size;) {
      const int row = places[i] >> kUnitBits;
      size_t end = i + 1;
      while (end < size && places[end] >> kUnitBits == row) {
        ++end;
      }
      const int16_t* r0 = samples + static_cast<size_t>(row - 1) * row_size + colour * size;
      const int16_t* r1 = r0 + row_size;
      const int16_t* r2 = r1 + row_size;
      const int16_t* r3 = r2 + row_size;
      uint8_t* to = out + colour * size;
      for (size_t k = i; k < end; ++k) {
        const int sum = r0[k] * a[k] + r1[k] * b[k] + r2[k] * c[k] + r3[k] * d[k];
        to[k] = static_cast<uint8_t>(std::clamp((sum + (1 << 15)) >> 16, 0, 255));
      }
      i = end;
    }
  }
}

Fitted FitRows(const Image8& image, const CubeTile& tile, const Columns& columns) {
  const auto row_at = [&](double v, double cosine) {
    return (0.5 + std::atan(v * cosine) / kPi) * image.height - 0.5;
  };
  const auto [least, most] = std::minmax_element(columns.cosine.begin(), columns.cosine.end());
  const double top = (tile.top_px + 0.5) * 2 / tile.face_px - 1;
  const double bottom = (tile.top_px + tile.size_px - 0.5) * 2 / tile.face_px - 1;
  const double above = std::min(row_at(top, *least), row_at(top, *most));
  const double below = std::max(row_at(bottom, *least), row_at(bottom, *most));
  Fitted fitted{
      .first = static_cast<int>(std::floor(above)) - 2, .size = tile.size_px, .samples = {}};
  const int end = static_cast<int>(std::floor(below)) + 4;
  const auto size = static_cast<size_t>(tile.size_px);
  fitted.samples.resize(static_cast<size_t>(end - fitted.first) * 3 * size);
  std::vector<uint8_t> stretch(static_cast<size_t>(columns.count) * 3);
  for (int y = fitted.first; y < end; ++y) {
    CopyStretch(image, std::clamp(y, 0, image.height - 1), columns, stretch.data());
    FitRow(stretch.data(),
           columns,
           fitted.samples.data() + static_cast<size_t>(y - fitted.first) * 3 * size,
           size);
  }
  return fitted;
}

}  // namespace

bool CanSampleSide(const Image8& image, const CubeTile& tile) {
  return tile.face != 'u' && tile.face != 'd' && image.height >= kSmallestHeight;
}

Image8 SampleCubeSide(const Image8& image, const CubeTile& tile) {
  const Columns columns = ColumnsOf(tile, image.width);
  const Fitted fitted = FitRows(image, tile, columns);
  const auto size = static_cast<size_t>(tile.size_px);
  std::vector<int> places(size);
  std::vector<int16_t> taps(4 * size);
  std::vector<uint8_t> planes(3 * size);
  // The middle of the sphere in 1/4096 of a row, counted from the first fitted one.
  const int middle = (image.height - 1) * (kUnit / 2) - fitted.first * kUnit;
  Image8 out(tile.size_px, tile.size_px, 3);
  for (int row = 0; row < tile.size_px; ++row) {
    const double v = (tile.top_px + row + 0.5) * 2 / tile.face_px - 1;
    RowsAlong(columns.cosine.data(),
              static_cast<float>(v),
              static_cast<float>(image.height),
              places.data(),
              tile.size_px);
    for (int& place : places) {
      place += middle;
    }
    WeightsAlong(places.data(), taps.data(), tile.size_px);
    ReadDown(fitted.samples.data(), size, places.data(), taps.data(), planes.data());
    uint8_t* to = out.At(0, row);
    for (size_t i = 0; i < size; ++i) {
      to[3 * i] = planes[i];
      to[3 * i + 1] = planes[size + i];
      to[3 * i + 2] = planes[2 * size + i];
    }
  }
  return out;
}

}  // namespace disan
