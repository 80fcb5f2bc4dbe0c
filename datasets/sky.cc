#include "datasets/sky.h"

#include "datasets/noise.h"

#include <array>

namespace disan::world {
namespace {

// Density of fair-weather cumulus on a layer overhead, 0..1.
float CloudAt(Vec2 p) {
  const float base = Fractal({p.x, 0, p.y}, 1.9F, 6, 0);
  const float patches = Noise(p * 0.33F + Vec2{3.1F, 7.7F});
  return SmoothStep(0.02F, 0.62F, base + 0.35F * patches);
}

}  // namespace

Vec3 SunDirection() {
  const float azimuth = Radians(128), elevation = Radians(50);
  return {std::sin(azimuth) * std::cos(elevation),
          std::sin(elevation),
          -std::cos(azimuth) * std::cos(elevation)};
}

Vec3 SunRadiance() {
  return Vec3{1.42F, 1.25F, 1.0F};
}

Vec3 SkyGlow(Vec3 direction) {
  const float up = direction.y;
  if (up < -0.02F) {
    return {0.13F, 0.12F, 0.10F};
  }
  const float t = std::pow(1 - Clamp01(up), 2.6F);
  const Vec3 clear = Mix(Vec3{0.125F, 0.27F, 0.58F}, Vec3{0.60F, 0.70F, 0.80F}, t);
  const float towards = std::max(0.0F, Dot(direction, SunDirection()));
  return clear + Vec3{1.0F, 0.9F, 0.72F} * (0.16F * std::pow(towards, 10.0F)) +
         Vec3{0.05F, 0.05F, 0.05F};
}

Vec3 SkyRadiance(Vec3 direction) {
  Vec3 sky = SkyGlow(direction);
  const float towards = Dot(direction, SunDirection());
  if (direction.y > 0.015F) {
    const float reach = 1.0F / (direction.y + 0.12F);
    const Vec2 p{direction.x * reach * 1.6F + 4.3F, direction.z * reach * 1.6F + 1.2F};
    const float cloud = CloudAt(p) * SmoothStep(0.015F, 0.2F, direction.y);
    // Thicker towards the sun means lit; the far side is grey.
    const Vec2 sun{SunDirection().x, SunDirection().z};
    const float lit = Clamp01(0.62F + 1.1F * (CloudAt(p) - CloudAt(p + sun * 0.28F)));
    const Vec3 colour = Mix(Vec3{0.60F, 0.64F, 0.70F}, {1.0F, 0.98F, 0.95F}, lit);
    sky = Mix(sky, colour, cloud * 0.88F);
  }
  sky += Vec3{3.0F, 2.8F, 2.4F} * std::pow(std::max(0.0F, towards), 1800.0F);
  if (towards > 0.99996F) {
    sky = {40, 38, 34};
  }
  return sky;
}

Vec3 LampLight(Vec3 position, Vec3 normal) {
  // Three lanterns under the beams; walls and roof bound their light, so no shadow is asked for.
  constexpr std::array<Vec3, 3> kLamps{
      {{0, 3.3F, -14.2F}, {-4.6F, 3.5F, -14.4F}, {4.6F, 3.5F, -14.4F}}};
  if (std::abs(position.x) > 9.0F || position.z < -17.0F || position.z > -8.4F ||
      position.y < 0.7F || position.y > 7.0F) {
    return {};
  }
  float sum = 0;
  for (const Vec3& lamp : kLamps) {
    const Vec3 to = lamp - position;
    const float square = Dot(to, to);
    const float facing = 0.25F + 0.75F * std::max(0.0F, Dot(normal, to) / std::sqrt(square));
    sum += facing / (square + 0.6F);
  }
  const float inside = SmoothStep(-8.4F, -11.5F, position.z);
  return Vec3{1.05F, 0.78F, 0.46F} * (0.85F * sum * inside);
}

}  // namespace disan::world
