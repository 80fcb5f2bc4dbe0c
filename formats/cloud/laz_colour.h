// Colours in LAZ: which bytes changed, and each changed byte as a difference; green and blue are
// predicted by what red (and green) did. The same in both generations of the format.
#pragma once

#include "formats/cloud/laz_arithmetic.h"

#include <array>

namespace disan::laz {

using Rgb16 = std::array<uint16_t, 3>;

class ColourModels {
 public:
  Rgb16 Next(Decoder& decoder, const Rgb16& last);

 private:
  uint32_t Low(Decoder& decoder, size_t channel) {
    return decoder.Symbol(bytes_[2 * channel].Of(256));
  }
  uint32_t High(Decoder& decoder, size_t channel) {
    return decoder.Symbol(bytes_[2 * channel + 1].Of(256));
  }

  LazyModel changed_;
  std::array<LazyModel, 6> bytes_;
};

}  // namespace disan::laz
