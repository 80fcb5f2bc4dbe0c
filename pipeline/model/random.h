// Numbers that look random and are the same on every machine: a seed and a counter in, a number
// out, so that parallel work needs no shared state.
#pragma once

#include <cstdint>

namespace disan {

// SplitMix64 (Steele et al. 2014).
inline uint64_t HashOf(uint64_t seed, uint64_t counter) {
  uint64_t z = seed * 0xD1B54A32D192ED03U + (counter + 1) * 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

// In [0, 1).
inline double UnitRandom(uint64_t seed, uint64_t counter) {
  return static_cast<double>(HashOf(seed, counter) >> 11) * 0x1.0p-53;
}

}  // namespace disan
