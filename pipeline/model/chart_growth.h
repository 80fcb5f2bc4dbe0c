// Which faces of a surface go together on the picture plane. Private to atlas.
#pragma once

#include "formats/mesh/mesh.h"

#include <vector>

namespace disan {

// Connected lists of faces, in the order of their first face: grown over faces whose direction,
// smoothed over a few hundredths of the object (so that grain and small folds do not count), lies
// within the cone about the chart's axis. `opposite` as OppositeSides gives it.
std::vector<std::vector<uint32_t>> GrowCharts(const Mesh& mesh,
                                              const std::vector<uint32_t>& opposite,
                                              double cone_deg);

// A chart in two connected parts of about the same size; further ones when it did not hang
// together.
std::vector<std::vector<uint32_t>> SplitChart(const std::vector<uint32_t>& opposite,
                                              const std::vector<uint32_t>& faces);

}  // namespace disan
