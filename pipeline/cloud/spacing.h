// How far apart the points of a cloud are.
#pragma once

#include "formats/mesh/vector.h"
#include "pipeline/cloud/neighbours.h"
#include "pipeline/execution/execution.h"

#include <span>

namespace disan {

// The median distance to the nearest other point, over at most 100,000 points spread evenly through
// the cloud; points at the very same place count as one. Zero for fewer than two places.
double MedianSpacing(const Execution& execution,
                     std::span<const Float3> points,
                     const Neighbours& neighbours);

// The same, building the tree itself.
double MedianSpacing(const Execution& execution, std::span<const Float3> points);

}  // namespace disan
