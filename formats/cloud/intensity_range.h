// Intensities come in every range there is. They are kept as 16 bits over the range found.
#pragma once

#include <cstdint>
#include <vector>

namespace disan {

// Empty when all are the same: that says nothing of the surface.
std::vector<uint16_t> SpreadIntensities(const std::vector<float>& raw);

}  // namespace disan
