#include "pipeline/panorama/seam_layers.h"

#include "pipeline/panorama/mat_view.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr SeamCell kNothing{};
constexpr int kClipped = 250;
constexpr double kEdgeCost = 100;  // at the photo's very edge
constexpr double kClipCost = 150;

// Reduced so that neither cells nor pixels are skipped.
cv::Mat AtGridScale(const Image8& small, const Lens& lens, int grid_width) {
  const cv::Mat all = View(small);
  const double wanted = grid_width / (2 * std::numbers::pi);  // focal length of the grid
  const double scale = wanted / lens.focal_px;
  cv::Mat reduced = all;
  if (scale < 0.8) {
    cv::resize(all,
               reduced,
               cv::Size(std::max(2, static_cast<int>(std::lround(small.width * scale))),
                        std::max(2, static_cast<int>(std::lround(small.height * scale)))),
               0,
               0,
               cv::INTER_AREA);
  }
  return reduced;
}

SeamCell CellOf(const cv::Mat& picture,
                const PhotoMap& lens,
                const Eigen::Vector2d& pixel,
                const std::array<double, 3>& gain,
                const Vignetting& vignetting) {
  const int x = std::clamp(static_cast<int>(std::lround(pixel.x())), 0, picture.cols - 1);
  const int y = std::clamp(static_cast<int>(std::lround(pixel.y())), 0, picture.rows - 1);
  const cv::Vec3b& value = picture.at<cv::Vec3b>(y, x);
  const Eigen::Vector2d half(picture.cols / 2.0, picture.rows / 2.0);
  const double darkening =
      VignettingAt(vignetting, (pixel - lens.Centre()).squaredNorm() / half.squaredNorm());
  SeamCell cell;
  bool clipped = false;
  for (int c = 0; c < 3; ++c) {
    const size_t channel = static_cast<size_t>(c);
    const double linear = ToLinear(value[c] / 255.0) * gain[channel] / darkening;
    cell.colour[channel] =
        static_cast<uint8_t>(std::clamp(std::lround(255 * ToEncoded(linear)), 0L, 255L));
    clipped |= value[c] >= kClipped;
  }
  const double inside = std::min({(pixel.x() + 0.5) / half.x(),
                                  2 - (pixel.x() + 0.5) / half.x(),
                                  (pixel.y() + 0.5) / half.y(),
                                  2 - (pixel.y() + 0.5) / half.y()});
  const double edge = 1 - std::clamp(inside, 0.0, 1.0);
  cell.cost = static_cast<uint8_t>(
      std::lround(std::min(254.0, kEdgeCost * edge * edge + (clipped ? kClipCost : 0))));
  return cell;
}

SeamLayer LayOne(const Image8& small,
                 const Camera& camera,
                 const ShiftField* shift,
                 const std::pair<std::array<double, 3>, Vignetting>& light,
                 int grid_width) {
  const cv::Mat picture =
      AtGridScale(small, Scaled(camera.lens, small.width, small.height), grid_width);
  const PhotoMap lens(Scaled(camera.lens, picture.cols, picture.rows), shift);
  const Eigen::Matrix3d camera_from_world = camera.world_from_camera.transpose();
  const double nearest = std::cos(std::min(std::numbers::pi, lens.Reach() + 0.02));
  const Eigen::Vector3d axis = camera.world_from_camera.col(2);
  std::vector<std::pair<uint32_t, SeamCell>> cells;
  for (int y = 0; y < grid_width / 2; ++y) {
    for (int x = 0; x < grid_width; ++x) {
      const Eigen::Vector3d direction = DirectionAt(x, y, grid_width);
      Eigen::Vector2d pixel;
      if (direction.dot(axis) > nearest && lens.Project(camera_from_world * direction, pixel) &&
          lens.Inside(pixel, -0.45)) {
        cells.emplace_back(static_cast<uint32_t>(y * grid_width + x),
                           CellOf(picture, lens, pixel, light.first, light.second));
      }
    }
  }
  return {grid_width, cells};
}

}  // namespace

SeamLayer::SeamLayer(int grid_width, const std::vector<std::pair<uint32_t, SeamCell>>& cells)
    : grid_width_(grid_width) {
  if (cells.empty()) {
    return;
  }
  const auto width = static_cast<uint32_t>(grid_width);
  top_ = static_cast<int>(cells.front().first / width);
  rows_ = static_cast<int>(cells.back().first / width) - top_ + 1;
  std::vector<bool> used(width, false);
  for (const auto& [index, cell] : cells) {
    used[index % width] = true;
  }
  // The columns that follow the widest gap.
  int gap = 0;
  int widest = 0;
  left_ = 0;
  for (int x = 0; x < 2 * grid_width; ++x) {
    if (used[static_cast<size_t>(x % grid_width)]) {
      if (gap > widest) {
        widest = gap;
        left_ = x % grid_width;
      }
      gap = 0;
    } else {
      ++gap;
    }
  }
  columns_ = grid_width - widest;
  cells_.assign(static_cast<size_t>(rows_) * static_cast<size_t>(columns_), kNothing);
  for (const auto& [index, cell] : cells) {
    const int y = static_cast<int>(index / width) - top_;
    const int x = (static_cast<int>(index % width) - left_ + grid_width) % grid_width;
    cells_[static_cast<size_t>(y) * static_cast<size_t>(columns_) + static_cast<size_t>(x)] = cell;
  }
}

const SeamCell& SeamLayer::At(int x, int y) const {
  const int row = y - top_;
  int column = x - left_;
  if (column < 0) {
    column += grid_width_;
  }
  if (row < 0 || row >= rows_ || column >= columns_) {
    return kNothing;
  }
  return cells_[static_cast<size_t>(row) * static_cast<size_t>(columns_) +
                static_cast<size_t>(column)];
}

std::vector<SeamLayer> LaySeamLayers(const std::vector<Image8>& small,
                                     const std::vector<Camera>& cameras,
                                     const std::vector<int>& photos,
                                     const Light& light,
                                     const SeamGrid& grid,
                                     const Execution& execution) {
  std::vector<SeamLayer> layers(photos.size());
  ParallelFor(execution, photos.size(), [&](size_t i) {
    const size_t photo = static_cast<size_t>(photos[i]);
    layers[i] = LayOne(small[photo],
                       cameras[photo],
                       ShiftOf(grid.shifts, photo),
                       {light.gain[photo], light.vignetting[photo]},
                       grid.width);
  });
  return layers;
}

}  // namespace disan::panorama
