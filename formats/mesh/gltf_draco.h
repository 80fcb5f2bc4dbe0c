// KHR_draco_mesh_compression: one primitive of a glTF from its Draco bytes. Private to this folder.
#pragma once

#include "formats/mesh/gltf_document.h"

#include <map>
#include <string>

namespace disan {

struct DracoPrimitive {
  std::vector<uint32_t> indices;
  std::map<std::string, GltfNumbers> attributes;  // by glTF's names: POSITION, TEXCOORD_0, ...
};

// `extension` is the primitive's KHR_draco_mesh_compression object. Draco's own faults, thrown or
// returned, become an empty answer.
std::optional<DracoPrimitive> DecodeDraco(const GltfDocument& document,
                                          const nlohmann::json& extension);

}  // namespace disan
