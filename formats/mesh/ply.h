// PLY: ascii and binary of either byte order, any property type; polygons, triangle strips, texture
// coordinates a vertex or a corner (as MeshLab writes them), colours a vertex or a face.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <string>
#include <string_view>

namespace disan {

// A PLY without faces gives a mesh without triangles.
Result<Mesh> ReadPly(std::string_view bytes, const MeshSource& source);

struct PlyOptions {
  bool ascii = false;
};

// Positions are written as doubles when the mesh has an origin, so that nothing is lost. Textures
// are named in comments; their bytes are not written.
std::string EncodePly(const Mesh& mesh, const PlyOptions& options = {});

}  // namespace disan
