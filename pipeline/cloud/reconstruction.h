// From a cloud to the surface it was measured on.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/mesh/mesh.h"
#include "pipeline/execution/execution.h"

#include <optional>

namespace disan {

struct ReconstructionOptions {
  // Cells of the finest level, in median spacings of the points. Larger smooths more.
  double cell_spacings = 1.5;
  int most_depth = 11;
  // A vertex farther than this from the nearest point, in spacings of the points around that one,
  // is beyond what the data supports, and is left out with its triangles.
  double reach_spacings = 4.0;
};

struct Reconstruction {
  Mesh mesh;  // in the cloud's frame and unit; colours when the cloud has them
  int depth = 0;
  double spacing = 0.0;
  size_t trimmed_triangles = 0;
};

// Screened Poisson (M. Kazhdan, H. Hoppe, 2013). The cloud's normals are used when every point has
// one, else they are estimated. Nothing when the points span no surface.
std::optional<Reconstruction> ReconstructSurface(const Execution& execution,
                                                 const Cloud& cloud,
                                                 const ReconstructionOptions& options = {});

}  // namespace disan
