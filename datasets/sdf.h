// Signed distance functions: sculpture by addition. Negative inside.
#pragma once

#include "datasets/vector.h"

namespace disan::world {

inline float Sphere(Vec3 p, Vec3 centre, float radius) {
  return Length(p - centre) - radius;
}

// Not exact away from the surface, but near enough for blending.
inline float Ellipsoid(Vec3 p, Vec3 centre, Vec3 radii) {
  const Vec3 d = p - centre;
  const Vec3 n{d.x / radii.x, d.y / radii.y, d.z / radii.z};
  const Vec3 g{n.x / radii.x, n.y / radii.y, n.z / radii.z};
  const float k0 = Length(n), k1 = Length(g);
  return k1 > 1e-9F ? k0 * (k0 - 1) / k1 : -std::min({radii.x, radii.y, radii.z});
}

// A capsule whose radius changes from a to b.
inline float Limb(Vec3 p, Vec3 a, Vec3 b, Vec2 radii) {
  const Vec3 along = b - a;
  const float t = Clamp01(Dot(p - a, along) / Dot(along, along));
  return Length(p - a - along * t) - Mix(radii.x, radii.y, t);
}

inline float RoundBox(Vec3 p, Vec3 centre, Vec3 half, float round) {
  const Vec3 q{std::abs(p.x - centre.x) - half.x + round,
               std::abs(p.y - centre.y) - half.y + round,
               std::abs(p.z - centre.z) - half.z + round};
  const Vec3 out{std::max(q.x, 0.0F), std::max(q.y, 0.0F), std::max(q.z, 0.0F)};
  return Length(out) + std::min(std::max({q.x, q.y, q.z}), 0.0F) - round;
}

inline float Torus(Vec3 p, Vec3 centre, float radius, float thickness) {  // round the y axis
  const Vec3 d = p - centre;
  return std::hypot(std::hypot(d.x, d.z) - radius, d.y) - thickness;
}

// Union and difference with a fillet of width k.
inline float Join(float a, float b, float k) {
  const float h = std::max(k - std::abs(a - b), 0.0F) / k;
  return std::min(a, b) - h * h * k / 4;
}
inline float Cut(float a, float b, float k) {
  return -Join(-a, b, k);
}

}  // namespace disan::world
