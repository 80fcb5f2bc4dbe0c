// Which way the surface faces at every point.
#pragma once

#include "formats/cloud/cloud.h"
#include "pipeline/cloud/neighbours.h"
#include "pipeline/execution/execution.h"

#include <vector>

namespace disan {

struct NormalOptions {
  size_t neighbours = 24;         // for the plane through a point
  size_t orientation_links = 10;  // neighbours that a point agrees with
};

// The normal of the plane through each point's neighbours (least squares). It looks at the scanner
// where the point's scan has a sensor position. Else neighbours agree on a side along the flattest
// way from one to the other (H. Hoppe et al., 1992), and each connected piece looks outward from
// its middle.
std::vector<Float3> EstimateNormals(const Execution& execution,
                                    const Cloud& cloud,
                                    const Neighbours& neighbours,
                                    const NormalOptions& options = {});

}  // namespace disan
