// STL, binary and ascii, told apart by content ("solid" begins many binary files too). Equal
// corners become one vertex.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <string_view>

namespace disan {

Result<Mesh> ReadStl(std::string_view bytes, const MeshSource& source);

// Whether the bytes are a binary STL whose size fits its count.
bool IsBinaryStl(std::string_view bytes);

}  // namespace disan
