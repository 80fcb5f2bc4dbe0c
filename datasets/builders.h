// Who builds what. Each builder adds to the scene; where things stand is in layout.h.
#pragma once

#include "datasets/glyphs.h"
#include "datasets/tracer.h"

#include <string>

namespace disan::world {

// How finely things are made. Tiny serves tests: fewer leaves, coarser sculpture.
enum class Detail { kTiny, kDemo };

// A hipped roof with sweeping eaves and upturned corners; base is the middle at the height of the
// eaves.
struct Roof {
  Placement base;
  float length = 10, depth = 6;  // of the eaves
  float ridge_length = 5, height = 2.5F;
  float lift = 0.5F;       // of the corners
  bool ornaments = false;  // dragons' tails and the sun on the ridge
};
void AddRoof(Scene& scene, const Roof& roof);

// A curl that ends ridges: rises from `base` towards `out`.
void AddCurl(Mesh& mesh, Vec3 base, Vec3 out, float size_m);

void BuildTower(Scene& scene, const Placement& base);
void BuildGate(Scene& scene, const Placement& base, const ImageFloat& name);
struct HallTexts {
  const ImageFloat* board = nullptr;            // over the middle bay
  std::array<const ImageFloat*, 2> couplets{};  // on the middle columns
};
void BuildHall(Scene& scene, const Placement& base, const HallTexts& texts);
void BuildBellPavilion(Scene& scene, const Placement& base);
void BuildStupa(Scene& scene, const Placement& base, int kind, float height_m);
void BuildGround(Scene& scene);
void BuildWalls(Scene& scene);
void BuildQuarter(Scene& scene, uint32_t seed);  // the houses and trees beyond the walls
void BuildBurner(Scene& scene, const Placement& base);
void BuildPond(Scene& scene, const Placement& base, uint32_t seed);
void BuildPot(Scene& scene, const Placement& base, uint32_t seed, Detail detail);
void BuildFigure(Scene& scene, const Placement& base);  // the seated gilt figure on the altar

void BuildFrangipani(Scene& scene, const Placement& base, uint32_t seed, Detail detail);
void BuildBanyan(Scene& scene, const Placement& base, uint32_t seed, Detail detail);
void BuildAreca(Scene& scene, const Placement& base, float height_m, uint32_t seed);
void BuildShrub(Scene& scene, const Placement& base, float radius_m, uint32_t seed);

// A raised or painted text on a board of size_m whose middle of the lower edge is base, facing +z.
struct Board {
  Placement base;
  Vec2 size_m;
  Vec3 ground{0.3F, 0.02F, 0.012F};
  Vec3 letters{0.8F, 0.55F, 0.15F};
  float relief_m = 0.006F;
  float margin = 0.12F;  // of the shorter side, left free round the text
  float cell_m = 0.012F;
};
void AddBoard(Scene& scene, const Board& board, const ImageFloat& text);

}  // namespace disan::world
