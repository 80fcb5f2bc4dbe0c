// Any mesh file: by content, then by extension.
#pragma once

#include "formats/mesh/mesh.h"
#include "formats/mesh/mesh_source.h"

#include <filesystem>
#include <string_view>

namespace disan {

enum class MeshFormat { kUnknown, kPly, kObj, kStl, kOff, kGltf, kFbx, kDae };

// `extension` without dot, in any case; it decides only where the content does not.
MeshFormat DetectMeshFormat(std::string_view bytes, std::string_view extension);

Result<Mesh> ReadMeshBytes(std::string_view bytes, MeshFormat format, const MeshSource& source);

// A file without faces is refused: it may be a point cloud, which formats/cloud reads.
Result<Mesh> ReadMesh(const std::filesystem::path& file);

}  // namespace disan
