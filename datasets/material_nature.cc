#include "datasets/material_patterns.h"
#include "datasets/noise.h"

namespace disan::world {

Finish Timber(const Surface& s) {
  // Ironwood under old oil: rings drawn out along the grain (uv.y).
  const Vec3 drawn{s.position.x * 14, s.position.y * 0.9F, s.position.z * 14};
  const float grain = Fractal(drawn, 1.0F, 4, s.footprint_m * 10);
  const float check =
      SmoothStep(0.30F, 0.36F, Fractal(drawn * 1.7F + Vec3{5, 0, 2}, 1.0F, 3, s.footprint_m * 14));
  const float hands = Fractal(s.position, 0.8F, 3, s.footprint_m);
  Vec3 colour = Vec3{0.155F, 0.062F, 0.036F} * (1.05F + 0.5F * grain + 0.3F * hands);
  colour = Mix(colour, {0.035F, 0.02F, 0.015F}, check * 0.8F);
  return {colour, 0.0015F * grain - 0.003F * check, 0.035F};
}

Finish Planks(const Surface& s) {
  const float board = s.uv.x / 0.22F;
  const float at = board - std::floor(board);
  const float each = HashFloat(static_cast<int>(std::floor(board)), 7);
  const float gap = 1 - SmoothStep(0.02F, 0.06F, std::min(at, 1 - at));
  const float grain = Fractal({s.uv.x * 16, s.uv.y * 1.2F, each * 30}, 1.0F, 4, s.footprint_m * 12);
  const Vec3 colour = Vec3{0.17F, 0.085F, 0.05F} * (0.75F + 0.5F * each + 0.4F * grain);
  return {colour * (1 - 0.8F * gap), 0.001F * grain - 0.006F * gap, 0.02F};
}

// Panelled doors ("cửa bức bàn"): lattice above, a carved panel below. uv in metres from the leaf's
// foot, 0.62 m a leaf.
Finish Door(const Surface& s) {
  const float leaf = s.uv.x / 0.62F;
  const float u = (leaf - std::floor(leaf)) * 0.62F, v = s.uv.y;
  Finish wood = Timber(s);
  wood.albedo = wood.albedo * Vec3{1.25F, 1.05F, 0.95F};
  const float side = std::min(u, 0.62F - u);
  const bool rail = side < 0.07F || v < 0.14F || (v > 0.92F && v < 1.04F) || v > 2.5F;
  if (rail) {
    wood.relief_m += 0.02F;
    wood.albedo = wood.albedo * (side < 0.006F ? 0.25F : 1.0F);
  } else if (v > 1.04F) {
    const float a = (u + v) / 0.085F, b = (u - v) / 0.085F;
    const float bar = std::min(std::abs(a - std::round(a)), std::abs(b - std::round(b)));
    const float open = SmoothStep(0.13F, 0.2F, bar);
    wood.albedo = Mix(wood.albedo, {0.008F, 0.006F, 0.005F}, open);
    wood.relief_m += 0.015F * (1 - open);
  } else {
    const Vec2 c{(u - 0.31F) / 0.2F, (v - 0.53F) / 0.33F};
    const float ring =
        std::sin(11 * Length(c)) * std::cos(6 * std::atan2(c.y, c.x) + 5 * Length(c));
    wood.relief_m += 0.008F * ring * (1 - SmoothStep(0.8F, 1.05F, Length(c)));
    wood.albedo = wood.albedo * (1 + 0.35F * ring * (Length(c) < 1 ? 1.0F : 0.0F));
  }
  return wood;
}

Finish Stone(const Surface& s) {
  const float cloud = Fractal(s.position, 0.5F, 5, s.footprint_m);
  const float speck = Fractal(s.position, 0.025F, 3, s.footprint_m);
  const float relief = 0.0018F * speck + 0.003F * cloud;
  if (s.relief_only) {
    return {{}, relief};
  }
  Vec3 colour = Vec3{0.31F, 0.315F, 0.305F} * (1 + 0.22F * cloud + 0.3F * speck);
  const float dark =
      SmoothStep(0.05F, 0.5F, Fractal(s.position + Vec3{1, 6, 3}, 0.9F, 4, s.footprint_m));
  colour = Mix(colour, {0.11F, 0.115F, 0.105F}, dark * 0.6F);
  const float lichen =
      SmoothStep(0.17F, 0.27F, Fractal(s.position + Vec3{9, 1, 5}, 0.19F, 4, s.footprint_m));
  colour = Mix(colour, Vec3{0.44F, 0.45F, 0.36F} * (1 + 0.3F * speck), lichen * 0.55F);
  return {colour, relief, 0.01F};
}

Finish CarvedStone(const Surface& s) {
  Finish stone = Stone(s);
  if (s.relief_only) {
    stone.relief_m *= 0.5F;
    return stone;
  }
  const float vein = std::abs(Fractal(s.position + Vec3{4, 4, 4}, 0.8F, 5, s.footprint_m));
  stone.albedo = Mix(stone.albedo, {0.5F, 0.5F, 0.48F}, (1 - SmoothStep(0, 0.02F, vein)) * 0.5F);
  stone.relief_m *= 0.5F;
  return stone;
}

Finish LionStone(const Surface& s) {
  const float speck = Fractal(s.position, 0.018F, 3, s.footprint_m);
  if (s.relief_only) {
    return {{}, 0.0006F * speck};
  }
  const float cloud = Fractal(s.position, 0.35F, 5, s.footprint_m);
  Vec3 colour = Vec3{0.44F, 0.41F, 0.35F} * (1 + 0.2F * cloud + 0.28F * speck);
  const float weather =
      SmoothStep(0.02F, 0.45F, Fractal(s.position + Vec3{3, 1, 8}, 0.42F, 5, s.footprint_m));
  colour = Mix(colour, {0.16F, 0.155F, 0.13F}, weather * 0.62F);
  const float moss = SmoothStep(0.1F,
                                0.35F,
                                Fractal(s.position + Vec3{6, 2, 1}, 0.22F, 4, s.footprint_m) +
                                    0.35F * SmoothStep(0.5F, 0.0F, s.position.y));
  colour = Mix(colour, {0.17F, 0.20F, 0.085F}, moss * 0.45F);
  const float rust =
      SmoothStep(0.2F, 0.3F, Fractal(s.position + Vec3{2, 7, 7}, 0.11F, 3, s.footprint_m));
  colour = Mix(colour, {0.46F, 0.33F, 0.15F}, rust * 0.5F);
  return {colour, 0.0006F * speck, 0};
}

Finish Bronze(const Surface& s) {
  const float patina = Fractal(s.position, 0.25F, 5, s.footprint_m);
  const float fine = Fractal(s.position, 0.03F, 3, s.footprint_m);
  Vec3 colour = Vec3{0.20F, 0.125F, 0.055F} * (1 + 0.3F * fine);
  colour = Mix(colour, {0.11F, 0.19F, 0.145F}, SmoothStep(-0.1F, 0.45F, patina) * 0.8F);
  return {colour, 0.001F * fine, 0.16F};
}

Finish Bark(const Surface& s) {
  const Vec3 drawn{s.position.x * 9, s.position.y * 2.2F, s.position.z * 9};
  const float ridge = Fractal(drawn, 1.0F, 4, s.footprint_m * 8);
  const float cloud = Fractal(s.position, 0.5F, 3, s.footprint_m);
  Vec3 colour = Vec3{0.30F, 0.26F, 0.215F} * (1 + 0.55F * ridge + 0.3F * cloud);
  colour = Mix(colour, {0.35F, 0.38F, 0.29F}, SmoothStep(0.1F, 0.35F, cloud) * 0.5F);
  return {colour, 0.012F * ridge, 0};
}

Finish Leaf(const Surface& s) {
  // uv.x across the blade (-1..1), uv.y along it (0..1): a pale rib and veins.
  const float rib = 1 - SmoothStep(0.0F, 0.12F, std::abs(s.uv.x));
  const float cloud = Noise(s.position * 2.3F);
  const Vec3 colour = Vec3{0.085F, 0.17F, 0.035F} * (1 + 0.25F * cloud);
  return {Mix(colour, {0.2F, 0.27F, 0.08F}, rib * 0.5F), 0, 0.03F};
}

Finish Garden(const Surface& s) {
  const float cloud = Fractal(s.position, 1.7F, 4, s.footprint_m);
  const float fine = Fractal(s.position, 0.07F, 4, s.footprint_m);
  Vec3 soil = Vec3{0.19F, 0.135F, 0.09F} * (1 + 0.5F * fine);
  const Vec3 grass = Vec3{0.115F, 0.165F, 0.045F} * (1 + 0.8F * fine);
  soil = Mix(soil, grass, SmoothStep(-0.25F, 0.2F, cloud + 0.5F * fine));
  const Cell leaf = Cellular(Vec2{s.position.x, s.position.z} * 7.0F);
  const float seen = 1 - SmoothStep(0.03F, 0.1F, s.footprint_m);
  if (leaf.id % 11 == 0 && leaf.border > 0.3F) {
    soil = Mix(
        soil, Mix({0.36F, 0.23F, 0.09F}, {0.30F, 0.30F, 0.10F}, UnitFloat(Hash(leaf.id))), seen);
  }
  return {soil, 0.012F * fine, 0};
}

}  // namespace disan::world
