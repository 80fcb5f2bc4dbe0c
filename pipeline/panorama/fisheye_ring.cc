#include "pipeline/panorama/fisheye_ring.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <cmath>

namespace disan::panorama {

namespace {

float SampleAt(const ImageFloat& image, double x, double y) {
  const double cx = std::clamp(x, 0.0, image.width - 1.001);
  const double cy = std::clamp(y, 0.0, image.height - 1.001);
  const int ix = static_cast<int>(cx);
  const int iy = static_cast<int>(cy);
  const auto fx = static_cast<float>(cx - ix);
  const auto fy = static_cast<float>(cy - iy);
  const float top = *image.At(ix, iy) * (1 - fx) + *image.At(ix + 1, iy) * fx;
  const float below = *image.At(ix, iy + 1) * (1 - fx) + *image.At(ix + 1, iy + 1) * fx;
  return top * (1 - fy) + below * fy;
}

}  // namespace

Pyramid PyramidOf(const FisheyeDisc& disc) {
  const Image8& picture = *disc.picture;
  Pyramid levels(1, ImageFloat(disc.width, picture.height, 1));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < disc.width; ++x) {
      const uint8_t* p = picture.At(disc.left + x, y);
      *levels[0].At(x, y) =
          picture.channels < 3 ? p[0] : static_cast<float>(p[0] + 2 * p[1] + p[2]) / 4;
    }
  }
  while (levels.back().width >= 128) {
    const ImageFloat& fine = levels.back();
    ImageFloat coarse(fine.width / 2, fine.height / 2, 1);
    for (int y = 0; y < coarse.height; ++y) {
      for (int x = 0; x < coarse.width; ++x) {
        *coarse.At(x, y) = (*fine.At(2 * x, 2 * y) + *fine.At(2 * x + 1, 2 * y) +
                            *fine.At(2 * x, 2 * y + 1) + *fine.At(2 * x + 1, 2 * y + 1)) /
                           4;
      }
    }
    levels.push_back(std::move(coarse));
  }
  return levels;
}

Ring Unroll(const FisheyePair& pair, size_t side, const Pyramid& pyramid, const RingShape& shape) {
  const int rows = 2 * static_cast<int>(std::ceil(shape.half / shape.cell)) + 1;
  const int columns = static_cast<int>(std::lround(2 * kPi / shape.cell));
  Ring ring{shape.cell, kPi / 2 - (rows / 2) * shape.cell, ImageFloat(columns, rows, 1)};
  const double pixels = pair.focal_px * shape.cell;  // a cell
  const int level = std::clamp(static_cast<int>(std::lround(std::log2(std::max(1.0, pixels)))),
                               0,
                               static_cast<int>(pyramid.size()) - 1);
  const double scale = std::ldexp(1.0, -level);
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      const Eigen::Vector2d at = pair.Project(side, RingDirection(ring.Azimuth(x), ring.Theta(y)));
      *ring.cells.At(x, y) = pair.Sees(side, at)
                                 ? SampleAt(pyramid[static_cast<size_t>(level)],
                                            (at.x() - pair.discs[side].left + 0.5) * scale - 0.5,
                                            (at.y() + 0.5) * scale - 0.5)
                                 : kUnseenCell;
    }
  }
  return ring;
}

ImageFloat LocallyNormalised(const Ring& ring) {
  constexpr int kAround = 4;
  ImageFloat out(ring.cells.width, ring.cells.height, 1);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (int v = std::max(0, y - kAround); v <= std::min(out.height - 1, y + kAround); ++v) {
        for (int u = x - kAround; u <= x + kAround; ++u) {
          const double value = *ring.At(u, v);
          if (value > kUnseenCell) {
            sum += value;
            squares += value * value;
            ++count;
          }
        }
      }
      const double value = *ring.At(x, y);
      const double mean = count > 0 ? sum / count : 0;
      const double deviation =
          count > 0 ? std::sqrt(std::max(0.0, squares / count - mean * mean)) : 0;
      *out.At(x, y) = value > kUnseenCell && deviation > kTexturedLevels
                          ? static_cast<float>(std::clamp((value - mean) / deviation, -2.5, 2.5))
                          : 0;
    }
  }
  return out;
}

}  // namespace disan::panorama
