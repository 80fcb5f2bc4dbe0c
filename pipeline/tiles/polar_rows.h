// Near a pole an equirectangular row holds many more pixels than the sphere has room for. Each such
// row is kept narrowed as well, by the power of two that its latitude asks for, so that a filter of
// fixed size neither skips pixels (aliasing) nor has to grow.
#pragma once

#include "formats/image/image.h"
#include "pipeline/execution/execution.h"

#include <cstdint>
#include <vector>

namespace disan {

class PolarRows {
 public:
  // `image` has 8 bits and 3 channels and has to outlive this.
  PolarRows(const Image8& image, const Execution& execution);

  struct Row {
    const uint8_t* pixels = nullptr;
    int width = 0;
  };
  Row At(int y) const;

  const Image8& image() const { return *image_; }
  // Rows from first_full() up to, not with, end_full() are as wide as the image.
  int first_full() const { return first_full_; }
  int end_full() const { return end_full_; }

 private:
  const Image8* image_;
  int first_full_ = 0;
  int end_full_ = 0;
  std::vector<std::vector<uint8_t>> narrowed_;  // by row; empty where full
};

}  // namespace disan
