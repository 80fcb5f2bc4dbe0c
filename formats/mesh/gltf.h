// glTF 2.0, as .gltf or .glb: node transforms applied, Draco and meshopt compression decoded,
// quantized attributes and texture transforms resolved. Buffers and pictures only from the file
// itself or from its folder.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <string_view>

namespace disan {

Result<Mesh> ReadGltf(std::string_view bytes, const MeshSource& source);

}  // namespace disan
