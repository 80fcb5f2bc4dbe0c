#include "pipeline/panorama/fisheye_blend.h"

#include "formats/image/srgb.h"
#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <Eigen/Dense>

namespace disan::panorama {

namespace {

constexpr int kColumns = 1440;              // of the ring, around
constexpr double kCell = 0.25 * kDegree;    // of the ring, across
constexpr double kFeather = 0.7 * kDegree;  // half the crossing of fine detail
constexpr double kFade = 25 * kDegree;      // over which what differs in the large is evened out
constexpr double kBeside = 1.0 * kDegree;   // of the seam: where the difference is measured
constexpr int kClipped = 250;
constexpr int kDark = 10;
constexpr double kRimFall = 0.35;  // natural logarithm, linear light
constexpr double kMiddleGrey = 0.18;
constexpr double kDarkest = 0.003;
constexpr double kMostContrast = 0.4;
constexpr double kSmoothAround = 6 * kDegree;
constexpr double kLarge = 10;  // levels: light that differs by more than this is rarely light
constexpr double kTint = 4;    // levels: so far the lenses' colours differ by their light alone
constexpr int kSureRows = 4;   // of the ring, about its middle: no rim reaches them

using Colour = Eigen::Vector3d;

// Values around or across the ring, by whole-numbered place.
template <typename Value>
class Line {
 public:
  explicit Line(int size, const Value& value) : values_(static_cast<size_t>(size), value) {}
  Value& operator[](int i) { return values_[static_cast<size_t>(i)]; }
  const Value& operator[](int i) const { return values_[static_cast<size_t>(i)]; }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

