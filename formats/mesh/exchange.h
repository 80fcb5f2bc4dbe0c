// FBX and DAE through Assimp. Nothing of Assimp leaves the source file: its faults are translated.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <string_view>

namespace disan {

// `extension` is "fbx" or "dae".
Result<Mesh> ReadExchange(std::string_view bytes,
                          std::string_view extension,
                          const MeshSource& source);

}  // namespace disan
