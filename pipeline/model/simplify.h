// Fewer triangles on the same surface: edges are collapsed in the order of the error they make
// (quadrics of Garland and Heckbert 1997, area weighted, with the point of least error), borders
// held by quadrics of their own, folds and non-manifold results refused.
//
// Works on points, not on vertices: seams of texture and shading do not exist for it and so cannot
// tear. Attributes are put back by baking from the scan. meshoptimizer's simplifier was measured
// first: it keeps vertices where they are, which costs about twice the error at the same count.
#pragma once

#include "formats/mesh/mesh.h"
#include "pipeline/execution/execution.h"

#include <memory>

namespace disan {

// Goes down step by step: ask for 1,000,000, take the mesh, ask for 150,000, ...
class Simplifier {
 public:
  // Keeps its own copy of the points (welded); the mesh may go.
  explicit Simplifier(const Mesh& mesh, const Execution& execution = {});
  ~Simplifier();

  // Collapses until at most `triangles` are left or nothing more can go.
  void ReduceTo(size_t triangles, const Execution& execution);
  size_t triangles() const;
  // Positions and triangles only, and the mesh's origin.
  Mesh Take() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace disan
