// A picture plane for a surface that has none: the surface is cut into charts, each nearly flat,
// and the charts are packed into a square.
#pragma once

#include "formats/mesh/mesh.h"
#include "pipeline/execution/execution.h"

#include <vector>

namespace disan {

struct AtlasOptions {
  int size_px = 2048;
  int margin_px = 8;     // free pixels round each chart: nothing bleeds at mip level 4
  double cone_deg = 62;  // no larger part of a chart leans further from its axis
};

struct AtlasResult {
  Mesh mesh;  // vertices split along the seams; uvs and triangles set, triangles in the old order
  size_t charts = 0;
  double coverage = 0;  // the part of the square that charts and their margins take
};

// Pieces only positions and triangles. Deterministic.
AtlasResult MakeAtlas(const Mesh& mesh, const AtlasOptions& options, const Execution& execution);

}  // namespace disan
