#include "formats/mesh/weld.h"

#include <bit>
#include <limits>

namespace disan {
namespace {

constexpr uint32_t kFree = std::numeric_limits<uint32_t>::max();

uint64_t Hash(const Float3& p) {
  const auto bits = [](float f) { return uint64_t{std::bit_cast<uint32_t>(f + 0.0F)}; };
  uint64_t h = bits(p.x) * 0x9E3779B97F4A7C15U;
  h = (h ^ (h >> 29) ^ bits(p.y)) * 0xBF58476D1CE4E5B9U;
  h = (h ^ (h >> 32) ^ bits(p.z)) * 0x94D049BB133111EBU;
  return h ^ (h >> 31);
}

// Bits, not values: NaN equals itself, so that no probe runs for ever.
bool Same(const Float3& a, const Float3& b) {
  const auto bits = [](float f) { return std::bit_cast<uint32_t>(f + 0.0F); };
  return bits(a.x) == bits(b.x) && bits(a.y) == bits(b.y) && bits(a.z) == bits(b.z);
}

}  // namespace

std::vector<uint32_t> FirstOfEqualPositions(const std::vector<Float3>& positions) {
  const size_t capacity = std::bit_ceil(positions.size() + positions.size() / 2 + 8);
  std::vector<uint32_t> table(capacity, kFree);
  std::vector<uint32_t> first(positions.size());
  for (size_t i = 0; i < positions.size(); ++i) {
    size_t at = Hash(positions[i]) & (capacity - 1);
    while (table[at] != kFree && !Same(positions[table[at]], positions[i])) {
      at = (at + 1) & (capacity - 1);
    }
    if (table[at] == kFree) {
      table[at] = static_cast<uint32_t>(i);
    }
    first[i] = table[at];
  }
  return first;
}

}  // namespace disan
