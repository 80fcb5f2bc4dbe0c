// Where a sky is exposed to the right, blue clips before green and red do. Left as it is, the photo
// turns green there as soon as it is made darker to match its neighbours. A clipped channel is put
// right from those that are not. Towards the sun a sky turns white, all three channels alike, so
// the ratio of the brightest to the middle one is taken as a power of that of the middle to the
// least; the exponent is that of the bright places around. Where the others clip too, as around the
// sun, they go on as steeply as they came: left as they are, the sun turns grey in the same case.
#pragma once

#include <algorithm>
#include <array>

#include <opencv2/core.hpp>

namespace disan::panorama {

class ClippedLight {
 public:
  // 8 or 16 bits, 3 channels, sRGB curve.
  explicit ClippedLight(const cv::Mat& picture);

  // False when nothing clips or nothing tells how to go on.
  bool Any() const {
    return !beyond_.empty() ||
           std::any_of(power_.begin(), power_.end(), [](const cv::Mat& of_channel) {
             return !of_channel.empty();
           });
  }

  // `encoded` is the picture's own pixel (x, y) in [0, 1], `linear` its light, which only grows.
  // `white` is the light that will be white: no channel goes on beyond it.
  void Restore(int x,
               int y,
               const std::array<float, 3>& encoded,
               const std::array<float, 3>& white,
               std::array<float, 3>& linear) const;

 private:
  int step_ = 1;
  size_t usual_ = 0;              // the channel that clips first in most places
  std::array<cv::Mat, 3> power_;  // of the brightest channel, one float a cell of `step_` pixels
  int fine_step_ = 1;
  std::array<cv::Mat, 3> beyond_;  // light above 1, one float a fine cell
};

}  // namespace disan::panorama
