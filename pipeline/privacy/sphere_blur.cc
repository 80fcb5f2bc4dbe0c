// A strong Gaussian blur alone can be undone in part; replacing the disc by a few averages cannot:
// the finer samples are gone from the numbers.
#include "pipeline/privacy/sphere_blur.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace disan {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kFeather = 1.0 / 3;  // of the radius, outside
constexpr int kCells = 4;             // across the disc: a 4 x 4 grid less its corners

using Vector = std::array<double, 3>;

double Dot(const Vector& a, const Vector& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

// The region's own plane: gnomonic would blow up for large discs, so angle and bearing.
struct Disc {
  Vector centre;
  Vector right;
  Vector up;
  double radius;

  explicit Disc(const PrivacyRegion& region)
      : radius(std::max(region.radius_deg, 0.05) * kPi / 180) {
    const double yaw = region.yaw_deg * kPi / 180;
    const double pitch = region.pitch_deg * kPi / 180;
    centre = {std::cos(pitch) * std::sin(yaw), std::sin(pitch), std::cos(pitch) * std::cos(yaw)};
    right = {std::cos(yaw), 0, -std::sin(yaw)};
    up = {-std::sin(pitch) * std::sin(yaw), std::cos(pitch), -std::sin(pitch) * std::cos(yaw)};
  }

  // In radii from the centre: (0, 0) there, length 1 at the rim.
  std::array<double, 2> Place(const Vector& direction) const {
    const double x = Dot(direction, right);
    const double y = Dot(direction, up);
    const double off = std::sqrt(x * x + y * y);
    const double angle = std::atan2(off, Dot(direction, centre));
    const double scale = off > 1e-12 ? angle / off / radius : 0;
    return {x * scale, y * scale};
  }
};

Vector DirectionOf(int x, int y, int width, int height) {
  const double longitude = 2 * kPi * ((x + 0.5) / width - 0.5);
  const double latitude = kPi * (0.5 - (y + 0.5) / height);
  return {std::cos(latitude) * std::sin(longitude),
          std::sin(latitude),
          std::cos(latitude) * std::cos(longitude)};
}

// Calls body(x, y, place, weight on the sphere) for every pixel within `reach` radii.
template <typename Body>
void ForEachWithin(const Disc& disc, double reach, int width, int height, const Body& body) {
  const double middle = std::asin(std::clamp(disc.centre[1], -1.0, 1.0));
  const double angle = disc.radius * reach;
  const int top = std::max(0, static_cast<int>((0.5 - (middle + angle) / kPi) * height) - 1);
  const int bottom =
      std::min(height - 1, static_cast<int>((0.5 - (middle - angle) / kPi) * height) + 1);
  const double limit = std::cos(std::min(angle, kPi));
  for (int y = top; y <= bottom; ++y) {
    const double weight = std::cos(kPi * ((y + 0.5) / height - 0.5));
    for (int x = 0; x < width; ++x) {
      const Vector direction = DirectionOf(x, y, width, height);
      if (Dot(direction, disc.centre) >= limit) {
        body(x, y, disc.Place(direction), weight);
      }
    }
  }
}

// Averages over the cells of the disc; a cell without pixels takes the mean of all.
struct Cells {
  std::array<std::array<double, 4>, kCells * kCells> sums{};

  static size_t IndexOf(double place) {
    return static_cast<size_t>(std::clamp((place + 1) / 2 * kCells, 0.0, kCells - 1.0));
  }
  template <typename Sample>
  void Add(const std::array<double, 2>& place, const Sample* pixel, double weight) {
    auto& cell = sums[IndexOf(place[1]) * kCells + IndexOf(place[0])];
    for (size_t c = 0; c < 3; ++c) {
      cell[c] += weight * pixel[c];
    }
    cell[3] += weight;
  }
  void Finish() {
    std::array<double, 4> all{};
    for (const auto& cell : sums) {
      for (size_t c = 0; c < 4; ++c) {
        all[c] += cell[c];
      }
    }
    for (auto& cell : sums) {
      // A corner that the disc hardly covers would rest on a few pixels only.
      const auto& from = cell[3] > all[3] / 40 ? cell : all;
      const double weight = std::max(from[3], 1e-12);
      cell = {from[0] / weight, from[1] / weight, from[2] / weight, 1};
    }
  }
  // Smooth between the cells' middles.
  std::array<double, 3> At(const std::array<double, 2>& place) const {
    const auto split = [](double along) {
      const double position = std::clamp((along + 1) / 2 * kCells - 0.5, 0.0, kCells - 1.0);
      const auto low = std::min(static_cast<size_t>(position), size_t{kCells - 2});
      const double part = position - static_cast<double>(low);
      return std::pair{low, part * part * (3 - 2 * part)};
    };
    const auto [x, u] = split(place[0]);
    const auto [y, v] = split(place[1]);
    std::array<double, 3> out{};
    for (size_t c = 0; c < 3; ++c) {
      const auto cell = [&](size_t i, size_t j) { return sums[j * kCells + i][c]; };
      out[c] = (cell(x, y) * (1 - u) + cell(x + 1, y) * u) * (1 - v) +
               (cell(x, y + 1) * (1 - u) + cell(x + 1, y + 1) * u) * v;
    }
    return out;
  }
};

template <typename Sample>
void Blur(Image<Sample>& image, const std::vector<PrivacyRegion>& regions) {
  for (const PrivacyRegion& region : regions) {
    const Disc disc(region);
    Cells cells;
    const auto add = [&](int x, int y, const std::array<double, 2>& place, double weight) {
      cells.Add(place, image.At(x, y), weight);
    };
    ForEachWithin(disc, 1, image.width, image.height, add);
    cells.Finish();
    const auto put = [&](int x, int y, const std::array<double, 2>& place, double) {
      const double away = std::hypot(place[0], place[1]);
      const double t = std::clamp((away - 1) / kFeather, 0.0, 1.0);
      const double keep = t * t * (3 - 2 * t);
      const std::array<double, 3> colour = cells.At(place);
      for (size_t c = 0; c < 3; ++c) {
        Sample& sample = image.At(x, y)[c];
        sample = static_cast<Sample>(colour[c] * (1 - keep) + sample * keep + 0.5);
      }
    };
    ForEachWithin(disc, 1 + kFeather, image.width, image.height, put);
  }
}

}  // namespace

void BlurRegions(Image8& image, const std::vector<PrivacyRegion>& regions) {
  Blur(image, regions);
}

void BlurRegions(Image16& image, const std::vector<PrivacyRegion>& regions) {
  Blur(image, regions);
}

}  // namespace disan
