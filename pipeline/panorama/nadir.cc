#include "pipeline/panorama/nadir.h"

#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/camera_stand.h"
#include "pipeline/panorama/patch_fill.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace disan::panorama {

namespace {

constexpr double kRingDeg = 12;       // around the hole that texture is taken from
constexpr double kWidestDeg = 55;     // of the ground's picture
constexpr int kRim = 4;               // pixels of the ground's picture
constexpr int kLargestPicture = 640;  // pixels a side

double FromNadirDeg(int y, int height) {
  return 180.0 * (height - y - 0.5) / height;
}

bool Covered(const Composite& composite, int x, int y) {
  return composite.covered[static_cast<size_t>(y) * static_cast<size_t>(composite.pixels.width) +
                           static_cast<size_t>(x)] != 0;
}

// The hole around the pole: uncovered pixels of every column, from the bottom up to the last one
// within reach. 0 when the pole itself was photographed.
double HoleRadiusDeg(const Composite& composite, double reach_deg) {
  const int width = composite.pixels.width;
  const int height = composite.pixels.height;
  int open = 0;
  for (int x = 0; x < width; ++x) {
    open += Covered(composite, x, height - 1) ? 0 : 1;
  }
  if (open < width / 2) {
    return 0;
  }
  double radius = 0;
  for (int y = height - 1; y >= 0 && FromNadirDeg(y, height) < reach_deg + 2; --y) {
    for (int x = 0; x < width; ++x) {
      if (!Covered(composite, x, y)) {
        radius = FromNadirDeg(y, height);
        break;
      }
    }
  }
  return radius;
}

// The ground as seen straight down: pixel (x, y) looks at ((x, y) - middle) * unit beside nadir.
struct Ground {
  ImageFloat picture;
  std::vector<uint8_t> hole;
  double unit = 0;

  Eigen::Vector3d Direction(int x, int y) const {
    const double middle = (picture.width - 1) / 2.0;
    return Eigen::Vector3d((x - middle) * unit, 1, (y - middle) * unit).normalized();
  }
};

// What is to be made up: what no photo covers, and all within `stand_deg` of the pole.
bool Open(const Composite& composite, int x, int y, double stand_deg) {
  return FromNadirDeg(y, composite.pixels.height) < stand_deg || !Covered(composite, x, y);
}

Ground GroundOf(const Composite& composite, double radius_deg, double stand_deg) {
  const double reach = std::tan(std::min(kWidestDeg, radius_deg + kRingDeg + 6) / kRadianInDegrees);
  const int width = composite.pixels.width;
  const int size =
      std::clamp(static_cast<int>(2 * reach * width / (2 * std::numbers::pi)), 64, kLargestPicture);
  Ground ground{.picture = ImageFloat(size, size, 3)};
  ground.hole.assign(static_cast<size_t>(size) * static_cast<size_t>(size), 0);
  ground.unit = 2 * reach / size;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const Eigen::Vector2d place = GridPosition(ground.Direction(x, y), width);
      const int u = (static_cast<int>(std::lround(place.x())) + width) % width;
      const int v =
          std::clamp(static_cast<int>(std::lround(place.y())), 0, composite.pixels.height - 1);
      const size_t at = static_cast<size_t>(y) * static_cast<size_t>(size) + static_cast<size_t>(x);
      ground.hole[at] = Open(composite, u, v, stand_deg) ? 1 : 0;
      for (int c = 0; c < 3; ++c) {
        ground.picture.At(x, y)[c] = static_cast<float>(composite.pixels.At(u, v)[c]) / 65535.0F;
      }
    }
  }
  return ground;
}

// The outermost pixels of photos are not to be trusted beside a hole.
void Grow(Ground& ground) {
  const int size = ground.picture.width;
  std::vector<uint8_t> grown = ground.hole;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      if (ground.hole[static_cast<size_t>(y) * static_cast<size_t>(size) +
                      static_cast<size_t>(x)] == 0) {
        continue;
      }
      for (int v = std::max(0, y - kRim); v <= std::min(size - 1, y + kRim); ++v) {
        for (int u = std::max(0, x - kRim); u <= std::min(size - 1, x + kRim); ++u) {
          grown[static_cast<size_t>(v) * static_cast<size_t>(size) + static_cast<size_t>(u)] = 1;
        }
      }
    }
  }
  ground.hole = std::move(grown);
}

bool InHole(const Ground& ground, const Eigen::Vector3d& direction) {
  const double middle = (ground.picture.width - 1) / 2.0;
  const auto u = std::lround(direction.x() / direction.y() / ground.unit + middle);
  const auto v = std::lround(direction.z() / direction.y() / ground.unit + middle);
  return u >= 0 && v >= 0 && u < ground.picture.width && v < ground.picture.height &&
         ground.hole[static_cast<size_t>(v) * static_cast<size_t>(ground.picture.width) +
                     static_cast<size_t>(u)] != 0;
}

