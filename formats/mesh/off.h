// OFF in text: OFF, COFF, NOFF, STOFF and their mixtures. Colours of faces are left aside.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <string_view>

namespace disan {

Result<Mesh> ReadOff(std::string_view bytes, const MeshSource& source);

}  // namespace disan
