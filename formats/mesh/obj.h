// Wavefront OBJ with MTL: polygons, negative indices, colours behind the position (as scanners
// write), materials and their pictures. What is missing beside the OBJ is said and left out.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <string_view>

namespace disan {

Result<Mesh> ReadObj(std::string_view bytes, const MeshSource& source);

}  // namespace disan
