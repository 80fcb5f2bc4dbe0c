// Polygons of any number of corners to triangles.
#pragma once

#include "formats/mesh/mesh.h"

#include <span>
#include <vector>

namespace disan {

// Appends triples of corner numbers (0-based positions within `corners`) that cover the polygon:
// quads are cut so that no triangle folds over, larger ones by ear clipping in their mean plane.
// Fewer than three corners give nothing.
void TriangulatePolygon(std::span<const Double3> corners, std::vector<Triangle>& out);

}  // namespace disan
