// What surfaces look like, as pure functions of where one looks: colour (linear, what fraction of
// light comes back) and relief (metres, for the bump that light catches).
#pragma once

#include "datasets/vector.h"

#include <cstddef>

namespace disan::world {

enum class Material {
  kTowerBrick,
  kPaving,
  kPlaster,       // lime wash with rain stains; the tint gives ochre, white, grey
  kCleanPlaster,  // nothing to hold on to: for walls that matching must do without
  kRoofTile,
  kTimber,
  kPlanks,
  kDoor,
  kStone,
  kCarvedStone,
  kLionStone,
  kLaterite,
  kBronze,
  kGilt,
  kLacquer,
  kBark,
  kLeaf,
  kPetal,
  kGarden,  // soil, grass and fallen leaves
  kGlaze,
  kWater,
  kFacade,  // houses of the quarter beyond the wall
  kCloth,
  kMetal,
  kCount
};
inline constexpr size_t kMaterials = static_cast<size_t>(Material::kCount);

struct Surface {
  Vec3 position;
  Vec2 uv;
  float footprint_m = 0;     // how much of the surface one sample sees
  bool relief_only = false;  // the colour is not asked for
};

struct Finish {
  Vec3 albedo;
  float relief_m = 0;
  float gloss = 0;  // strength of the mirror-like part
};

Finish FinishOf(Material material, const Surface& surface);

// For light that bounces once: the colour from afar.
Vec3 MeanAlbedo(Material material);

// Light passes through leaves and petals.
float Translucency(Material material);

// Where bump is worth its three evaluations.
bool HasRelief(Material material);

}  // namespace disan::world
