#include "datasets/noise.h"

namespace disan::world {
namespace {

// Eight lattice points at a time; the compiler makes of it what the processor has.
using Eight [[gnu::vector_size(32)]] = uint32_t;
using EightFloats [[gnu::vector_size(32)]] = float;

constexpr uint32_t kX = 0x8da6b343U, kY = 0xd8163841U, kZ = 0xcb1ab31fU;

inline int Floor(float x) {
  const int i = static_cast<int>(x);
  return i - (x < static_cast<float>(i) ? 1 : 0);
}

inline float Fade(float t) {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

[[gnu::always_inline]] inline float Lattice8(Vec3 p) {
  const int ix = Floor(p.x), iy = Floor(p.y), iz = Floor(p.z);
  const uint32_t x = static_cast<uint32_t>(ix) * kX, y = static_cast<uint32_t>(iy) * kY,
                 z = static_cast<uint32_t>(iz) * kZ;
  const Eight xs{x, x + kX, x, x + kX, x, x + kX, x, x + kX};
  const Eight ys{y, y, y + kY, y + kY, y, y, y + kY, y + kY};
  const Eight zs{z, z, z, z, z + kZ, z + kZ, z + kZ, z + kZ};
  Eight h = xs ^ ys ^ zs;
  h ^= h >> 13;
  h *= 0x5bd1e995U;
  h ^= h >> 15;
  using EightInts [[gnu::vector_size(32)]] = int32_t;
  const EightFloats value =
      __builtin_convertvector(reinterpret_cast<EightInts>(h >> 8), EightFloats) * 0x1p-23F - 1.0F;
  const float u = Fade(p.x - static_cast<float>(ix)), v = Fade(p.y - static_cast<float>(iy)),
              w = Fade(p.z - static_cast<float>(iz));
  const float low = Mix(Mix(value[0], value[1], u), Mix(value[2], value[3], u), v);
  const float high = Mix(Mix(value[4], value[5], u), Mix(value[6], value[7], u), v);
  return Mix(low, high, w);
}

float Lattice(int x, int y) {
  uint32_t h = static_cast<uint32_t>(x) * kX ^ static_cast<uint32_t>(y) * kY;
  h ^= h >> 13;
  h *= 0x5bd1e995U;
  h ^= h >> 15;
  return static_cast<float>(h >> 8) * 0x1p-23F - 1;
}

}  // namespace

[[gnu::target_clones("avx2", "default")]] float Noise(Vec3 p) {
  return Lattice8(p);
}

float Noise(Vec2 p) {
  const int x = Floor(p.x), y = Floor(p.y);
  const float u = Fade(p.x - static_cast<float>(x)), v = Fade(p.y - static_cast<float>(y));
  return Mix(Mix(Lattice(x, y), Lattice(x + 1, y), u),
             Mix(Lattice(x, y + 1), Lattice(x + 1, y + 1), u),
             v);
}

[[gnu::target_clones("avx2", "default")]] float Fractal(Vec3 p,
                                                        float wavelength_m,
                                                        int octaves,
                                                        float footprint_m) {
  float sum = 0, amplitude = 0.6F, wavelength = wavelength_m;
  Vec3 shift{0, 0, 0};
  for (int octave = 0; octave < octaves; ++octave) {
    const float weight = 1 - SmoothStep(0.25F, 0.6F, footprint_m / wavelength);
    if (weight <= 0) {
      break;
    }
    sum += amplitude * weight * Lattice8(p * (1 / wavelength) + shift);
    amplitude *= 0.55F;
    wavelength *= 0.47F;
    shift += {17.3F, -9.1F, 5.7F};
  }
  return sum;
}

Cell Cellular(Vec2 p) {
  const int cx = static_cast<int>(std::floor(p.x)), cy = static_cast<int>(std::floor(p.y));
  float first = 9, second = 9;
  Cell cell;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      const uint32_t id = Hash(static_cast<uint32_t>(cx + dx), static_cast<uint32_t>(cy + dy));
      const Vec2 point{static_cast<float>(cx + dx) + UnitFloat(id),
                       static_cast<float>(cy + dy) + UnitFloat(Hash(id))};
      const float distance = Length(p - point);
      if (distance < first) {
        second = first;
        first = distance;
        cell.id = id;
      } else {
        second = std::min(second, distance);
      }
    }
  }
  cell.border = second - first;
  return cell;
}

}  // namespace disan::world
