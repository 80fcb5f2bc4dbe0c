#include "pipeline/tiles/tile_plan.h"

#include <algorithm>
#include <cmath>

namespace disan {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kMostCols = 64;
constexpr double kFirstLevelWidth = 2048;

int NearestPowerOfTwo(double value) {
  return 1 << std::max(0, static_cast<int>(std::lround(std::log2(std::max(value, 1.0)))));
}

}  // namespace

std::vector<EquirectLevel> PlanEquirect(int width_px, int tile_px) {
  const double wanted = static_cast<double>(width_px) / std::max(tile_px, 1);
  int cols = std::clamp(NearestPowerOfTwo(wanted), 2, kMostCols);
  const int tile = std::max(1, static_cast<int>(std::lround(static_cast<double>(width_px) / cols)));
  std::vector<EquirectLevel> levels;
  while (true) {
    levels.insert(
        levels.begin(),
        {.width_px = tile * cols, .height_px = tile * cols / 2, .cols = cols, .rows = cols / 2});
    // Down to the level whose width is nearest to 2048, and never below two columns.
    if (cols == 2 || tile * cols < kFirstLevelWidth * std::sqrt(2.0)) {
      return levels;
    }
    cols /= 2;
  }
}

CubePlan PlanCube(int width_px, int tile_px) {
  const double face = width_px / kPi;
  const int across = NearestPowerOfTwo(face / std::max(tile_px, 1));
  // Even, so that the preview's faces are half as large.
  const int half = std::max(1, static_cast<int>(std::lround(face / across / 2)));
  return {.tile_px = half * 2, .levels = static_cast<int>(std::lround(std::log2(across))) + 1};
}

}  // namespace disan
