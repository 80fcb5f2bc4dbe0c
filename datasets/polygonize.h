// From a signed distance function to a closed mesh: marching cubes without a table. In every cell
// the crossed edges are linked face by face into loops; where a face is ambiguous its inner corners
// are kept apart, on both sides alike, so the surface is always closed and manifold.
// (After Bloomenthal, "An Implicit Surface Polygonizer", Graphics Gems IV, 1994.)
#pragma once

#include "datasets/mesh.h"
#include "pipeline/execution/execution.h"

#include <functional>

namespace disan::world {

struct Volume {
  Vec3 low, high;
  float cell_m = 0.01F;
};

// Vertices lie on the zero of `distance`; smooth normals from its gradient. `distance` must not
// change faster than 1.5 per metre.
Mesh Polygonize(const std::function<float(Vec3)>& distance,
                const Volume& volume,
                const Execution& execution);

}  // namespace disan::world
