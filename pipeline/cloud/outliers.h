// Points that belong to no surface: reflections, dust, edges that the beam straddled.
#pragma once

#include "formats/mesh/vector.h"
#include "pipeline/execution/execution.h"

#include <cstdint>
#include <span>
#include <vector>

namespace disan {

struct OutlierOptions {
  size_t neighbours = 16;
  // Statistical: a point whose mean distance to its neighbours exceeds the mean of all by this many
  // standard deviations.
  double deviations = 3.0;
  // Radius: a point with fewer than `company` others within `radius_spacings` median spacings.
  double radius_spacings = 6.0;
  size_t company = 4;
};

struct Outliers {
  std::vector<uint32_t> kept;  // ascending
  size_t statistical = 0;      // taken out, by the first rule that says so
  size_t lonely = 0;
};

Outliers FindOutliers(const Execution& execution,
                      std::span<const Float3> points,
                      const OutlierOptions& options = {});

}  // namespace disan
