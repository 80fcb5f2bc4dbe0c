#include "pipeline/panorama/hole.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <Eigen/Core>

namespace disan::panorama {

namespace {

constexpr int kMostColumns = 720;

// The sphere in cells, of which each is bare when all its pixels are.
class Cells {
 public:
  Cells(const std::vector<uint8_t>& covered, int width, double floor_deg)
      : step_(std::max(1, width / kMostColumns)),
        columns_(width / step_),
        rows_(width / 2 / step_) {
    bare_.assign(static_cast<size_t>(columns_) * static_cast<size_t>(rows_), true);
    for (int y = 0; y < rows_; ++y) {
      if ((0.5 - (y + 0.5) / rows_) * 180 < floor_deg) {
        std::fill_n(bare_.begin() + y * static_cast<ptrdiff_t>(columns_), columns_, false);
      }
    }
    for (int y = 0; y < rows_ * step_; ++y) {
      const auto* row = covered.data() + static_cast<ptrdiff_t>(y) * width;
      for (int x = 0; x < columns_ * step_; ++x) {
        if (row[x] != 0) {
          bare_[At(x / step_, y / step_)] = false;
        }
      }
    }
  }

  Hole Largest() {
    Hole largest;
    for (int y = 0; y < rows_; ++y) {
      for (int x = 0; x < columns_; ++x) {
        if (bare_[At(x, y)]) {
          const Hole hole = Take(x, y);
          largest = hole.share > largest.share ? hole : largest;
        }
      }
    }
    return largest;
  }

 private:
  size_t At(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(columns_) + static_cast<size_t>(x);
  }

  // All bare cells that hang together with this one; they are bare no more.
  Hole Take(int x, int y) {
    double area = 0;
    Eigen::Vector3d middle = Eigen::Vector3d::Zero();
    std::vector<std::array<int, 2>> edge{{x, y}};
    bare_[At(x, y)] = false;
    while (!edge.empty()) {
      const auto [column, row] = edge.back();
      edge.pop_back();
      const double pitch = (0.5 - (row + 0.5) / rows_) * std::numbers::pi;
      const double yaw = ((column + 0.5) / columns_ - 0.5) * 2 * std::numbers::pi;
      const double weight = std::cos(pitch);
      area += weight;
      middle += weight * Eigen::Vector3d(std::cos(pitch) * std::sin(yaw),
                                         std::sin(pitch),
                                         std::cos(pitch) * std::cos(yaw));
      for (const auto& [right, down] : {std::array{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
        const int to_row = row + down;
        const int to_column = (column + right + columns_) % columns_;
        if (to_row >= 0 && to_row < rows_ && bare_[At(to_column, to_row)]) {
          bare_[At(to_column, to_row)] = false;
          edge.push_back({to_column, to_row});
        }
      }
    }
    const double yaw = std::atan2(middle.x(), middle.z()) / kDegree;
    return {.share = area * std::numbers::pi / 2 / (static_cast<double>(columns_) * rows_),
            .yaw_deg = yaw < 0 ? yaw + 360 : yaw,
            .pitch_deg = std::atan2(middle.y(), std::hypot(middle.x(), middle.z())) / kDegree};
  }

  int step_;
  int columns_;
  int rows_;
  std::vector<bool> bare_;
};

}  // namespace

Hole LargestHole(const std::vector<uint8_t>& covered, int width, double floor_deg) {
  return Cells(covered, width, floor_deg).Largest();
}

}  // namespace disan::panorama
