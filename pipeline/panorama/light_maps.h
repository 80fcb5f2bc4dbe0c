// A photo's light as a smooth map that can be asked between pixels: what noise and grain hide from
// a single pixel, the mean of many shows, a sky's clouds first of all.
#pragma once

#include "formats/image/image.h"
#include "pipeline/panorama/camera.h"

#include <array>
#include <optional>
#include <vector>

namespace disan::panorama {

enum class Detail { kCoarse, kFine };
inline constexpr std::array<int, 2> kMapLongSide = {48, 192};  // pixels

class LightMap {
 public:
  // `small` is what Features keep of a photo.
  LightMap(const Image8& small, const Lens& lens, Detail detail);

  const LensMap& lens() const { return lens_; }

  // Natural logarithm of the green light at a pixel of the map; empty beside the picture and where
  // the light is clipped or too dark to tell.
  std::optional<double> At(const Eigen::Vector2d& pixel) const;

  // How far inside the picture: 0 at its edge, 1 in the middle.
  double Inside(const Eigen::Vector2d& pixel) const;

  // Squared distance from the picture's middle; 1 in its corners.
  double SquaredRadius(const Eigen::Vector2d& pixel) const;

 private:
  int width_ = 0;
  int height_ = 0;
  LensMap lens_;
  std::vector<float> log_light_;  // NaN where unknown
};

// Both maps of a photo.
using LightMaps = std::array<LightMap, 2>;

}  // namespace disan::panorama
