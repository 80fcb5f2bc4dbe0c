// The parts of repair that look at how faces hang together. Private to repair.
#pragma once

#include "pipeline/model/edge_table.h"
#include "pipeline/model/repair.h"

namespace disan {

// What goes along with a mesh under repair.
struct SurfaceTopology {
  std::vector<uint32_t> point;  // of each vertex: the first vertex at the same place
  std::vector<int> material;    // of each triangle
};

struct FloatingPieces {
  size_t pieces = 0;
  std::vector<bool> face_floats;  // empty when there are none
};
FloatingPieces FindFloatingPieces(const Mesh& mesh,
                                  const SurfaceTopology& surface,
                                  const RepairOptions& options);

// Faces beyond the second of an edge get vertices of their own. Answers how many edges there were.
size_t PartNonManifoldEdges(Mesh& mesh, SurfaceTopology& surface);

// Neighbours face the same way as the most of their piece; closed pieces that are inside no other
// face outward. Answers how many faces were turned.
size_t OrientFaces(Mesh& mesh, const SurfaceTopology& surface);

struct ClosedHoles {
  size_t holes = 0;
  size_t faces = 0;
};
ClosedHoles CloseSmallHoles(Mesh& mesh, SurfaceTopology& surface, const RepairOptions& options);

}  // namespace disan
