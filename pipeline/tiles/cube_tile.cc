#include "pipeline/tiles/cube_tile.h"

#include "pipeline/tiles/arctangent.h"
#include "pipeline/tiles/cube_side.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace disan {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kPhases = 256;

// Catmull-Rom at 256 phases. Rows in 1/128, so that a column sum fits 16 bits; columns in 1/4096.
struct Weights {
  std::array<std::array<int16_t, 4>, kPhases + 1> rows;
  std::array<std::array<int, 4>, kPhases + 1> columns;
  std::array<std::array<float, 4>, kPhases + 1> exact;
};

template <typename Number>
std::array<Number, 4> Rounded(const std::array<double, 4>& weights, int unit) {
  std::array<Number, 4> out{};
  int sum = 0;
  for (size_t i = 0; i < 4; ++i) {
    const auto rounded = static_cast<int>(std::lround(weights[i] * unit));
    out[i] = static_cast<Number>(rounded);
    sum += rounded;
  }
  const size_t largest = weights[1] >= weights[2] ? 1 : 2;
  out[largest] = static_cast<Number>(out[largest] + unit - sum);
  return out;
}

const Weights& CatmullRom() {
  static const Weights table = [] {
    Weights made{};
    for (size_t phase = 0; phase <= kPhases; ++phase) {
      const double t = static_cast<double>(phase) / kPhases;
      const std::array<double, 4> exact = {((2 - t) * t - 1) * t / 2,
                                           ((3 * t - 5) * t * t + 2) / 2,
                                           ((4 - 3 * t) * t + 1) * t / 2,
                                           (t - 1) * t * t / 2};
      made.rows[phase] = Rounded<int16_t>(exact, 128);
      made.columns[phase] = Rounded<int>(exact, 4096);
      for (size_t i = 0; i < 4; ++i) {
        made.exact[phase][i] = static_cast<float>(exact[i]);
      }
    }
    return made;
  }();
  return table;
}

inline double Atan2(double y, double x) {
  const double ax = std::abs(x);
  const double ay = std::abs(y);
  const double larger = std::max(ax, ay);
  double angle = larger > 0 ? Arctangent(std::min(ax, ay) / larger) : 0;
  angle = ay > ax ? kPi / 2 - angle : angle;
  angle = x < 0 ? kPi - angle : angle;
  return y < 0 ? -angle : angle;
}

// Longitude and latitude of one row of a tile, in radians.
struct Sight {
  std::vector<double> longitude;
  std::vector<double> latitude;
};

double TurnOf(char face) {
  return face == 'b' ? kPi : face == 'l' ? -kPi / 2 : face == 'r' ? kPi / 2 : 0;
}

void LookAlongRow(const CubeTile& tile, int row, Sight& sight) {
  const double step = 2.0 / tile.face_px;
  const double v = (tile.top_px + row + 0.5) * step - 1;
  const double turn = TurnOf(tile.face);
  const bool side = tile.face != 'u' && tile.face != 'd';
  for (int i = 0; i < tile.size_px; ++i) {
    const auto at = static_cast<size_t>(i);
    const double u = (tile.left_px + i + 0.5) * step - 1;
    if (side) {
      sight.longitude[at] = Arctangent(u) + turn;
      sight.latitude[at] = -Arctangent(v / std::sqrt(1 + u * u));
    } else {
      // Down: forward is up on the face; up: forward is down on the face.
      const double forward = tile.face == 'u' ? v : -v;
      const double distance = std::sqrt(u * u + v * v);
      const double from_pole =
          distance > 1 ? kPi / 2 - Arctangent(1 / distance) : Arctangent(distance);
      sight.longitude[at] = Atan2(u, forward);
      sight.latitude[at] = tile.face == 'u' ? kPi / 2 - from_pole : from_pole - kPi / 2;
    }
  }
}

// Eight samples at a time; what a byte pointer may point at is kept out of the loop.
using Bytes = uint8_t __attribute__((vector_size(8)));
using Sums = int16_t __attribute__((vector_size(16)));

inline Sums Centred(const uint8_t* from) {
  Bytes bytes;
  std::memcpy(&bytes, from, sizeof(bytes));
  // About the middle grey: a sum of 128 * 128 * 1.25 fits 16 bits.
  return __builtin_convertvector(bytes, Sums) - int16_t{128};
}

// Four rows, side by side sixteen neighbours and a little more in each.
struct Neighbours {
  std::array<const uint8_t*, 4> rows;  // of the first neighbour
  size_t x_phase = 0;
  size_t y_phase = 0;
};

inline void SampleInside(const Neighbours& at, const Weights& weights, uint8_t* out) {
  const std::array<int16_t, 4>& down = weights.rows[at.y_phase];
  const std::array<int, 4>& across = weights.columns[at.x_phase];
  Sums first{};
  Sums second{};
  for (size_t k = 0; k < 4; ++k) {
    first += Centred(at.rows[k]) * down[k];
    second += Centred(at.rows[k] + 8) * down[k];
  }
  int16_t sums[16];
  std::memcpy(sums, &first, sizeof(first));
  std::memcpy(sums + 8, &second, sizeof(second));
  for (size_t c = 0; c < 3; ++c) {
    const int sum = sums[c] * across[0] + sums[3 + c] * across[1] + sums[6 + c] * across[2] +
                    sums[9 + c] * across[3];
    out[c] = static_cast<uint8_t>(std::clamp(((sum + (1 << 18)) >> 19) + 128, 0, 255));
  }
}

