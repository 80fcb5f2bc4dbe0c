// How far a model looks from its scan: what a visitor sees beside what was captured.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/model/surface.h"

namespace disan {

struct LookDeviation {
  double normal_mean_deg = 0;  // as rendered: with the normal maps of both
  double normal_p95_deg = 0;
  double colour_psnr_db = 0;  // sRGB; 0 when one of the two has no colour
};

// `decoded` as for Surface. At points spread evenly over the scan, each compared with the nearest
// of the model.
LookDeviation MeasureLook(const Surface& scan,
                          const Mesh& model,
                          const Execution& execution,
                          std::vector<Image8> decoded = {},
                          size_t samples = 100000);

}  // namespace disan
