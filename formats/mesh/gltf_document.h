// A glTF or GLB file opened: its JSON, and its numbers on demand. Private to this folder.
//
// tinygltf would do the JSON, but it refuses the buffer without data that EXT_meshopt_compression
// uses for its fallback, follows any path it finds, and decodes every picture on the way in. Here
// the JSON comes from nlohmann and each access is checked.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace disan {

// Values of one accessor as floats (integers as they are, normalized ones divided).
struct GltfNumbers {
  size_t count = 0;
  size_t components = 0;
  std::vector<float> values;
};

class GltfDocument {
 public:
  static Result<GltfDocument> Open(std::string_view bytes, const MeshSource& source);

  const nlohmann::json& root() const { return root_; }
  // The i-th entry of a top-level list, or a null value.
  const nlohmann::json& At(const char* list, int64_t index) const;

  // Decoded bytes of a buffer view; nothing when it is out of range or its compression is damaged.
  std::optional<std::string> View(int64_t view) const;
  std::optional<GltfNumbers> Floats(int64_t accessor) const;
  std::optional<std::vector<uint32_t>> Indices(int64_t accessor) const;
  // Of a data: address.
  static std::optional<std::string> DataUri(std::string_view uri);

  std::vector<Diagnostic> TakeDiagnostics() { return std::move(diagnostics_); }

 private:
  struct Layout;
  void LoadBuffers(std::string_view binary_chunk, const MeshSource& source);
  std::optional<std::string_view> BufferRange(int64_t buffer, uint64_t offset, uint64_t size) const;
  std::optional<std::string> MeshoptView(const nlohmann::json& extension) const;
  std::optional<Layout> LayoutOf(const nlohmann::json& accessor) const;
  bool ApplySparse(const nlohmann::json& accessor, const Layout& layout, std::string& packed) const;
  std::optional<std::string> Packed(const nlohmann::json& accessor, const Layout& layout) const;

  nlohmann::json root_;
  std::vector<std::string> buffers_;
  std::vector<Diagnostic> diagnostics_;
};

// Fields that may be missing or of the wrong kind.
int64_t JsonInteger(const nlohmann::json& object, const char* key, int64_t otherwise);
double JsonNumber(const nlohmann::json& object, const char* key, double otherwise);
std::string JsonText(const nlohmann::json& object, const char* key);
const nlohmann::json& JsonField(const nlohmann::json& object, const char* key);  // or null

}  // namespace disan
