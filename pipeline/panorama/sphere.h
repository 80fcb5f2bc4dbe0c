// The equirectangular grid: longitude grows to the right, the middle column looks along +z, the top
// row looks up (-y).
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Core>

namespace disan::panorama {

inline Eigen::Vector3d DirectionAt(double x, double y, int width) {
  const double longitude = ((x + 0.5) / width - 0.5) * 2 * std::numbers::pi;
  const double latitude = (0.5 - (y + 0.5) / (width / 2)) * std::numbers::pi;
  return {std::cos(latitude) * std::sin(longitude),
          -std::sin(latitude),
          std::cos(latitude) * std::cos(longitude)};
}

// Continuous grid position of a unit direction; x is in [-0.5, width - 0.5].
inline Eigen::Vector2d GridPosition(const Eigen::Vector3d& direction, int width) {
  const double longitude = std::atan2(direction.x(), direction.z());
  const double latitude = std::asin(std::clamp(-direction.y(), -1.0, 1.0));
  return {(longitude / (2 * std::numbers::pi) + 0.5) * width - 0.5,
          (0.5 - latitude / std::numbers::pi) * (width / 2) - 0.5};
}

// Share of the sphere that one cell of `row` covers, times the number of cells.
inline double RowWeight(int row, int height) {
  return std::cos((0.5 - (row + 0.5) / height) * std::numbers::pi) * std::numbers::pi / 2;
}

}  // namespace disan::panorama