 private:
  std::vector<Value> values_;
};

uint8_t SampleNear(const Image8& picture, int x, int y, int channel) {
  return picture.At(x, y)[picture.channels < 3 ? 0 : channel];
}

// Catmull-Rom, within the lens's own columns.
Colour Sample(const FisheyeDisc& disc, const Eigen::Vector2d& at) {
  const double fx = std::floor(at.x());
  const double fy = std::floor(at.y());
  const auto weights = [](double t) {
    return Eigen::Vector4d(((-0.5 * t + 1) * t - 0.5) * t,
                           (1.5 * t - 2.5) * t * t + 1,
                           ((-1.5 * t + 2) * t + 0.5) * t,
                           (0.5 * t - 0.5) * t * t);
  };
  const Eigen::Vector4d across = weights(at.x() - fx);
  const Eigen::Vector4d down = weights(at.y() - fy);
  Colour sum = Colour::Zero();
  for (int v = 0; v < 4; ++v) {
    const int y = std::clamp(static_cast<int>(fy) + v - 1, 0, disc.picture->height - 1);
    for (int u = 0; u < 4; ++u) {
      const int x = std::clamp(static_cast<int>(fx) + u - 1, disc.left, disc.left + disc.width - 1);
      for (int c = 0; c < 3; ++c) {
        sum[c] += across[u] * down[v] * SampleNear(*disc.picture, x, y, c);
      }
    }
  }
  return sum.cwiseMax(0).cwiseMin(255);
}

// The mean of a cell of the ring, so that one noisy pixel decides nothing.
Colour Mean(const FisheyeDisc& disc, const Eigen::Vector2d& at, int half) {
  Colour sum = Colour::Zero();
  for (int v = -half; v <= half; ++v) {
    for (int u = -half; u <= half; ++u) {
      sum += Sample(disc, at + Eigen::Vector2d(u, v));
    }
  }
  return sum / ((2 * half + 1) * (2 * half + 1));
}

struct Light {
  Colour gain = Colour::Zero();     // log of front over back, at kMiddleGrey
  Colour falloff = Colour::Zero();  // log, a radian^2 beyond `from`
  double contrast = 0;              // log of front over back, a unit of the picture's own log
  double from = 0;
  double Falloff(double theta) const {
    const double beyond = std::max(0.0, theta - from);
    return beyond * beyond;
  }
  // Each lens has a tone curve of its own as well: a bright sky may agree where dark ground does
  // not.
  double Curve(double linear) const {
    return contrast * (std::log(std::clamp(linear, kDarkest, 1.0)) - std::log(kMiddleGrey));
  }
  Colour Apply(size_t side, double theta, const Colour& srgb) const {
    Colour out;
    double bright = 0;
    for (int c = 0; c < 3; ++c) {
      out[c] = LinearFromSrgb(srgb[c] / 255);
      bright += out[c] / 3;
    }
    const double half = side == 0 ? -0.5 : 0.5;
    // As the middle of both lenses has it, which is what the curve was measured on.
    const double curve = Curve(bright * std::exp(half * gain.mean()));
    for (int c = 0; c < 3; ++c) {
      const double log = half * (gain[c] + curve) + falloff[c] * Falloff(theta);
      // Above white the curve goes on, so that a gain does not flatten highlights before the blend.
      out[c] = 255 * SrgbFromLinear(out[c] * std::exp(log));
    }
    return out;
  }
};

struct SeamCell {
  bool seen[2] = {};
  Colour colour[2];
};

struct SeamRing {
  int rows = 0;
  std::vector<SeamCell> cells;
  double Theta(double row) const { return kPi / 2 + (row - rows / 2) * kCell; }
  double Row(double theta) const { return (theta - kPi / 2) / kCell + rows / 2; }
  SeamCell& At(int column, int row) {
    return cells[static_cast<size_t>(row) * kColumns +
                 static_cast<size_t>((column % kColumns + kColumns) % kColumns)];
  }
};

SeamRing Look(const FisheyePair& pair, const Execution& execution) {
  const double half = std::clamp(pair.FieldOfView() / 2 - kPi / 2, 1 * kDegree, 12 * kDegree);
  SeamRing ring{.rows = 2 * static_cast<int>(half / kCell) + 1, .cells = {}};
  ring.cells.resize(static_cast<size_t>(ring.rows) * kColumns);
  const int around = std::clamp(static_cast<int>(pair.focal_px * kCell / 2), 0, 2);
  ParallelFor(execution, static_cast<size_t>(ring.rows), [&](size_t row) {
    for (int column = 0; column < kColumns; ++column) {
      SeamCell& cell = ring.At(column, static_cast<int>(row));
      const Eigen::Vector3d direction =
          RingDirection(2 * kPi * column / kColumns, ring.Theta(static_cast<double>(row)));
      for (size_t side = 0; side < 2; ++side) {
        const Eigen::Vector2d at = pair.ProjectMeeting(side, direction);
        cell.seen[side] = pair.Sees(side, at);
        cell.colour[side] = Mean(pair.discs[side], at, around);
      }
    }
  });
  return ring;
}

double Median(std::vector<double>& values) {
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// How much brighter than the other lens this one sees a cell, as a logarithm; nothing where either
// is blind, dark or clipped.
std::optional<double> Brighter(const SeamCell& cell, size_t side) {
  const double own = cell.colour[side].mean();
  const double other = cell.colour[1 - side].mean();
  if (!cell.seen[0] || !cell.seen[1] || own > kClipped || other < kDark || other > kClipped) {
    return std::nullopt;
  }
  return std::log(LinearFromSrgb((own + 1) / 255) / LinearFromSrgb((other + 1) / 255));
}

// The lens's housing darkens the last degrees of a disc: what falls off there by more than lenses
// do, against the middle of the ring, is not looked at, or the seam would run where dark rim and
// bright picture happen to agree.
void LeaveOutRims(SeamRing& ring) {
  const int middle = ring.rows / 2;
  for (size_t side = 0; side < 2; ++side) {
    const int outward = side == 0 ? 1 : -1;
    bool rim = false;
    for (int row = middle + outward * kSureRows; row >= 0 && row < ring.rows; row += outward) {
      std::vector<double> falls;
      for (int column = 0; column < kColumns; ++column) {
        const auto here = Brighter(ring.At(column, row), side);
        const auto there = Brighter(ring.At(column, middle), side);
        if (here && there) {
          falls.push_back(*there - *here);
        }
      }
      rim = rim || Median(falls) > kRimFall;
      for (int column = 0; rim && column < kColumns; ++column) {
        ring.At(column, row).seen[side] = false;
      }
    }
  }
}

// What a cell says of the lenses' light.
struct LightSample {
  double lost = 0;       // by falloff: what the back lost, against the front
  double bright = 0;     // log, of the mean of both, against middle grey
  Colour ratio;          // log of front over back
  double all_ratio = 0;  // of all channels together
};

std::vector<LightSample> SamplesOfLight(const Light& light, SeamRing& ring) {
  std::vector<LightSample> samples;
  for (int row = 0; row < ring.rows; ++row) {
    const double theta = ring.Theta(row);
    for (int column = 0; column < kColumns; column += 2) {
      const SeamCell& cell = ring.At(column, row);
      const double low = cell.colour[0].cwiseMin(cell.colour[1]).minCoeff();
      const double high = cell.colour[0].cwiseMax(cell.colour[1]).maxCoeff();
      if (!cell.seen[0] || !cell.seen[1] || low < kDark || high > kClipped) {
        continue;
      }
      LightSample sample{.lost = light.Falloff(kPi - theta) - light.Falloff(theta)};
      Colour linear[2];
      for (int c = 0; c < 3; ++c) {
        linear[0][c] = LinearFromSrgb(cell.colour[0][c] / 255);
        linear[1][c] = LinearFromSrgb(cell.colour[1][c] / 255);
        sample.ratio[c] = std::log(linear[0][c] / linear[1][c]);
      }
      sample.bright = std::log(std::sqrt(linear[0].mean() * linear[1].mean()) / kMiddleGrey);
      sample.all_ratio = std::log(linear[0].mean() / linear[1].mean());
      samples.push_back(sample);
    }
  }
  return samples;
}

// gain, falloff and contrast that make `ratio` of most samples; those that differ by more are
// things that only one lens sees.
template <typename RatioOf>
Eigen::Vector3d FitLight(const std::vector<LightSample>& samples,
                         const Eigen::Vector3d& prior,
                         const RatioOf& ratio) {
  std::vector<double> ratios;
  for (const LightSample& sample : samples) {
    ratios.push_back(ratio(sample));
  }
  Eigen::Vector3d found(Median(ratios), 0, 0);
  double scale = 1;
  for (int round = 0; round < 16; ++round) {
    Eigen::Matrix3d normal = prior.asDiagonal();
    Eigen::Vector3d right = Eigen::Vector3d::Zero();
    for (const LightSample& sample : samples) {
      const Eigen::Vector3d slope(1, sample.lost, sample.bright);
      const double off = (ratio(sample) - slope.dot(found)) / scale;
      const double weight = 1 / ((1 + off * off) * (1 + off * off));
      normal += weight * slope * slope.transpose();
      right += weight * slope * ratio(sample);
    }
    found = normal.ldlt().solve(right);
    scale = std::max(0.06, scale * 0.8);
  }
  return found;
}

// log(front / back) = gain + falloff * (what the back lost - what the front lost) + contrast * log
// of the brightness, robustly; one contrast for all channels.
Light MeasureLight(const FisheyePair& pair, SeamRing& ring) {
  Light light;
  light.from = std::max(0.0, pair.FieldOfView() / 2 - 22 * kDegree);
  const std::vector<LightSample> samples = SamplesOfLight(light, ring);
  const Eigen::Vector3d all = FitLight(
      samples, {1e-3, 2e1, 2e2}, [](const LightSample& sample) { return sample.all_ratio; });
  light.contrast = std::clamp(all[2], -kMostContrast, kMostContrast);
  for (int c = 0; c < 3; ++c) {
    const Eigen::Vector3d found =
        FitLight(samples, {1e-3, 2e1, 1e12}, [&](const LightSample& sample) {
          return sample.ratio[c] - light.contrast * sample.bright;
        });
    light.gain[c] = std::clamp(found[0], -2.5, 2.5);
    light.falloff[c] = std::clamp(found[1], 0.0, 8.0);
  }
  return light;
}

void EvenOut(SeamRing& ring, const Light& light) {
  for (int row = 0; row < ring.rows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      SeamCell& cell = ring.At(column, row);
      cell.colour[0] = light.Apply(0, ring.Theta(row), cell.colour[0]);
      cell.colour[1] = light.Apply(1, kPi - ring.Theta(row), cell.colour[1]);
    }
  }
}

// The cheapest way around the ring; twice around, so that its end meets its beginning.
Line<double> FindSeam(SeamRing& ring) {
  const int columns = 2 * kColumns;
  Line<double> cost(ring.rows, 0);
  Line<int8_t> from(ring.rows * columns, 0);
  for (int column = 0; column < columns; ++column) {
    Line<double> next(ring.rows, 0);
    for (int row = 0; row < ring.rows; ++row) {
      int step = 0;
      for (const int by : {-1, 1}) {
        if (row + by >= 0 && row + by < ring.rows &&
            cost[row + by] + 1.5 < cost[row + step] + (step == 0 ? 0 : 1.5)) {
          step = by;
        }
      }
      const SeamCell& cell = ring.At(column, row);
      const double differs = (cell.colour[0] - cell.colour[1]).norm();
      const double off_middle = std::abs(row - ring.rows / 2) * 2.0 / ring.rows;
      const double blind = (cell.seen[0] ? 0 : 400) + (cell.seen[1] ? 0 : 400);
      next[row] =
          cost[row + step] + (step == 0 ? 0 : 1.5) + differs + 4 * off_middle * off_middle + blind;
      from[column * ring.rows + row] = static_cast<int8_t>(step);
    }
    cost = std::move(next);
  }
  int row = static_cast<int>(std::min_element(cost.begin(), cost.end()) - cost.begin());
  Line<double> seam(kColumns, 0);
  for (int column = columns - 1; column > kColumns / 2; --column) {
    seam[column % kColumns] = row;
    row += from[column * ring.rows + row];
  }
  return seam;
}

Line<Colour> SmoothAround(const Line<Colour>& values, const Line<double>& weights, double sigma) {
  const int reach = static_cast<int>(3 * sigma);
  Line<Colour> smooth(kColumns, Colour::Zero());
  for (int i = 0; i < kColumns; ++i) {
    Colour sum = Colour::Zero();
    double total = 1e-9;
    for (int j = -reach; j <= reach; ++j) {
      const int at = (i + j + kColumns) % kColumns;
      const double weight = weights[at] * std::exp(-0.5 * j * j / (sigma * sigma));
      sum += weight * values[at];
      total += weight;
    }
    smooth[i] = sum / total;
  }
  return smooth;
}

Colour Tint(const Colour& colour) {
  return (colour.array() - colour.mean()).matrix();
}

// By how much the tint of a difference is another than the usual one. Light differs in brightness
// around a ring and hardly in tint: where it does, the lenses see different things, a hand and the
// sleeve behind it.
Colour StrangeTint(const Colour& differs, const Colour& usual) {
  return Tint(differs) - usual;
}

Colour UsualTint(const Line<Colour>& differs, const Line<double>& weights) {
  Colour usual;
  for (int c = 0; c < 3; ++c) {
    std::vector<double> tints;
    for (int column = 0; column < kColumns; ++column) {
      if (weights[column] > 0) {
        tints.push_back(Tint(differs[column])[c]);
      }
    }
    usual[c] = Median(tints);
  }
  return usual;
}

// What the light alone makes differ, smooth around the ring. Where a near thing (a hand, the
// tripod) is seen by one lens alone, the light of its neighbours is what counts; weights and not a
// choice, or the choice would show as an edge that runs from the seam.
Line<Colour> DifferenceOfLight(const Line<Colour>& differs, Line<double> weights) {
  const Colour usual = UsualTint(differs, weights);
  for (int column = 0; column < kColumns; ++column) {
    const double strange = StrangeTint(differs[column], usual).norm() / kTint;
    const double large = differs[column].mean() / kLarge;
    weights[column] /= (1 + strange * strange) * (1 + large * large * large * large);
  }
  Line<Colour> smooth = SmoothAround(differs, weights, kSmoothAround / kCell);
  for (int column = 0; column < kColumns; ++column) {
    const Colour strange = StrangeTint(smooth[column], usual);
    smooth[column] -= strange * (1 - kTint / std::max(kTint, strange.norm()));
  }
  return smooth;
}

struct Crossing {
  Light light;
  Line<double> seam{kColumns, kPi / 2};            // theta around
  Line<Colour> differs{kColumns, Colour::Zero()};  // front minus back in the large, around
  double rms = 0;
};

Crossing Plan(const FisheyePair& pair, const Execution& execution) {
  SeamRing ring = Look(pair, execution);
  Crossing crossing;
  LeaveOutRims(ring);
  crossing.light = MeasureLight(pair, ring);
  EvenOut(ring, crossing.light);
  const Line<double> rows = FindSeam(ring);
  Line<Colour> differs(kColumns, Colour::Zero());
  Line<double> weights(kColumns, 0);
  const int beside = static_cast<int>(kBeside / kCell);
  double squares = 0;
  double count = 1e-9;
  for (int column = 0; column < kColumns; ++column) {
    const int middle = static_cast<int>(rows[column]);
    for (int row = std::max(0, middle - beside); row <= std::min(ring.rows - 1, middle + beside);
         ++row) {
      const SeamCell& cell = ring.At(column, row);
      if (cell.seen[0] && cell.seen[1]) {
        const Colour difference = cell.colour[0] - cell.colour[1];
        differs[column] += difference;
        weights[column] += 1;
        squares += difference.squaredNorm() / 3;
        count += 1;
      }
    }
    differs[column] /= std::max(1.0, weights[column]);
    double theta = 0;
    for (int j = -6; j <= 6; ++j) {
      theta += ring.Theta(rows[(column + j + kColumns) % kColumns]) / 13;
    }
    crossing.seam[column] = theta;
  }
  crossing.rms = std::sqrt(squares / count);
  crossing.differs = DifferenceOfLight(differs, weights);
  return crossing;
}

double Eased(double t) {
  const double s = std::clamp(t, 0.0, 1.0);
  return s * s * (3 - 2 * s);
}

// Half of what differs in the large goes to each side and fades away from the seam; detail crosses
// over within a narrow band.
Colour ColourOf(const FisheyePair& pair,
                const Crossing& crossing,
                const Eigen::Vector3d& direction) {
  const double theta = std::acos(std::clamp(direction.z(), -1.0, 1.0));
  double column = std::atan2(direction.y(), direction.x()) / (2 * kPi) * kColumns;
  column += column < 0 ? kColumns : 0;
  const int before = static_cast<int>(column) % kColumns;
  const int after = (before + 1) % kColumns;
  const double between = column - std::floor(column);
  const double beyond =
      theta - (crossing.seam[before] * (1 - between) + crossing.seam[after] * between);
  const Colour half =
      (crossing.differs[before] * (1 - between) + crossing.differs[after] * between) / 2;
  const double fade = 1 - Eased(std::abs(beyond) / kFade);
  const double back = Eased(0.5 + beyond / (2 * kFeather));
  Colour sum = Colour::Zero();
  for (size_t side = 0; side < 2; ++side) {
    const double weight = side == 0 ? 1 - back : back;
    if (weight > 0) {
      const Colour seen = Sample(pair.discs[side], pair.ProjectMeeting(side, direction));
      sum += weight * (crossing.light.Apply(side, side == 0 ? theta : kPi - theta, seen) +
                       (side == 0 ? -fade : fade) * half);
    }
  }
  return sum;
}

}  // namespace

FisheyeBlend BlendFisheyePair(const FisheyePair& pair,
                              const FisheyeCanvas& canvas,
                              const Execution& execution) {
  const int width = canvas.width;
  const Crossing crossing = Plan(pair, execution);
  FisheyeBlend blend{.pixels = Image8(width, width / 2, 3), .overlap_rms = crossing.rms};
  ParallelFor(execution, static_cast<size_t>(width / 2), [&](size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < width; ++x) {
      const Colour colour =
          ColourOf(pair, crossing, canvas.front_from_result * DirectionAt(x, y, width));
      for (int c = 0; c < 3; ++c) {
        blend.pixels.At(x, y)[c] =
            static_cast<uint8_t>(std::lround(std::clamp(colour[c], 0.0, 255.0)));
      }
    }
  });
  return blend;
}

}  // namespace disan::panorama
