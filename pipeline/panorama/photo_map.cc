#include "pipeline/panorama/photo_map.h"

#include <algorithm>
#include <cmath>

namespace disan::panorama {

namespace {
constexpr int kInverseSteps = 4;  // shifts change slowly: each step wins a digit
}

Eigen::Vector2d ShiftField::At(double x, double y) const {
  const double u = std::clamp(x, 0.0, 1.0) * (columns - 1);
  const double v = std::clamp(y, 0.0, 1.0) * (rows - 1);
  const int left = std::min(static_cast<int>(u), columns - 2);
  const int top = std::min(static_cast<int>(v), rows - 2);
  const auto node = [&](int column, int row) -> Eigen::Vector2d {
    return shifts[static_cast<size_t>(row) * static_cast<size_t>(columns) +
                  static_cast<size_t>(column)]
        .cast<double>();
  };
  const double fx = u - left;
  const double fy = v - top;
  return (1 - fy) * ((1 - fx) * node(left, top) + fx * node(left + 1, top)) +
         fy * ((1 - fx) * node(left, top + 1) + fx * node(left + 1, top + 1));
}

const ShiftField* ShiftOf(const Shifts& shifts, size_t photo) {
  return photo < shifts.size() && !shifts[photo].empty() ? &shifts[photo] : nullptr;
}

PhotoMap::PhotoMap(const Lens& lens, const ShiftField* shift) : lens_(lens), shift_(shift) {}

Eigen::Vector2d PhotoMap::ShiftAt(const Eigen::Vector2d& pixel) const {
  const Lens& lens = lens_.lens();
  return shift_->At((pixel.x() + 0.5) / lens.width_px, (pixel.y() + 0.5) / lens.height_px) *
         lens.width_px;
}

Eigen::Vector3d PhotoMap::Bearing(const Eigen::Vector2d& pixel) const {
  if (shift_ == nullptr) {
    return lens_.Bearing(pixel);
  }
  Eigen::Vector2d unshifted = pixel;
  for (int k = 0; k < kInverseSteps; ++k) {
    unshifted = pixel - ShiftAt(unshifted);
  }
  return lens_.Bearing(unshifted);
}

bool PhotoMap::Project(const Eigen::Vector3d& bearing, Eigen::Vector2d& pixel) const {
  if (!lens_.Project(bearing, pixel)) {
    return false;
  }
  if (shift_ != nullptr) {
    pixel += ShiftAt(pixel);
  }
  return true;
}

double PhotoMap::Reach() const {
  const Lens& lens = lens_.lens();
  return lens_.HalfDiagonal() +
         (shift_ == nullptr ? 0 : shift_->largest * lens.width_px / lens.focal_px);
}

}  // namespace disan::panorama
