#include "formats/cloud/intensity_range.h"

#include <algorithm>
#include <cmath>

namespace disan {

std::vector<uint16_t> SpreadIntensities(const std::vector<float>& raw) {
  float low = 0.0F;
  float high = 0.0F;
  bool first = true;
  for (const float value : raw) {
    if (std::isfinite(value)) {
      low = first ? value : std::min(low, value);
      high = first ? value : std::max(high, value);
      first = false;
    }
  }
  std::vector<uint16_t> spread;
  if (!(high > low)) {
    return spread;
  }
  const double range = static_cast<double>(high) - static_cast<double>(low);
  spread.reserve(raw.size());
  for (const float value : raw) {
    const double share = std::isfinite(value)
                             ? (static_cast<double>(value) - static_cast<double>(low)) / range
                             : 0.0;
    spread.push_back(static_cast<uint16_t>(std::lround(share * 65535.0)));
  }
  return spread;
}

}  // namespace disan
