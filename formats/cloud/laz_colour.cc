#include "formats/cloud/laz_colour.h"

#include <algorithm>

namespace disan::laz {

namespace {

int LowByte(uint16_t value) {
  return value & 0xFF;
}
int HighByte(uint16_t value) {
  return value >> 8;
}

// A byte predicted from `last` moved by `difference`, corrected by `correction`.
int Predicted(int last, int difference, uint32_t correction) {
  return (std::clamp(last + difference, 0, 255) + static_cast<int>(correction)) & 0xFF;
}

}  // namespace

Rgb16 ColourModels::Next(Decoder& decoder, const Rgb16& last) {
  const uint32_t changed = decoder.Symbol(changed_.Of(128));
  std::array<int, 3> low{LowByte(last[0]), LowByte(last[1]), LowByte(last[2])};
  std::array<int, 3> high{HighByte(last[0]), HighByte(last[1]), HighByte(last[2])};
  if ((changed & 1U) != 0) {
    low[0] = Predicted(low[0], 0, Low(decoder, 0));
  }
  if ((changed & 2U) != 0) {
    high[0] = Predicted(high[0], 0, High(decoder, 0));
  }
  if ((changed & 64U) == 0) {  // grey
    const auto grey = static_cast<uint16_t>(high[0] << 8 | low[0]);
    return {grey, grey, grey};
  }
  // The order of the stream: low green, low blue, high green, high blue.
  const int red_low = low[0] - LowByte(last[0]);
  if ((changed & 4U) != 0) {
    low[1] = Predicted(low[1], red_low, Low(decoder, 1));
  }
  if ((changed & 16U) != 0) {
    const uint32_t correction = Low(decoder, 2);
    low[2] = Predicted(low[2], (red_low + low[1] - LowByte(last[1])) / 2, correction);
  }
  const int red_high = high[0] - HighByte(last[0]);
  if ((changed & 8U) != 0) {
    high[1] = Predicted(high[1], red_high, High(decoder, 1));
  }
  if ((changed & 32U) != 0) {
    const uint32_t correction = High(decoder, 2);
    high[2] = Predicted(high[2], (red_high + high[1] - HighByte(last[1])) / 2, correction);
  }
  return {static_cast<uint16_t>(high[0] << 8 | low[0]),
          static_cast<uint16_t>(high[1] << 8 | low[1]),
          static_cast<uint16_t>(high[2] << 8 | low[2])};
}

}  // namespace disan::laz
