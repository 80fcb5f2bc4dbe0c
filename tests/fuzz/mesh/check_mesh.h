// What every reader of meshes promises, whatever the bytes.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <cstddef>
#include <cstdint>

namespace disan::testing {

inline void Demand(bool holds) {
  if (!holds) {
    __builtin_trap();
  }
}

using MeshReader = Result<Mesh> (*)(std::string_view, const MeshSource&);

inline int CheckReader(MeshReader reader, const uint8_t* data, size_t size) {
  const Result<Mesh> read = reader({reinterpret_cast<const char*>(data), size}, {.file = "fuzz"});
  Demand(read.ok() || HasErrors(read.diagnostics));
  if (read.ok()) {
    const size_t count = read->positions.size();
    const auto fits = [count](const auto& list) { return list.empty() || list.size() == count; };
    Demand(fits(read->normals) && fits(read->uvs) && fits(read->colours) && fits(read->tangents));
    for (const Triangle& t : read->triangles) {
      Demand(t[0] < count && t[1] < count && t[2] < count);
    }
    const auto textures = static_cast<int>(read->textures.size());
    for (const Material& m : read->materials) {
      Demand(m.base_colour_texture < textures && m.normal_texture < textures &&
             m.occlusion_texture < textures && m.metallic_roughness_texture < textures);
    }
    for (const MaterialGroup& group : read->groups) {
      Demand(group.first_triangle <= read->triangles.size() &&
             group.triangle_count <= read->triangles.size() - group.first_triangle &&
             group.material < static_cast<int>(read->materials.size()));
    }
  }
  return 0;
}

}  // namespace disan::testing
