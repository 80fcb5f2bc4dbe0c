#include "datasets/material.h"

#include "datasets/material_patterns.h"
#include "datasets/noise.h"

namespace disan::world {
namespace {

Finish Plain(Vec3 albedo, float gloss) {
  return {albedo, 0, gloss};
}

Finish Gilt(const Surface& s) {
  const float rub = Fractal(s.position, 0.12F, 3, s.footprint_m);
  return {
      Mix(Vec3{0.62F, 0.40F, 0.10F}, {0.30F, 0.10F, 0.04F}, SmoothStep(0.2F, 0.5F, rub)), 0, 0.18F};
}

Finish Lacquer(const Surface& s) {
  const float fine = Fractal(s.position, 0.3F, 4, s.footprint_m);
  return {Vec3{0.74F, 0.72F, 0.7F} * (1 + 0.12F * fine), 0, 0.06F};
}

Finish Cloth(const Surface& s) {
  const float fold =
      Fractal({s.position.x * 3, s.position.y * 0.6F, s.position.z * 3}, 0.4F, 3, s.footprint_m);
  return {Vec3{0.8F, 0.8F, 0.8F} * (1 + 0.14F * fold), 0.004F * fold, 0};
}

Finish Glaze(const Surface& s) {
  // White with brushed scrolls; the tint is the glaze.
  const float fine = Fractal(s.position, 0.1F, 3, s.footprint_m);
  const float scroll = std::sin(s.uv.x * 26 + 3 * std::sin(s.uv.y * 31)) * std::sin(s.uv.y * 42);
  const float brush = SmoothStep(0.25F, 0.45F, scroll + 0.5F * fine) *
                      (1 - SmoothStep(0.01F, 0.05F, s.footprint_m));
  return {
      Mix(Vec3{0.8F, 0.8F, 0.8F}, {2.0F, 1.75F, 1.2F}, brush * 0.6F) * (1 + 0.1F * fine), 0, 0.12F};
}

Finish Water(const Surface& s) {
  const float ripple = Fractal(s.position, 0.5F, 3, s.footprint_m);
  return {{0.035F, 0.05F, 0.03F}, 0.006F * ripple, 0.9F};
}

}  // namespace

Finish FinishOf(Material material, const Surface& surface) {
  switch (material) {
    case Material::kTowerBrick:
      return TowerBrick(surface);
    case Material::kPaving:
      return Paving(surface);
    case Material::kPlaster:
      return Plaster(surface);
    case Material::kCleanPlaster:
      return Plain({0.72F, 0.71F, 0.69F}, 0);
    case Material::kRoofTile:
      return RoofTile(surface);
    case Material::kTimber:
      return Timber(surface);
    case Material::kPlanks:
      return Planks(surface);
    case Material::kDoor:
      return Door(surface);
    case Material::kStone:
      return Stone(surface);
    case Material::kCarvedStone:
      return CarvedStone(surface);
    case Material::kLionStone:
      return LionStone(surface);
    case Material::kLaterite:
      return Laterite(surface);
    case Material::kBronze:
      return Bronze(surface);
    case Material::kGilt:
      return Gilt(surface);
    case Material::kLacquer:
      return Lacquer(surface);
    case Material::kBark:
      return Bark(surface);
    case Material::kLeaf:
      return Leaf(surface);
    case Material::kPetal:
      return Plain({0.8F, 0.78F, 0.72F}, 0);
    case Material::kGarden:
      return Garden(surface);
    case Material::kGlaze:
      return Glaze(surface);
    case Material::kWater:
      return Water(surface);
    case Material::kFacade:
      return Facade(surface);
    case Material::kCloth:
      return Cloth(surface);
    case Material::kMetal:
      return Plain({0.05F, 0.05F, 0.055F}, 0.08F);
    case Material::kCount:
      break;
  }
  return {};
}

Vec3 MeanAlbedo(Material material) {
  switch (material) {
    case Material::kTowerBrick:
      return {0.30F, 0.18F, 0.13F};
    case Material::kPaving:
      return {0.33F, 0.24F, 0.18F};
    case Material::kPlaster:
    case Material::kCleanPlaster:
    case Material::kPetal:
    case Material::kCloth:
    case Material::kGlaze:
      return {0.62F, 0.61F, 0.58F};
    case Material::kRoofTile:
      return {0.2F, 0.12F, 0.085F};
    case Material::kTimber:
    case Material::kDoor:
    case Material::kPlanks:
      return {0.16F, 0.075F, 0.045F};
    case Material::kLionStone:
      return {0.33F, 0.31F, 0.26F};
    case Material::kLaterite:
      return {0.3F, 0.23F, 0.18F};
    case Material::kGilt:
      return {0.5F, 0.3F, 0.08F};
    case Material::kLacquer:
      return {0.6F, 0.6F, 0.6F};
    case Material::kBronze:
      return {0.15F, 0.15F, 0.1F};
    case Material::kLeaf:
      return {0.09F, 0.16F, 0.04F};
    case Material::kGarden:
      return {0.14F, 0.14F, 0.07F};
    case Material::kWater:
    case Material::kMetal:
      return {0.05F, 0.05F, 0.05F};
    default:
      return {0.3F, 0.3F, 0.29F};
  }
}

float Translucency(Material material) {
  return material == Material::kLeaf ? 0.55F : material == Material::kPetal ? 0.4F : 0.0F;
}

bool HasRelief(Material material) {
  switch (material) {
    case Material::kCleanPlaster:
    case Material::kGilt:
    case Material::kLacquer:
    case Material::kLeaf:
    case Material::kPetal:
    case Material::kGlaze:
    case Material::kFacade:
    case Material::kMetal:
      return false;
    default:
      return true;
  }
}

}  // namespace disan::world