inline size_t PhaseOf(double at) {
  return static_cast<size_t>(static_cast<int>((at - static_cast<int>(at)) * kPhases + 0.5));
}

// False where the rows change their width or end: most of the sphere is not like that.
inline bool SampleRows(
    const PolarRows& source, double turns, double y, const Weights& weights, uint8_t* out) {
  const auto top = static_cast<int>(y);
  if (y < 1 || top + 2 >= source.image().height) {
    return false;
  }
  const int width = source.At(top).width;
  const double x = turns * width - 0.5;
  if (x < 1 || x >= width - 5) {
    return false;
  }
  const size_t left = static_cast<size_t>(static_cast<int>(x) - 1) * 3;
  Neighbours at{.rows = {}, .x_phase = PhaseOf(x), .y_phase = PhaseOf(y)};
  for (int k = 0; k < 4; ++k) {
    const PolarRows::Row row = source.At(top - 1 + k);
    if (row.width != width) {
      return false;
    }
    at.rows[static_cast<size_t>(k)] = row.pixels + left;
  }
  SampleInside(at, weights, out);
  return true;
}

// Over the pole and round the edge, from rows of any width.
void SampleAnywhere(const PolarRows& source, double longitude_turns, double y, uint8_t* out) {
  const int height = source.image().height;
  const double top = std::floor(y);
  const auto y_phase = static_cast<size_t>((y - top) * kPhases + 0.5);
  std::array<float, 3> sum{};
  for (int k = 0; k < 4; ++k) {
    int row_index = static_cast<int>(top) - 1 + k;
    double turns = longitude_turns;
    if (row_index < 0 || row_index >= height) {
      row_index = row_index < 0 ? -1 - row_index : 2 * height - 1 - row_index;
      row_index = std::clamp(row_index, 0, height - 1);
      turns += 0.5;
    }
    const PolarRows::Row row = source.At(row_index);
    const double x = (turns - std::floor(turns)) * row.width - 0.5;
    const double left = std::floor(x);
    const auto& across = CatmullRom().exact[static_cast<size_t>((x - left) * kPhases + 0.5)];
    const float down = CatmullRom().exact[y_phase][static_cast<size_t>(k)];
    for (int i = 0; i < 4; ++i) {
      int column = (static_cast<int>(left) - 1 + i) % row.width;
      column = column < 0 ? column + row.width : column;
      const uint8_t* pixel = row.pixels + static_cast<size_t>(column) * 3;
      const float weight = down * across[static_cast<size_t>(i)];
      for (size_t c = 0; c < 3; ++c) {
        sum[c] += weight * static_cast<float>(pixel[c]);
      }
    }
  }
  for (size_t c = 0; c < 3; ++c) {
    out[c] = static_cast<uint8_t>(std::clamp(sum[c], 0.0F, 255.0F) + 0.5F);
  }
}

}  // namespace

std::array<double, 3> CubeDirection(char face, double u, double v) {
  switch (face) {
    case 'b':
      return {-u, -v, -1};
    case 'l':
      return {-1, -v, u};
    case 'r':
      return {1, -v, -u};
    case 'u':
      return {u, 1, v};
    case 'd':
      return {u, -1, -v};
    default:
      return {u, -v, 1};
  }
}

Image8 SampleCubeTile(const PolarRows& source, const CubeTile& tile) {
  const Image8& image = source.image();
  if (CanSampleSide(image, tile)) {
    return SampleCubeSide(image, tile);
  }
  const Weights& weights = CatmullRom();
  const double height = image.height;
  Image8 out(tile.size_px, tile.size_px, 3);
  Sight sight{std::vector<double>(static_cast<size_t>(tile.size_px)),
              std::vector<double>(static_cast<size_t>(tile.size_px))};
  const auto count = static_cast<size_t>(tile.size_px);
  for (int row = 0; row < tile.size_px; ++row) {
    LookAlongRow(tile, row, sight);
    const double* longitudes = sight.longitude.data();
    const double* latitudes = sight.latitude.data();
    uint8_t* to = out.At(0, row);
    for (size_t i = 0; i < count; ++i, to += 3) {
      // Longitudes are within -pi and 5/4 pi.
      double turns = longitudes[i] / (2 * kPi) + 0.5;
      turns = turns < 0 ? turns + 1 : turns >= 1 ? turns - 1 : turns;
      const double y = (0.5 - latitudes[i] / kPi) * height - 0.5;
      if (!SampleRows(source, turns, y, weights, to)) {
        SampleAnywhere(source, turns, y, to);
      }
    }
  }
  return out;
}

}  // namespace disan
