// The first half of an atlas: which faces go together, and where their corners lie in the plane.
// Private to atlas.
#pragma once

#include "formats/mesh/mesh.h"
#include "pipeline/execution/execution.h"

#include <vector>

namespace disan {

struct Chart {
  std::vector<uint32_t> faces;
  std::vector<Float2> corners;  // three a face, in units of the mesh, lowest at 0
  Float2 size;
};

// Charts grow over faces that look the same way, are flattened, and turned to lie in the least
// rectangle. A chart that stretches much or covers itself is split. Largest first.
std::vector<Chart> MakeCharts(const Mesh& mesh, double cone_deg, const Execution& execution);

}  // namespace disan
