#include "datasets/material_patterns.h"
#include "datasets/noise.h"

namespace disan::world {
namespace {

// How far inside a brick: 0 in the joint, 1 on the face; joints blur into their share of the
// surface as the footprint grows.
float Inside(Vec2 within, Vec2 size, float joint_m, float footprint_m) {
  const float edge =
      std::min(std::min(within.x, size.x - within.x), std::min(within.y, size.y - within.y));
  const float blur = std::max(footprint_m * 0.6F, 0.0015F);
  const float sharp = SmoothStep(joint_m / 2 - blur, joint_m / 2 + blur, edge);
  const float share = (size.x - joint_m) * (size.y - joint_m) / (size.x * size.y);
  return Mix(sharp, share, SmoothStep(0.3F, 1.0F, footprint_m / size.y));
}

struct Brick {
  Vec2 within;
  Vec2 size;
  int column = 0, row = 0;
};

Brick RunningBond(Vec2 uv, Vec2 size) {
  Brick brick{.size = size};
  const float row = std::floor(uv.y / size.y);
  const float x = uv.x + (static_cast<int>(row) & 1 ? size.x / 2 : 0);
  const float column = std::floor(x / size.x);
  brick.row = static_cast<int>(row);
  brick.column = static_cast<int>(column);
  brick.within = {x - column * size.x, uv.y - row * size.y};
  return brick;
}

// Bricks of 2:1 in herringbone; `unit` is the short side.
Brick Herringbone(Vec2 uv, float unit) {
  const float gx = uv.x / unit, gy = uv.y / unit;
  const int ix = static_cast<int>(std::floor(gx)), iy = static_cast<int>(std::floor(gy));
  const int phase = ((ix - iy) % 4 + 4) % 4;
  int x0 = ix, y0 = iy;
  Brick brick;
  if (phase < 2) {
    x0 -= phase;
    brick.size = {2 * unit, unit};
  } else {
    y0 -= 3 - phase;
    brick.size = {unit, 2 * unit};
  }
  brick.column = x0;
  brick.row = y0;
  brick.within = {uv.x - static_cast<float>(x0) * unit, uv.y - static_cast<float>(y0) * unit};
  return brick;
}

// Variation from brick to brick, gone when bricks are too small to be seen.
float Each(const Brick& brick, int channel, float footprint_m) {
  const float seen = 1 - SmoothStep(0.4F, 1.2F, footprint_m / brick.size.y);
  return (HashFloat(brick.column, brick.row, channel) - 0.5F) * seen;
}

}  // namespace

Finish TowerBrick(const Surface& s) {
  const Brick brick = RunningBond(s.uv, {0.23F, 0.075F});
  const float face = Inside(brick.within, brick.size, 0.012F, s.footprint_m);
  const float grain = Fractal(s.position, 0.035F, 3, s.footprint_m);
  const float fired = Each(brick, 1, s.footprint_m);
  const float relief = 0.007F * face + 0.003F * grain + 0.004F * fired * face;
  if (s.relief_only) {
    return {{}, relief};
  }
  const float stain = Fractal(s.position, 1.4F, 4, s.footprint_m);
  const float drip = Fractal(
      {s.position.x * 5, s.position.y * 0.6F, s.position.z * 5}, 1.0F, 3, s.footprint_m * 3);
  Vec3 clay{0.34F, 0.165F, 0.105F};
  clay = Mix(clay, {0.47F, 0.29F, 0.19F}, Clamp01(0.25F + 0.9F * Each(brick, 3, s.footprint_m)));
  clay *= 0.95F + 0.62F * fired + 0.26F * grain;
  const Vec3 mortar = Vec3{0.40F, 0.37F, 0.32F} * (0.95F + 0.25F * grain);
  Vec3 colour = Mix(mortar, clay, face);
  const float age = SmoothStep(0.0F, 0.55F, stain * 0.7F + drip * 0.55F);
  colour = Mix(colour, colour * Vec3{0.42F, 0.44F, 0.42F}, age * 0.75F);
  const float lichen =
      SmoothStep(0.16F, 0.36F, Fractal(s.position + Vec3{7, 3, 1}, 0.42F, 4, s.footprint_m));
  colour = Mix(colour, {0.40F, 0.40F, 0.31F}, lichen * 0.42F);
  return {colour, relief, 0};
}

Finish Paving(const Surface& s) {
  // Bát Tràng bricks; laid at 45 degrees to the axis as in temple courts.
  const Vec2 turned{(s.uv.x + s.uv.y) * 0.70710678F, (s.uv.y - s.uv.x) * 0.70710678F};
  const Brick brick = Herringbone(turned, 0.15F);
  const float grain = Fractal(s.position, 0.05F, 4, s.footprint_m);
  const float wobble = 0.006F * Noise(s.position * 9.0F);
  Vec2 within = brick.within;
  within.x += wobble;
  const float face = Inside(within, brick.size, 0.013F, s.footprint_m);
  const float fired = Each(brick, 1, s.footprint_m), tone = Each(brick, 2, s.footprint_m);
  const float chip = SmoothStep(0.33F, 0.42F, Fractal(s.position, 0.13F, 2, s.footprint_m));
  const float relief = 0.007F * face + 0.0022F * grain + 0.006F * fired * face - 0.004F * chip;
  if (s.relief_only) {
    return {{}, relief};
  }
  const float worn = Fractal(s.position, 2.6F, 4, s.footprint_m);
  Vec3 clay =
      Mix(Vec3{0.37F, 0.185F, 0.115F}, {0.38F, 0.265F, 0.195F}, Clamp01(0.5F + 1.1F * tone));
  clay *= 0.93F + 0.48F * fired + 0.22F * grain;
  clay = Mix(clay, {0.40F, 0.33F, 0.265F}, SmoothStep(-0.15F, 0.5F, worn) * 0.45F);
  const float damp =
      SmoothStep(0.1F, 0.42F, Fractal(s.position + Vec3{40, 0, 9}, 3.4F, 4, s.footprint_m));
  const Vec3 moss = Vec3{0.105F, 0.15F, 0.045F} * (1 + 0.5F * grain);
  const Vec3 joint = Mix(Vec3{0.15F, 0.125F, 0.10F}, moss, 0.25F + 0.75F * damp);
  Vec3 colour = Mix(joint, clay, face);
  const float tufts = Fractal(s.position + Vec3{5, 0, 3}, 0.3F, 4, s.footprint_m);
  const float creep = SmoothStep(0.1F, 0.5F, tufts + grain * 0.4F + damp * 0.34F - face * 0.2F);
  colour = Mix(colour, moss, creep * damp * 0.7F);
  colour = Mix(colour, colour * 0.62F, chip * 0.7F);
  return {colour, relief, 0};
}

Finish Plaster(const Surface& s) {
  const float cloud = Fractal(s.position, 1.9F, 5, s.footprint_m);
  const float fine = Fractal(s.position, 0.09F, 3, s.footprint_m);
  const float peel =
      SmoothStep(0.36F, 0.40F, Fractal(s.position + Vec3{3, 8, 2}, 0.8F, 5, s.footprint_m));
  const float relief = 0.002F * fine - 0.005F * peel + 0.002F * cloud;
  if (s.relief_only) {
    return {{}, relief};
  }
  const float run = Fractal(
      {s.position.x * 6, s.position.y * 0.45F, s.position.z * 6}, 1.1F, 4, s.footprint_m * 3);
  Vec3 colour = Vec3{0.76F, 0.75F, 0.72F} * (0.96F + 0.09F * cloud + 0.05F * fine);
  const float rain = SmoothStep(0.08F, 0.62F, run + 0.35F * cloud);
  colour = Mix(colour, colour * Vec3{0.50F, 0.51F, 0.50F}, rain * 0.7F);
  const float foot = SmoothStep(0.75F, 0.0F, s.position.y + 0.35F * cloud);
  colour = Mix(colour, {0.23F, 0.25F, 0.17F}, foot * 0.62F);
  colour = Mix(colour, Vec3{0.52F, 0.44F, 0.36F} * (1 + 0.3F * fine), peel * 0.75F);
  return {colour, relief, 0};
}

// Scale tiles ("mũi hài"): uv.x along the eaves, uv.y up the slope; rows overlap downwards and each
// tile ends in a round tip.
Finish RoofTile(const Surface& s) {
  constexpr float kWide = 0.19F, kRow = 0.145F;
  const float grain = Fractal(s.position, 0.045F, 3, s.footprint_m);
  const float r = s.uv.y / kRow;
  float row = std::floor(r);
  const auto column_at = [&](float which) {
    const float shifted = s.uv.x / kWide + (static_cast<int>(which) & 1 ? 0.5F : 0.0F);
    const float column = std::floor(shifted);
    return Vec2{column, shifted - column - 0.5F};
  };
  // The tip of the row above hangs over this one in a rounded scallop.
  Vec2 column = column_at(row);
  const float seen = 1 - SmoothStep(0.3F, 0.9F, s.footprint_m / kRow);
  if (r - row < 0.34F * (4 * column.y * column.y)) {
    row -= 1;  // between two tips the tile below shows
    column = column_at(row);
  }
  const float up = Clamp01(r - row);
  const float relief = 0.022F * (1 - up) * seen + 0.002F * grain;
  if (s.relief_only) {
    return {{}, relief};
  }
  const float age = Fractal(s.position, 1.1F, 4, s.footprint_m);
  const int cx = static_cast<int>(column.x), cy = static_cast<int>(row);
  const float fired = (HashFloat(cx, cy, 5) - 0.5F) * seen;
  Vec3 clay = Mix(Vec3{0.25F, 0.108F, 0.066F},
                  {0.19F, 0.12F, 0.09F},
                  Clamp01(0.5F + (HashFloat(cx, cy, 6) - 0.5F) * seen + age * 0.5F));
  clay *= 1.0F + 0.6F * fired + 0.25F * grain;
  clay = Mix(clay, {0.085F, 0.08F, 0.07F}, SmoothStep(0.0F, 0.6F, age) * 0.62F);
  const float moss =
      SmoothStep(0.14F, 0.4F, Fractal(s.position + Vec3{11, 2, 5}, 0.7F, 4, s.footprint_m));
  clay = Mix(clay, {0.15F, 0.165F, 0.075F}, moss * 0.5F);
  const float shade = SmoothStep(0.72F, 1.0F, up) + SmoothStep(0.42F, 0.5F, std::abs(column.y));
  clay = clay * (1 - 0.55F * Clamp01(shade) * seen - 0.12F * (1 - seen));
  return {clay, relief, 0};
}

Finish Laterite(const Surface& s) {
  const Brick brick = RunningBond(s.uv, {0.40F, 0.2F});
  const float face = Inside(brick.within, brick.size, 0.014F, s.footprint_m);
  const float pits = Fractal(s.position, 0.04F, 3, s.footprint_m);
  const float relief = 0.008F * face + 0.007F * pits;
  if (s.relief_only) {
    return {{}, relief};
  }
  const float age = Fractal(s.position, 0.9F, 5, s.footprint_m);
  const float fired = Each(brick, 1, s.footprint_m);
  Vec3 colour = Mix(Vec3{0.30F, 0.28F, 0.25F},
                    Vec3{0.40F, 0.27F, 0.19F} * (1 + 0.55F * fired + 0.4F * pits),
                    face);
  colour = Mix(colour, Vec3{0.13F, 0.14F, 0.12F}, SmoothStep(0.0F, 0.5F, age) * 0.62F);
  const float lichen =
      SmoothStep(0.12F, 0.3F, Fractal(s.position + Vec3{2, 9, 4}, 0.3F, 4, s.footprint_m));
  colour = Mix(colour, {0.46F, 0.46F, 0.38F}, lichen * 0.5F);
  return {colour, relief, 0};
}

// Tube houses: uv.y is height above the street, uv.x along the front, the tint their paint.
Finish Facade(const Surface& s) {
  const float storey = s.uv.y / 3.3F, bay = s.uv.x / 2.0F;
  const float v = storey - std::floor(storey), u = bay - std::floor(bay);
  const int column = static_cast<int>(std::floor(bay)), row = static_cast<int>(std::floor(storey));
  const float cloud = Fractal(s.position, 2.5F, 4, s.footprint_m);
  const float run = Fractal(
      {s.position.x * 3, s.position.y * 0.3F, s.position.z * 3}, 1.5F, 3, s.footprint_m * 2);
  Vec3 colour = Vec3{0.66F, 0.65F, 0.62F} * (0.95F + 0.12F * cloud);
  colour = Mix(colour, colour * 0.5F, SmoothStep(0.05F, 0.6F, run) * 0.6F);
  const bool window = u > 0.24F && u < 0.76F && v > 0.28F && v < 0.72F;
  const bool frame = u > 0.21F && u < 0.79F && v > 0.255F && v < 0.745F;
  if (window) {
    const float slat = v * 3.3F / 0.06F;
    const bool shutter = HashFloat(column, row, 3) < 0.55F;
    colour = shutter ? Vec3{0.10F, 0.20F, 0.155F} * (0.8F + 0.4F * (slat - std::floor(slat)))
                     : Vec3{0.055F, 0.065F, 0.075F};
  } else if (frame) {
    colour = {0.5F, 0.49F, 0.46F};
  } else if (v < 0.05F) {
    colour = colour * 0.72F;
  }
  return {colour, 0, 0};
}

}  // namespace disan::world
