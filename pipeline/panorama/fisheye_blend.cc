#include "pipeline/panorama/fisheye_blend.h"

#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/fisheye_light.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Dense>

namespace disan::panorama {

namespace {

constexpr double kFeather = 0.7 * kDegree;  // half the crossing of fine detail
constexpr double kFade = 25 * kDegree;      // over which what differs in the large is evened out
constexpr double kBeside = 1.0 * kDegree;   // of the seam: where the difference is measured
constexpr double kSmoothAround = 6 * kDegree;
constexpr double kLarge = 10;  // levels: light that differs by more than this is rarely light
constexpr double kTint = 4;    // levels: so far the lenses' colours differ by their light alone

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
Levels Sample(const FisheyeDisc& disc, const Eigen::Vector2d& at) {
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
  Levels sum = Levels::Zero();
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
Levels Mean(const FisheyeDisc& disc, const Eigen::Vector2d& at, int half) {
  Levels sum = Levels::Zero();
  for (int v = -half; v <= half; ++v) {
    for (int u = -half; u <= half; ++u) {
      sum += Sample(disc, at + Eigen::Vector2d(u, v));
    }
  }
  return sum / ((2 * half + 1) * (2 * half + 1));
}

SeamRing Look(const FisheyePair& pair, const Execution& execution) {
  const double half = std::clamp(pair.FieldOfView() / 2 - kPi / 2, 1 * kDegree, 12 * kDegree);
  SeamRing ring{.rows = 2 * static_cast<int>(half / kRingCell) + 1, .cells = {}};
  ring.cells.resize(static_cast<size_t>(ring.rows) * kRingColumns);
  const int around = std::clamp(static_cast<int>(pair.focal_px * kRingCell / 2), 0, 2);
  ParallelFor(execution, static_cast<size_t>(ring.rows), [&](size_t row) {
    for (int column = 0; column < kRingColumns; ++column) {
      SeamCell& cell = ring.At(column, static_cast<int>(row));
      const Eigen::Vector3d direction =
          RingDirection(2 * kPi * column / kRingColumns, ring.Theta(static_cast<double>(row)));
      for (size_t side = 0; side < 2; ++side) {
        const Eigen::Vector2d at = pair.ProjectMeeting(side, direction);
        cell.seen[side] = pair.Sees(side, at);
        cell.colour[side] = Mean(pair.discs[side], at, around);
      }
    }
  });
  return ring;
}

// The cheapest way around the ring; twice around, so that its end meets its beginning.
Line<double> FindSeam(SeamRing& ring) {
  const int columns = 2 * kRingColumns;
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
  Line<double> seam(kRingColumns, 0);
  for (int column = columns - 1; column > kRingColumns / 2; --column) {
    seam[column % kRingColumns] = row;
    row += from[column * ring.rows + row];
  }
  return seam;
}

Line<Levels> SmoothAround(const Line<Levels>& values, const Line<double>& weights, double sigma) {
  const int reach = static_cast<int>(3 * sigma);
  Line<Levels> smooth(kRingColumns, Levels::Zero());
  for (int i = 0; i < kRingColumns; ++i) {
    Levels sum = Levels::Zero();
    double total = 1e-9;
    for (int j = -reach; j <= reach; ++j) {
      const int at = (i + j + kRingColumns) % kRingColumns;
      const double weight = weights[at] * std::exp(-0.5 * j * j / (sigma * sigma));
      sum += weight * values[at];
      total += weight;
    }
    smooth[i] = sum / total;
  }
  return smooth;
}

Levels Tint(const Levels& colour) {
  return (colour.array() - colour.mean()).matrix();
}

// By how much the tint of a difference is another than the usual one. Light differs in brightness
// around a ring and hardly in tint: where it does, the lenses see different things, a hand and the
// sleeve behind it.
Levels StrangeTint(const Levels& differs, const Levels& usual) {
  return Tint(differs) - usual;
}

Levels UsualTint(const Line<Levels>& differs, const Line<double>& weights) {
  Levels usual;
  for (int c = 0; c < 3; ++c) {
    std::vector<double> tints;
    for (int column = 0; column < kRingColumns; ++column) {
      if (weights[column] > 0) {
        tints.push_back(Tint(differs[column])[c]);
      }
    }
    usual[c] = MedianLevel(tints);
  }
  return usual;
}

// What the light alone makes differ, smooth around the ring. Where a near thing (a hand, the
// tripod) is seen by one lens alone, the light of its neighbours is what counts; weights and not a
// choice, or the choice would show as an edge that runs from the seam.
Line<Levels> DifferenceOfLight(const Line<Levels>& differs, Line<double> weights) {
  const Levels usual = UsualTint(differs, weights);
  for (int column = 0; column < kRingColumns; ++column) {
    const double strange = StrangeTint(differs[column], usual).norm() / kTint;
    const double large = differs[column].mean() / kLarge;
    weights[column] /= (1 + strange * strange) * (1 + large * large * large * large);
  }
  Line<Levels> smooth = SmoothAround(differs, weights, kSmoothAround / kRingCell);
  for (int column = 0; column < kRingColumns; ++column) {
    const Levels strange = StrangeTint(smooth[column], usual);
    smooth[column] -= strange * (1 - kTint / std::max(kTint, strange.norm()));
  }
  return smooth;
}

struct Crossing {
  FisheyeLight light;
  Line<double> seam{kRingColumns, kPi / 2};            // theta around
  Line<Levels> differs{kRingColumns, Levels::Zero()};  // front minus back in the large, around
  double rms = 0;
};

Crossing Plan(const FisheyePair& pair, const Execution& execution) {
  SeamRing ring = Look(pair, execution);
  Crossing crossing;
  LeaveOutRims(ring);
  crossing.light = MeasureLight(pair, ring);
  EvenOut(ring, crossing.light);
  const Line<double> rows = FindSeam(ring);
  Line<Levels> differs(kRingColumns, Levels::Zero());
  Line<double> weights(kRingColumns, 0);
  const int beside = static_cast<int>(kBeside / kRingCell);
  double squares = 0;
  double count = 1e-9;
  for (int column = 0; column < kRingColumns; ++column) {
    const int middle = static_cast<int>(rows[column]);
    for (int row = std::max(0, middle - beside); row <= std::min(ring.rows - 1, middle + beside);
         ++row) {
      const SeamCell& cell = ring.At(column, row);
      if (cell.seen[0] && cell.seen[1]) {
        const Levels difference = cell.colour[0] - cell.colour[1];
        differs[column] += difference;
        weights[column] += 1;
        squares += difference.squaredNorm() / 3;
        count += 1;
      }
    }
    differs[column] /= std::max(1.0, weights[column]);
    double theta = 0;
    for (int j = -6; j <= 6; ++j) {
      theta += ring.Theta(rows[(column + j + kRingColumns) % kRingColumns]) / 13;
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
Levels ColourOf(const FisheyePair& pair,
                const Crossing& crossing,
                const Eigen::Vector3d& direction) {
  const double theta = std::acos(std::clamp(direction.z(), -1.0, 1.0));
  double column = std::atan2(direction.y(), direction.x()) / (2 * kPi) * kRingColumns;
  column += column < 0 ? kRingColumns : 0;
  const int before = static_cast<int>(column) % kRingColumns;
  const int after = (before + 1) % kRingColumns;
  const double between = column - std::floor(column);
  const double beyond =
      theta - (crossing.seam[before] * (1 - between) + crossing.seam[after] * between);
  const Levels half =
      (crossing.differs[before] * (1 - between) + crossing.differs[after] * between) / 2;
  const double fade = 1 - Eased(std::abs(beyond) / kFade);
  const double back = Eased(0.5 + beyond / (2 * kFeather));
  Levels sum = Levels::Zero();
  for (size_t side = 0; side < 2; ++side) {
    const double weight = side == 0 ? 1 - back : back;
    if (weight > 0) {
      const Levels seen = Sample(pair.discs[side], pair.ProjectMeeting(side, direction));
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
      const Levels colour =
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
