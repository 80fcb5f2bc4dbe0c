// The light of two fisheye lenses, made one: exposure, falloff and tone, from the ring around the
// middle that both of them see.
#pragma once

#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/fisheye_pair.h"

#include <vector>

#include <Eigen/Core>

namespace disan::panorama {

using Levels = Eigen::Vector3d;  // sRGB levels

inline constexpr int kRingColumns = 1440;            // of the ring, around
inline constexpr double kRingCell = 0.25 * kDegree;  // of the ring, across

struct SeamCell {
  bool seen[2] = {};
  Levels colour[2];
};

struct SeamRing {
  int rows = 0;
  std::vector<SeamCell> cells;
  double Theta(double row) const { return kPi / 2 + (row - rows / 2) * kRingCell; }
  double Row(double theta) const { return (theta - kPi / 2) / kRingCell + rows / 2; }
  SeamCell& At(int column, int row) { return cells[Index(column, row)]; }
  const SeamCell& At(int column, int row) const { return cells[Index(column, row)]; }

 private:
  static size_t Index(int column, int row) {
    return static_cast<size_t>(row) * kRingColumns +
           static_cast<size_t>((column % kRingColumns + kRingColumns) % kRingColumns);
  }
};

struct FisheyeLight {
  Levels gain = Levels::Zero();     // log of front over back, at middle grey
  Levels falloff = Levels::Zero();  // log, a radian^2 beyond `from`
  double contrast = 0;              // log of front over back, a unit of the picture's own log
  double from = 0;

  double Falloff(double theta) const;
  // What a lens sees at `theta` from its axis, as the middle of both would. Above white the curve
  // goes on, so that a gain does not flatten highlights before the blend.
  Levels Apply(size_t side, double theta, const Levels& srgb) const;

 private:
  double Curve(double linear) const;
};

// Rows that a lens's housing darkens are no longer seen.
void LeaveOutRims(SeamRing& ring);

FisheyeLight MeasureLight(const FisheyePair& pair, const SeamRing& ring);

void EvenOut(SeamRing& ring, const FisheyeLight& light);

// Reorders what it is given; 0 of nothing.
double MedianLevel(std::vector<double>& values);

}  // namespace disan::panorama
