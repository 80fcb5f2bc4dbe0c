// The second half of an atlas: where each chart goes. Private to atlas.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/model/atlas.h"
#include "pipeline/model/atlas_charts.h"

namespace disan {

struct Placement {
  bool quarter_turn = false;  // (x, y) becomes (height - y, x)
  Float2 at;                  // of the chart's lowest corner, in pixels
};

struct Packing {
  double pixels_per_unit = 0;
  std::vector<Placement> placements;  // one a chart
  double coverage = 0;
};

// By shape, not by rectangle: charts fill each other's bays. The scale is the largest of a short
// search at which all fit.
Packing PackCharts(const std::vector<Chart>& charts,
                   const AtlasOptions& options,
                   const Execution& execution);

}  // namespace disan
