// A scan as it comes to a surface that other stages can rely on. What is done is told, with counts.
#pragma once

#include "formats/language/text.h"
#include "formats/mesh/mesh.h"
#include "pipeline/execution/execution.h"

#include <string>
#include <vector>

namespace disan {

struct RepairOptions {
  // A piece is floating when it has less than this part of the largest piece's area ...
  double floating_area = 0.001;
  // ... and less than this many faces; never the only piece.
  size_t floating_faces = 1000;
  // Holes of at most this many edges and at most this part of the diagonal are closed.
  size_t hole_edges = 32;
  double hole_diagonal = 0.02;
};

struct RepairAction {
  std::string kind;  // "duplicate-vertices", "holes", ...: stable, for reports
  size_t count = 0;
  Text text;
};

// Afterwards: finite, indices in range, every vertex used, no face without area and none twice, at
// most two faces an edge, neighbours face the same way, closed pieces face outward. Attributes and
// materials follow their faces; vertices that differ in uv or colour stay apart.
std::vector<RepairAction> Repair(Mesh& mesh,
                                 const Execution& execution,
                                 const RepairOptions& options = {});

}  // namespace disan
