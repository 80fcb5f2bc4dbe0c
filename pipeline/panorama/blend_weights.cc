#include "pipeline/panorama/blend_weights.h"

#include "pipeline/panorama/mat_view.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr float kEverywhere = 1e-3F;  // so that no place inside any photo is without weight
constexpr float kAtEdge = 1e-3F;
// Bands end softly, in their own pixels: the outermost two give nothing, because putting the
// pyramid together spreads each by that much.
constexpr float kFadeFrom = 1;
constexpr float kFadeReach = 2;
constexpr int kMargin = 4;  // pixels of the coarsest band

// Places on the seam grid that a weight image's pixels look at.
std::vector<Eigen::Vector3d> Directions(
    const Camera& frame, const ShiftField* shift, PyramidSize size, int level, int margin) {
  const PhotoMap lens(frame.lens, shift);
  const double step = 1 << level;
  std::vector<Eigen::Vector3d> directions;
  directions.reserve(static_cast<size_t>(size.width) * static_cast<size_t>(size.height));
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      directions.push_back(frame.world_from_camera *
                           lens.Bearing({(x - margin) * step, (y - margin) * step}));
    }
  }
  return directions;
}

// Bilinear share of the cells around `direction` that belong to `photo`.
float Share(const SeamMap& seams, const Eigen::Vector3d& direction, int photo) {
  const Eigen::Vector2d place = GridPosition(direction, seams.width);
  const int x = static_cast<int>(std::floor(place.x()));
  const int y = static_cast<int>(std::floor(place.y()));
  const double fx = place.x() - x;
  const double fy = place.y() - y;
  double share = 0;
  for (int k = 0; k < 4; ++k) {
    const int column = (x + (k & 1) + seams.width) % seams.width;
    const int row = std::clamp(y + (k >> 1), 0, seams.height() - 1);
    if (seams.photo[static_cast<size_t>(row) * static_cast<size_t>(seams.width) +
                    static_cast<size_t>(column)] == photo) {
      share += ((k & 1) != 0 ? fx : 1 - fx) * ((k >> 1) != 0 ? fy : 1 - fy);
    }
  }
  return static_cast<float>(share);
}

// 1 inside, falling towards the photo's edge.
float Fade(int x, int y, PyramidSize size) {
  const int edge = std::min({x, y, size.width - 1 - x, size.height - 1 - y});
  return std::clamp((static_cast<float>(edge) - kFadeFrom) / kFadeReach, kAtEdge, 1.0F);
}

void FadeOut(ImageFloat& weights) {
  for (int y = 0; y < weights.height; ++y) {
    for (int x = 0; x < weights.width; ++x) {
      *weights.At(x, y) *= Fade(x, y, {weights.width, weights.height});
    }
  }
}

// Whom the cells belong to that the photo's pixels look at, with the margin around it.
cv::Mat MaskOf(const SeamMap& seams,
               const Camera& frame,
               int photo,
               const BlendOptions& options,
               ImageFloat& mask) {
  const int margin = MarginAt(kMaskLevel, options.levels);
  const PyramidSize inner = LevelSize(frame.lens.width_px, frame.lens.height_px, kMaskLevel);
  const PyramidSize size{inner.width + 2 * margin, inner.height + 2 * margin};
  const auto directions = Directions(
      frame, ShiftOf(options.shifts, static_cast<size_t>(photo)), size, kMaskLevel, margin);
  mask = ImageFloat(size.width, size.height, 1);
  for (size_t i = 0; i < directions.size(); ++i) {
    mask.pixels[i] = Share(seams, directions[i], photo);
  }
  cv::Mat inside = View(mask)(cv::Rect(margin, margin, inner.width, inner.height));
  inside += kEverywhere;
  return inside;
}

BandWeights RawWeights(const SeamMap& seams,
                       const Camera& frame,
                       int photo,
                       const BlendOptions& options) {
  BandWeights weights;
  ImageFloat mask;
  const cv::Mat inside = MaskOf(seams, frame, photo, options, mask);
  weights.detail = ImageFloat(inside.cols, inside.rows, 1);
  cv::Mat detail = View(weights.detail);
  inside.copyTo(detail);
  FadeOut(weights.detail);
  cv::Mat level;
  cv::GaussianBlur(View(mask), level, cv::Size(5, 5), 1);
  for (int k = kMaskLevel; k <= options.levels; ++k) {
    // Softer than the pyramid's own pixels, so that every photo's frame sees the same slope.
    ImageFloat band(level.cols, level.rows, 1);
    cv::Mat soft = View(band);
    cv::GaussianBlur(level, soft, cv::Size(7, 7), 1.2);
    FadeOut(band);
    weights.bands.push_back(std::move(band));
    cv::Mat next;
    cv::pyrDown(level, next);
    level = next;
  }
  return weights;
}

float Bilinear(const ImageFloat& image, double x, double y) {
  const double inside_x = std::clamp(x, 0.0, image.width - 1.0);
  const double inside_y = std::clamp(y, 0.0, image.height - 1.0);
  const int left = std::min(static_cast<int>(inside_x), std::max(0, image.width - 2));
  const int top = std::min(static_cast<int>(inside_y), std::max(0, image.height - 2));
  const int right = std::min(left + 1, image.width - 1);
  const int bottom = std::min(top + 1, image.height - 1);
  const auto fx = static_cast<float>(inside_x - left);
  const auto fy = static_cast<float>(inside_y - top);
  return (1 - fy) * ((1 - fx) * *image.At(left, top) + fx * *image.At(right, top)) +
         fy * ((1 - fx) * *image.At(left, bottom) + fx * *image.At(right, bottom));
}

