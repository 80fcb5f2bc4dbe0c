// One chart of a surface laid into the plane with as little stretch as it allows. Private to atlas.
#pragma once

#include "formats/mesh/mesh.h"

#include <vector>

namespace disan {

struct Flattening {
  std::vector<Float2> corners;  // three a face, in units of the mesh; v counts downwards
  // Parts of the chart's area: faces that ended up turned over, and the mean stretch, 1 for none.
  double flipped = 0;
  double stretch = 1;
};

// As rigid as possible (L. Liu et al., "A Local/Global Approach to Mesh Parameterization", 2008),
// from a projection along the mean normal. `point_of_vertex` names the point of each vertex.
Flattening Flatten(const Mesh& mesh,
                   const std::vector<uint32_t>& point_of_vertex,
                   const std::vector<uint32_t>& faces);

}  // namespace disan
