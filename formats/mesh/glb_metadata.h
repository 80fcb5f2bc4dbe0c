// What a GLB says of itself. Private to this folder.
#pragma once

#include "formats/mesh/glb.h"

#include <nlohmann/json.hpp>

namespace disan {

// Fills asset (version, generator, copyright, extras) and, when there is anything to say, the
// KHR_xmp_json_ld packet that asset refers to.
void AddMetadata(const Mesh& mesh, const GlbMetadata& metadata, nlohmann::json& root);

}  // namespace disan
