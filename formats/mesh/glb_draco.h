// One primitive to Draco bytes. Private to this folder.
#pragma once

#include "formats/mesh/glb_quantize.h"

#include <optional>

namespace disan {

struct DracoEncoded {
  std::string bytes;
  size_t vertices = 0;                                  // Draco orders and splits them anew
  std::array<Float3, 2> bounds;                         // of the decoded positions
  std::vector<std::pair<std::string, int>> attributes;  // glTF's name, Draco's id
};

struct DracoInput {
  const Mesh& mesh;
  const std::vector<uint32_t>& vertices;  // of the mesh
  const std::vector<uint32_t>& indices;   // into `vertices`
  const std::vector<Tangent>& tangents;   // of the mesh's vertices, or empty
  bool with_uvs = false;
};

std::optional<DracoEncoded> EncodeDraco(const DracoInput& input, const GlbOptions& options);

}  // namespace disan
