// Vertex attributes to the bytes that a GLB stores. Private to this folder.
#pragma once

#include "formats/mesh/glb_buffer.h"

namespace disan {

// Whole numbers q stand for origin + q * step, on every axis.
struct Grid {
  Double3 origin;
  double step = 1;
};

// The one grid of a mesh: `bits` cover its longest side.
Grid GridOf(const Mesh& mesh, int bits);

// The picture coordinates' range that their whole numbers cover: KHR_texture_transform puts it
// back.
struct UvRange {
  Float2 min;
  Float2 extent{1, 1};
};
UvRange UvRangeOf(const Mesh& mesh);

// Each takes the attribute of the vertices named by `vertices`, in that order.
GlbStream FloatPositions(const Mesh& mesh, const std::vector<uint32_t>& vertices);
GlbStream GridPositions(const Mesh& mesh, const std::vector<uint32_t>& vertices, const Grid& grid);
GlbStream FloatNormals(const Mesh& mesh, const std::vector<uint32_t>& vertices);
// Octahedral, as meshopt's filter wants them; without `filtered`, decoded again to plain numbers.
GlbStream OctahedralNormals(const Mesh& mesh,
                            const std::vector<uint32_t>& vertices,
                            int bits,
                            bool filtered);
GlbStream FloatTangents(const std::vector<Tangent>& tangents,
                        const std::vector<uint32_t>& vertices);
GlbStream OctahedralTangents(const std::vector<Tangent>& tangents,
                             const std::vector<uint32_t>& vertices,
                             int bits,
                             bool filtered);
GlbStream FloatUvs(const Mesh& mesh, const std::vector<uint32_t>& vertices);
GlbStream RangeUvs(const Mesh& mesh,
                   const std::vector<uint32_t>& vertices,
                   const UvRange& range,
                   int bits);
// Linear light in 16 bits: 8 would lose the shadows.
GlbStream LinearColours(const Mesh& mesh, const std::vector<uint32_t>& vertices);

}  // namespace disan
