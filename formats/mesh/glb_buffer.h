// The binary part of a GLB as it grows: pieces, their buffer views and accessors. Private to this
// folder.
#pragma once

#include "formats/mesh/glb.h"

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace disan {

// One vertex attribute: `stride` bytes for each vertex, a multiple of four.
struct GlbStream {
  std::string bytes;
  size_t stride = 4;
  std::string filter;       // of EXT_meshopt_compression, or empty
  nlohmann::json accessor;  // without bufferView
};

class GlbBuffer {
 public:
  explicit GlbBuffer(bool meshopt) : meshopt_(meshopt) {}

  // Each answers the number of the accessor or buffer view.
  size_t AddAttribute(const GlbStream& stream, size_t count);
  size_t AddIndices(const std::vector<uint32_t>& indices, size_t vertex_count);
  size_t AddView(std::string_view bytes);  // a picture, Draco bytes
  size_t AddAccessor(nlohmann::json accessor);

  // Puts buffers, bufferViews and accessors into the root; answers the binary chunk.
  std::string Finish(nlohmann::json& root);

 private:
  size_t Append(std::string_view bytes);
  nlohmann::json Compressed(std::string_view bytes, size_t count, size_t stride, bool indices);

  bool meshopt_;
  std::string binary_;
  size_t fallback_bytes_ = 0;
  nlohmann::json views_ = nlohmann::json::array();
  nlohmann::json accessors_ = nlohmann::json::array();
};

}  // namespace disan
