// The materials that an OBJ file names.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <string_view>

namespace disan {

// Appends the materials of one MTL text to mesh.materials and their pictures to mesh.textures.
void ReadMtl(std::string_view text,
             const MeshSource& source,
             Mesh& mesh,
             std::vector<Diagnostic>& diagnostics);

}  // namespace disan
