// Where a photo shows what the panorama shows: its camera, and on top of that small shifts that
// differ from place to place, for photos that were not taken from quite the same point.
#pragma once

#include "pipeline/panorama/camera.h"

#include <vector>

namespace disan::panorama {

// Shifts at the nodes of an even grid over the picture, corner to corner, as shares of its width:
// what the camera alone would put at a pixel stands there plus the shift. Empty: no shifts.
struct ShiftField {
  int columns = 0;
  int rows = 0;
  std::vector<Eigen::Vector2f> shifts;
  double largest = 0;  // length

  bool empty() const { return shifts.empty(); }
  // `x` and `y` in [0, 1] over the picture, clamped.
  Eigen::Vector2d At(double x, double y) const;
};

// One for every photo, or none at all.
using Shifts = std::vector<ShiftField>;
const ShiftField* ShiftOf(const Shifts& shifts, size_t photo);

// A lens with shifts; bearings are in the camera's own frame, as LensMap's.
class PhotoMap {
 public:
  PhotoMap(const Lens& lens, const ShiftField* shift);

  Eigen::Vector3d Bearing(const Eigen::Vector2d& pixel) const;
  bool Project(const Eigen::Vector3d& bearing, Eigen::Vector2d& pixel) const;
  bool Inside(const Eigen::Vector2d& pixel, double margin_px) const {
    return lens_.Inside(pixel, margin_px);
  }
  // The widest angle off the axis that may show, radians.
  double Reach() const;
  Eigen::Vector2d Centre() const { return lens_.Centre(); }

 private:
  Eigen::Vector2d ShiftAt(const Eigen::Vector2d& pixel) const;

  LensMap lens_;
  const ShiftField* shift_;
};

}  // namespace disan::panorama
