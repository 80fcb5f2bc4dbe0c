// Random numbers and noise as pure functions of their arguments: the same on every machine and for
// any order of evaluation.
#pragma once

#include "datasets/vector.h"

#include <cstdint>

namespace disan::world {

inline uint32_t Hash(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352dU;
  x ^= x >> 15;
  x *= 0x846ca68bU;
  x ^= x >> 16;
  return x;
}
inline uint32_t Hash(uint32_t a, uint32_t b) {
  return Hash(a ^ (Hash(b) + 0x9e3779b9U));
}
inline uint32_t Hash(uint32_t a, uint32_t b, uint32_t c) {
  return Hash(Hash(a, b), c);
}
inline float UnitFloat(uint32_t hash) {
  return static_cast<float>(hash >> 8) * 0x1p-24F;
}
inline float HashFloat(int a, int b = 0, int c = 0) {
  return UnitFloat(
      Hash(static_cast<uint32_t>(a), static_cast<uint32_t>(b), static_cast<uint32_t>(c)));
}

// A stream of numbers from a seed.
class Random {
 public:
  explicit Random(uint32_t seed) : state_(Hash(seed, 0x5eedU)) {}
  uint32_t Next() { return state_ = Hash(state_ + 0x9e3779b9U); }
  float Unit() { return UnitFloat(Next()); }
  float Between(float low, float high) { return low + (high - low) * Unit(); }
  float Normal() {  // Box-Muller, one of the pair
    const float radius = std::sqrt(-2 * std::log(std::max(Unit(), 1e-7F)));
    return radius * std::cos(2 * kPi * Unit());
  }

 private:
  uint32_t state_;
};

// Smooth noise in -1..1 with features of size 1.
float Noise(Vec3 p);
float Noise(Vec2 p);

// Sum of octaves that start at `wavelength_m`; octaves finer than twice the footprint are left out,
// so that far surfaces do not shimmer. About -1..1.
float Fractal(Vec3 p, float wavelength_m, int octaves, float footprint_m);

// Cells around scattered points: distance to the nearest border (0 on it) and the cell's number.
struct Cell {
  float border = 0;  // in cell sizes
  uint32_t id = 0;
};
Cell Cellular(Vec2 p);

}  // namespace disan::world
