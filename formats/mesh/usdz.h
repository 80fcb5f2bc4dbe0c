// A mesh for AR Quick Look: a text layer (USDA) and its pictures in a zip without compression,
// every file at a multiple of 64 bytes, as Pixar's usdz specification asks.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/mesh/mesh.h"

#include <string>

namespace disan {

struct UsdzOptions {
  std::string title;  // shown by nobody, kept for whoever opens the layer
  std::string rights;
};

// The mesh in metres and y-up. Pictures other than JPEG and PNG are left out: Quick Look shows no
// others. Fails when the mesh has no triangles. The same mesh and options give the same bytes.
Result<std::string> EncodeUsdz(const Mesh& mesh, const UsdzOptions& options = {});

}  // namespace disan
