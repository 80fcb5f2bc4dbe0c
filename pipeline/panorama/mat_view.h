// Pictures as OpenCV sees them, without a copy.
#pragma once

#include "formats/image/image.h"

#include <opencv2/core.hpp>

namespace disan::panorama {

// OpenCV knows no Mat that may only be read: whoever gets a const picture's view does not write to
// it.
template <typename Sample>
cv::Mat View(const Image<Sample>& image) {
  return {image.height,
          image.width,
          CV_MAKETYPE(cv::DataType<Sample>::depth, image.channels),
          const_cast<Sample*>(image.pixels.data())};
}

}  // namespace disan::panorama
