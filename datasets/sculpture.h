// The things that are also scanned one by one: the guardian lion (nghê), the steles on tortoises.
#pragma once

#include "datasets/builders.h"
#include "datasets/polygonize.h"

namespace disan::world {

// A sculpture in its own coordinates: metres, y up, standing on y = 0, facing +z; the vertices'
// tints multiply its material.
struct Part {
  Material material = Material::kStone;
  Mesh mesh;
};

// Signed distance of the lion and its plinth; about 1.4 m high.
float LionDistance(Vec3 p);
Part MakeLion(float cell_m, const Execution& execution);

struct SteleText {
  ImageFloat title;  // coverage, one line
  ImageFloat body;   // coverage, columns
};
struct Stele {
  float width_m = 0.86F, height_m = 1.55F, thickness_m = 0.17F;
  float cell_m = 0.003F;
  bool tortoise = true;  // else a plain plinth
  uint32_t seed = 1;
};
std::vector<Part> MakeStele(const Stele& stele, const SteleText& text, const Execution& execution);

struct PersonLook {
  Vec3 tunic{0.5F, 0.1F, 0.1F};
  bool hat = true;      // nón lá
  float stride = 0.3F;  // -1..1, where in a step
  float height_m = 1.58F;
};
void BuildPerson(Scene& scene, const Placement& base, const PersonLook& look);

// A photographer's tripod whose head holds a camera at `height_m`.
void BuildTripod(Scene& scene, const Placement& base, float height_m);

}  // namespace disan::world