// A band's own lattice in the photos' frames.
struct Lattice {
  int level = 0;
  int margin = 0;  // its pixels around the photo
};

struct Frame {
  PhotoMap lens;
  Eigen::Matrix3d camera_from_world;
  Eigen::Vector3d axis;
  double nearest;  // cosine of the widest angle off the axis
};

// The sum of one band's weights over all photos, on a grid over the sphere.
ImageFloat SumOverPhotos(const std::vector<const ImageFloat*>& weights,
                         const std::vector<Frame>& frames,
                         const Lattice& lattice,
                         int grid_width,
                         const Execution& execution) {
  ImageFloat sum(grid_width, grid_width / 2, 1);
  const double step = 1 << lattice.level;
  ParallelFor(execution, static_cast<size_t>(sum.height), [&](size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < grid_width; ++x) {
      const Eigen::Vector3d direction = DirectionAt(x, y, grid_width);
      float total = 0;
      for (size_t i = 0; i < frames.size(); ++i) {
        Eigen::Vector2d pixel;
        if (direction.dot(frames[i].axis) > frames[i].nearest &&
            frames[i].lens.Project(frames[i].camera_from_world * direction, pixel) &&
            frames[i].lens.Inside(pixel, -step * (lattice.margin + 1))) {
          total += Bilinear(
              *weights[i], pixel.x() / step + lattice.margin, pixel.y() / step + lattice.margin);
        }
      }
      *sum.At(x, y) = total;
    }
  });
  return sum;
}

float SumAt(const ImageFloat& sum, const Eigen::Vector3d& direction) {
  const Eigen::Vector2d place = GridPosition(direction, sum.width);
  const int x = static_cast<int>(std::floor(place.x()));
  const int y = static_cast<int>(std::floor(place.y()));
  const auto fx = static_cast<float>(place.x() - x);
  const auto fy = static_cast<float>(place.y() - y);
  const auto at = [&](int column, int row) {
    return *sum.At((column + sum.width) % sum.width, std::clamp(row, 0, sum.height - 1));
  };
  return (1 - fy) * ((1 - fx) * at(x, y) + fx * at(x + 1, y)) +
         fy * ((1 - fx) * at(x, y + 1) + fx * at(x + 1, y + 1));
}

void DivideBySum(ImageFloat& weights,
                 const ImageFloat& sum,
                 const Camera& frame,
                 const ShiftField* shift,
                 const Lattice& lattice) {
  const auto directions =
      Directions(frame, shift, {weights.width, weights.height}, lattice.level, lattice.margin);
  for (size_t i = 0; i < directions.size(); ++i) {
    weights.pixels[i] /= std::max(SumAt(sum, directions[i]), weights.pixels[i]);
  }
}

}  // namespace

PyramidSize LevelSize(int width, int height, int level) {
  PyramidSize size{width, height};
  for (int k = 0; k < level; ++k) {
    size = {(size.width + 1) / 2, (size.height + 1) / 2};
  }
  return size;
}

int MarginAt(int level, int levels) {
  return kMargin << (levels - level);
}

PyramidSize SizeWithMargin(int width, int height, int level, int levels) {
  const PyramidSize size = LevelSize(width, height, level);
  const int margin = MarginAt(level, levels);
  return {size.width + 2 * margin, size.height + 2 * margin};
}

std::vector<BandWeights> FindBandWeights(const SeamMap& seams,
                                         const std::vector<Camera>& frames,
                                         const std::vector<int>& photos,
                                         const BlendOptions& options,
                                         const Execution& execution) {
  std::vector<BandWeights> weights(photos.size());
  std::vector<Frame> views;
  for (const int photo : photos) {
    const Camera& camera = frames[static_cast<size_t>(photo)];
    const PhotoMap lens(camera.lens, ShiftOf(options.shifts, static_cast<size_t>(photo)));
    const double beyond = MarginAt(0, options.levels) / camera.lens.focal_px;
    views.push_back({lens,
                     camera.world_from_camera.transpose(),
                     camera.world_from_camera.col(2),
                     std::cos(std::min(std::numbers::pi, lens.Reach() + 0.05 + beyond))});
  }
  ParallelFor(execution, photos.size(), [&](size_t i) {
    weights[i] = RawWeights(seams, frames[static_cast<size_t>(photos[i])], photos[i], options);
  });
  const int band_count = options.levels - kMaskLevel + 1;
  for (int band = -1; band < band_count; ++band) {
    const int level = kMaskLevel + std::max(0, band);
    const Lattice lattice{level, band < 0 ? 0 : MarginAt(level, options.levels)};
    std::vector<ImageFloat*> of_band;
    for (BandWeights& of_photo : weights) {
      of_band.push_back(band < 0 ? &of_photo.detail : &of_photo.bands[static_cast<size_t>(band)]);
    }
    const int grid_width = std::max(128, options.output_width >> level);
    const ImageFloat sum =
        SumOverPhotos({of_band.begin(), of_band.end()}, views, lattice, grid_width, execution);
    ParallelFor(execution, photos.size(), [&](size_t i) {
      const size_t photo = static_cast<size_t>(photos[i]);
      DivideBySum(*of_band[i], sum, frames[photo], ShiftOf(options.shifts, photo), lattice);
    });
  }
  return weights;
}

}  // namespace disan::panorama