// The ground's colour in a direction, bilinear.
std::array<float, 3> ColourAt(const Ground& ground, const Eigen::Vector3d& direction) {
  const double middle = (ground.picture.width - 1) / 2.0;
  const double u = std::clamp(
      direction.x() / direction.y() / ground.unit + middle, 0.0, ground.picture.width - 1.001);
  const double v = std::clamp(
      direction.z() / direction.y() / ground.unit + middle, 0.0, ground.picture.height - 1.001);
  const int left = static_cast<int>(u);
  const int top = static_cast<int>(v);
  const auto fx = static_cast<float>(u - left);
  const auto fy = static_cast<float>(v - top);
  std::array<float, 3> colour{};
  for (int c = 0; c < 3; ++c) {
    const float upper =
        (1 - fx) * ground.picture.At(left, top)[c] + fx * ground.picture.At(left + 1, top)[c];
    const float lower = (1 - fx) * ground.picture.At(left, top + 1)[c] +
                        fx * ground.picture.At(left + 1, top + 1)[c];
    colour[static_cast<size_t>(c)] = (1 - fy) * upper + fy * lower;
  }
  return colour;
}

std::array<float, 3> MeanAround(const Ground& ground) {
  std::array<double, 3> sum{};
  double count = 0;
  for (size_t i = 0; i < ground.hole.size(); ++i) {
    if (ground.hole[i] == 0) {
      for (size_t c = 0; c < 3; ++c) {
        sum[c] += static_cast<double>(ground.picture.pixels[3 * i + c]);
      }
      count += 1;
    }
  }
  std::array<float, 3> mean{};
  for (size_t c = 0; c < 3; ++c) {
    mean[c] = static_cast<float>(sum[c] / std::max(1.0, count));
  }
  return mean;
}

// A plain disc in the ground's own colour with two rings.
std::array<float, 3> DiscAt(const std::array<float, 3>& mean, double share) {
  const bool ring = (share > 0.86 && share < 0.9) || (share > 0.3 && share < 0.33);
  std::array<float, 3> colour{};
  for (size_t c = 0; c < 3; ++c) {
    colour[c] = std::clamp(mean[c] * (ring ? 1.35F : 0.75F), 0.0F, 1.0F);
  }
  return colour;
}

}  // namespace

Nadir CloseNadir(Composite& composite, const NadirOptions& options) {
  Nadir nadir;
  nadir.radius_deg = HoleRadiusDeg(composite, options.largest_deg);
  double stand_deg = 0;
  if (nadir.radius_deg <= 0 && options.mode != NadirMode::kLeave) {
    stand_deg = CameraStandDeg(composite);
    nadir.radius_deg = stand_deg;
    nadir.over_stand = stand_deg > 0;
  }
  if (nadir.radius_deg <= 0) {
    return nadir;
  }
  if (nadir.radius_deg > options.largest_deg) {
    nadir.state = NadirState::kTooWide;
    return nadir;
  }
  if (options.mode == NadirMode::kLeave) {
    nadir.state = NadirState::kLeft;
    return nadir;
  }
  Ground ground = GroundOf(composite, nadir.radius_deg, stand_deg);
  Grow(ground);
  const std::array<float, 3> mean = MeanAround(ground);
  const bool fill = options.mode == NadirMode::kFill;
  if (fill) {
    FillHole(ground.picture, ground.hole);
  }
  nadir.state = fill ? NadirState::kFilled : NadirState::kDisc;
  const int width = composite.pixels.width;
  const int height = composite.pixels.height;
  for (int y = height - 1; y >= 0 && FromNadirDeg(y, height) <= nadir.radius_deg + kRingDeg; --y) {
    for (int x = 0; x < width; ++x) {
      const bool covered = Covered(composite, x, y);
      if (covered && !InHole(ground, DirectionAt(x, y, width))) {
        continue;
      }
      const std::array<float, 3> colour =
          fill ? ColourAt(ground, DirectionAt(x, y, width))
               : DiscAt(mean, FromNadirDeg(y, height) / nadir.radius_deg);
      for (int c = 0; c < 3; ++c) {
        composite.pixels.At(x, y)[c] = static_cast<uint16_t>(
            std::lround(std::clamp(colour[static_cast<size_t>(c)], 0.0F, 1.0F) * 65535));
      }
      nadir.share += covered ? 0 : RowWeight(y, height) / (static_cast<double>(width) * height);
    }
  }
  return nadir;
}

const char* WordOf(NadirState state) {
  switch (state) {
    case NadirState::kPhotographed:
      return "photographed";
    case NadirState::kGroundShot:
      return "ground-shot";
    case NadirState::kFilled:
      return "filled";
    case NadirState::kDisc:
      return "disc";
    case NadirState::kLeft:
      return "left";
    case NadirState::kTooWide:
      break;
  }
  return "too-wide";
}

}  // namespace disan::panorama
