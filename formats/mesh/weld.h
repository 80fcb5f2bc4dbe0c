// Vertices that lie at exactly the same place.
#pragma once

#include "formats/mesh/vector.h"

#include <cstdint>
#include <vector>

namespace disan {

// For each position the index of the first one with the same bits (-0 counts as 0). Entry i is
// never larger than i.
std::vector<uint32_t> FirstOfEqualPositions(const std::vector<Float3>& positions);

}  // namespace disan
