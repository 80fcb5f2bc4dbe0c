#include "formats/mesh/gltf_document.h"

#include <charconv>
#include <cstring>
#include <limits>
#include <type_traits>

#include <meshoptimizer.h>

namespace disan {
namespace {

using nlohmann::json;

// More than any scan; keeps products of counts and sizes inside 64 bits and memory inside reason.
constexpr uint64_t kCountLimit = uint64_t{1} << 28;
// Compression can promise much from few bytes; no real file goes past this ratio.
constexpr uint64_t kExpansionLimit = 4096;

uint32_t Word(std::string_view bytes, size_t at) {
  uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, 4);
  return value;
}

struct Chunks {
  std::string_view json;
  std::string_view binary;
};

std::optional<Chunks> SplitGlb(std::string_view bytes) {
  Chunks chunks;
  if (bytes.size() < 20 || Word(bytes, 4) != 2 || Word(bytes, 8) > bytes.size()) {
    return std::nullopt;
  }
  bytes = bytes.substr(0, Word(bytes, 8));
  for (size_t at = 12; at + 8 <= bytes.size();) {
    const size_t size = Word(bytes, at);
    const uint32_t type = Word(bytes, at + 4);
    if (size > bytes.size() - at - 8) {
      return std::nullopt;
    }
    const std::string_view body = bytes.substr(at + 8, size);
    if (type == 0x4E4F534A) {
      chunks.json = body;
    } else if (type == 0x004E4942) {
      chunks.binary = body;
    }
    at += 8 + size;
  }
  return chunks.json.empty() ? std::nullopt : std::optional(chunks);
}

std::optional<std::string> Base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    if (c == '=') {
      break;
    }
    const std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    bits = bits << 6 | static_cast<uint32_t>(digit);
    have += 6;
    if (have >= 8) {
      have -= 8;
      out.push_back(static_cast<char>(bits >> have & 0xFF));
    }
  }
  return out;
}

std::string PercentDecoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr ==
            text.data() + i + 3) {
      out.push_back(static_cast<char>(value));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

size_t ComponentBytes(int64_t type) {
  switch (type) {
    case 5120:
    case 5121:
      return 1;
    case 5122:
    case 5123:
      return 2;
    case 5125:
    case 5126:
      return 4;
    default:
      return 0;
  }
}

size_t Components(const std::string& type) {
  return type == "SCALAR" ? 1 : type == "VEC2" ? 2 : type == "VEC3" ? 3 : type == "VEC4" ? 4 : 0;
}

template <typename T>
float Component(const char* at, bool normalized) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  const auto number = static_cast<float>(value);
  if constexpr (std::is_integral_v<T>) {
    const auto most = static_cast<float>(std::numeric_limits<T>::max());
    return normalized ? std::max(number / most, -1.0F) : number;
  }
  return number;
}

float ComponentValue(const char* at, int64_t type, bool normalized) {
  switch (type) {
    case 5120:
      return Component<int8_t>(at, normalized);
    case 5121:
      return Component<uint8_t>(at, normalized);
    case 5122:
      return Component<int16_t>(at, normalized);
    case 5123:
      return Component<uint16_t>(at, normalized);
    case 5125:
      return Component<uint32_t>(at, normalized);
    default:
      return Component<float>(at, false);
  }
}

uint32_t IndexValue(const char* at, size_t bytes) {
  uint32_t value = 0;
  std::memcpy(&value, at, bytes);
  return value;
}

}  // namespace

int64_t JsonInteger(const json& object, const char* key, int64_t otherwise) {
  const json& field = JsonField(object, key);
  return field.is_number_integer() ? field.get<int64_t>()
         : field.is_number() && std::abs(field.get<double>()) < 1e15
             ? static_cast<int64_t>(field.get<double>())
             : otherwise;
}

double JsonNumber(const json& object, const char* key, double otherwise) {
  const json& field = JsonField(object, key);
  return field.is_number() ? field.get<double>() : otherwise;
}

std::string JsonText(const json& object, const char* key) {
  const json& field = JsonField(object, key);
  return field.is_string() ? field.get<std::string>() : "";
}

const json& JsonField(const json& object, const char* key) {
  static const json kNull;
  if (!object.is_object()) {
    return kNull;
  }
  const auto found = object.find(key);
  return found == object.end() ? kNull : *found;
}

Result<GltfDocument> GltfDocument::Open(std::string_view bytes, const MeshSource& source) {
  Chunks chunks{bytes, {}};
  if (bytes.substr(0, 4) == "glTF") {
    const std::optional<Chunks> split = SplitGlb(bytes);
    if (!split) {
      return Result<GltfDocument>::Failed(MeshTruncated(source));
    }
    chunks = *split;
  }
  GltfDocument document;
  document.root_ = json::parse(chunks.json, nullptr, false);
  if (!document.root_.is_object()) {
    return Result<GltfDocument>::Failed(MeshMalformed(source, "JSON"));
  }
  document.LoadBuffers(chunks.binary, source);
  return Result<GltfDocument>::Of(std::move(document));
}

const json& GltfDocument::At(const char* list, int64_t index) const {
  static const json kNull;
  const json& entries = JsonField(root_, list);
  if (!entries.is_array() || index < 0 || index >= static_cast<int64_t>(entries.size())) {
    return kNull;
  }
  return entries[static_cast<size_t>(index)];
}

std::optional<std::string> GltfDocument::DataUri(std::string_view uri) {
  const size_t comma = uri.find(',');
  if (uri.rfind("data:", 0) != 0 || comma == std::string_view::npos ||
      uri.substr(0, comma).find(";base64") == std::string_view::npos) {
    return std::nullopt;
  }
  return Base64(uri.substr(comma + 1));
}

void GltfDocument::LoadBuffers(std::string_view binary_chunk, const MeshSource& source) {
  const json& buffers = JsonField(root_, "buffers");
  const size_t count = buffers.is_array() ? buffers.size() : 0;
  for (size_t i = 0; i < count; ++i) {
    const std::string uri = JsonText(buffers[i], "uri");
    std::optional<std::string> bytes;
    if (uri.rfind("data:", 0) == 0) {
      bytes = DataUri(uri);
    } else if (!uri.empty()) {
      bytes = ReadSidecar(source, PercentDecoded(uri), diagnostics_);
    } else if (i == 0) {
      bytes = std::string(binary_chunk);
    }
    buffers_.push_back(std::move(bytes).value_or(""));
  }
}

std::optional<std::string_view> GltfDocument::BufferRange(int64_t buffer,
                                                          uint64_t offset,
                                                          uint64_t size) const {
  if (buffer < 0 || buffer >= static_cast<int64_t>(buffers_.size())) {
    return std::nullopt;
  }
  const std::string& bytes = buffers_[static_cast<size_t>(buffer)];
  if (offset > bytes.size() || size > bytes.size() - offset) {
    return std::nullopt;
  }
  return std::string_view(bytes).substr(offset, size);
}

std::optional<std::string> GltfDocument::View(int64_t index) const {
  const json& view = At("bufferViews", index);
  const json& compressed = JsonField(JsonField(view, "extensions"), "EXT_meshopt_compression");
  if (compressed.is_object()) {
    return MeshoptView(compressed);
  }
  const int64_t offset = JsonInteger(view, "byteOffset", 0);
  const int64_t size = JsonInteger(view, "byteLength", -1);
  if (offset < 0 || size < 0) {
    return std::nullopt;
  }
  const auto range = BufferRange(
      JsonInteger(view, "buffer", -1), static_cast<uint64_t>(offset), static_cast<uint64_t>(size));
  return range ? std::optional(std::string(*range)) : std::nullopt;
}

std::optional<std::string> GltfDocument::MeshoptView(const json& extension) const {
  const int64_t offset = JsonInteger(extension, "byteOffset", 0);
  const int64_t size = JsonInteger(extension, "byteLength", -1);
  const int64_t stride = JsonInteger(extension, "byteStride", -1);
  const int64_t count = JsonInteger(extension, "count", -1);
  if (offset < 0 || size < 0 || stride <= 0 || stride > 256 || count < 0 ||
      static_cast<uint64_t>(count) > kCountLimit ||
      static_cast<uint64_t>(count) * static_cast<uint64_t>(stride) >
          (static_cast<uint64_t>(size) + 1) * kExpansionLimit) {
    return std::nullopt;
  }
  const auto range = BufferRange(JsonInteger(extension, "buffer", -1),
                                 static_cast<uint64_t>(offset),
                                 static_cast<uint64_t>(size));
  if (!range) {
    return std::nullopt;
  }
  const auto n = static_cast<size_t>(count);
  const auto s = static_cast<size_t>(stride);
  std::string out(n * s, '\0');
  const auto* from = reinterpret_cast<const unsigned char*>(range->data());
  const std::string mode = JsonText(extension, "mode");
  int failed = -1;
  if (mode == "ATTRIBUTES" && s % 4 == 0) {
    failed = meshopt_decodeVertexBuffer(out.data(), n, s, from, range->size());
  } else if (mode == "TRIANGLES" && (s == 2 || s == 4) && n % 3 == 0) {
    failed = meshopt_decodeIndexBuffer(out.data(), n, s, from, range->size());
  } else if (mode == "INDICES" && (s == 2 || s == 4)) {
    failed = meshopt_decodeIndexSequence(out.data(), n, s, from, range->size());
  }
  if (failed != 0) {
    return std::nullopt;
  }
  const std::string filter = JsonText(extension, "filter");
  if (filter == "OCTAHEDRAL" && (s == 4 || s == 8)) {
    meshopt_decodeFilterOct(out.data(), n, s);
  } else if (filter == "QUATERNION" && s == 8) {
    meshopt_decodeFilterQuat(out.data(), n, s);
  } else if (filter == "EXPONENTIAL") {
    meshopt_decodeFilterExp(out.data(), n, s);
  }
  return out;
}

struct GltfDocument::Layout {
  size_t count = 0;
  size_t components = 0;
  int64_t component_type = 0;
  size_t element_bytes = 0;
  bool normalized = false;
};

std::optional<GltfDocument::Layout> GltfDocument::LayoutOf(const json& accessor) const {
  Layout layout;
  const int64_t count = JsonInteger(accessor, "count", -1);
  layout.component_type = JsonInteger(accessor, "componentType", 0);
  layout.components = Components(JsonText(accessor, "type"));
  layout.element_bytes = ComponentBytes(layout.component_type) * layout.components;
  const json& normalized = JsonField(accessor, "normalized");
  layout.normalized = normalized.is_boolean() && normalized.get<bool>();
  if (count < 0 || static_cast<uint64_t>(count) > kCountLimit || layout.element_bytes == 0) {
    return std::nullopt;
  }
  layout.count = static_cast<size_t>(count);
  return layout;
}

// Elements one behind the other, without the gaps of a stride.
std::optional<std::string> GltfDocument::Packed(const json& accessor, const Layout& layout) const {
  std::string packed;
  const int64_t view_index = JsonInteger(accessor, "bufferView", -1);
  if (view_index < 0) {
    // All zeros, meant for sparse accessors; more zeros than the file could name are refused.
    uint64_t backing = 0;
    for (const std::string& buffer : buffers_) {
      backing += buffer.size();
    }
    if (layout.count > backing * kExpansionLimit) {
      return std::nullopt;
    }
    packed.assign(layout.count * layout.element_bytes, '\0');
  } else {
    const std::optional<std::string> view = View(view_index);
    const int64_t offset = JsonInteger(accessor, "byteOffset", 0);
    const int64_t stride = JsonInteger(
        At("bufferViews", view_index), "byteStride", static_cast<int64_t>(layout.element_bytes));
    if (!view || offset < 0 || stride < static_cast<int64_t>(layout.element_bytes) ||
        stride > 256) {
      return std::nullopt;
    }
    const auto step = static_cast<size_t>(stride);
    const auto start = static_cast<size_t>(offset);
    if (layout.count > 0 &&
        (start > view->size() ||
         view->size() - start < (layout.count - 1) * step + layout.element_bytes)) {
      return std::nullopt;
    }
    packed.resize(layout.count * layout.element_bytes);
    for (size_t i = 0; i < layout.count; ++i) {
      std::memcpy(packed.data() + i * layout.element_bytes,
                  view->data() + start + i * step,
                  layout.element_bytes);
    }
  }
  if (JsonField(accessor, "sparse").is_object() && !ApplySparse(accessor, layout, packed)) {
    return std::nullopt;
  }
  return packed;
}

bool GltfDocument::ApplySparse(const json& accessor,
                               const Layout& layout,
                               std::string& packed) const {
  const json& sparse = JsonField(accessor, "sparse");
  const json& indices = JsonField(sparse, "indices");
  const json& values = JsonField(sparse, "values");
  const int64_t count = JsonInteger(sparse, "count", -1);
  const size_t index_bytes = ComponentBytes(JsonInteger(indices, "componentType", 0));
  const std::optional<std::string> index_view = View(JsonInteger(indices, "bufferView", -1));
  const std::optional<std::string> value_view = View(JsonInteger(values, "bufferView", -1));
  const int64_t index_offset = JsonInteger(indices, "byteOffset", 0);
  const int64_t value_offset = JsonInteger(values, "byteOffset", 0);
  if (count < 0 || count > static_cast<int64_t>(layout.count) || index_bytes == 0 || !index_view ||
      !value_view || index_offset < 0 || value_offset < 0) {
    return false;
  }
  const auto n = static_cast<size_t>(count);
  const auto index_at = static_cast<size_t>(index_offset);
  const auto value_at = static_cast<size_t>(value_offset);
  if (index_at > index_view->size() || (index_view->size() - index_at) / index_bytes < n ||
      value_at > value_view->size() || (value_view->size() - value_at) / layout.element_bytes < n) {
    return false;
  }
  for (size_t i = 0; i < n; ++i) {
    const uint32_t to = IndexValue(index_view->data() + index_at + i * index_bytes, index_bytes);
    if (to >= layout.count) {
      return false;
    }
    std::memcpy(packed.data() + to * layout.element_bytes,
                value_view->data() + value_at + i * layout.element_bytes,
                layout.element_bytes);
  }
  return true;
}

std::optional<GltfNumbers> GltfDocument::Floats(int64_t index) const {
  const json& accessor = At("accessors", index);
  const std::optional<Layout> layout = LayoutOf(accessor);
  const std::optional<std::string> packed = layout ? Packed(accessor, *layout) : std::nullopt;
  if (!packed) {
    return std::nullopt;
  }
  GltfNumbers numbers{layout->count, layout->components, {}};
  numbers.values.resize(layout->count * layout->components);
  const size_t bytes = ComponentBytes(layout->component_type);
  for (size_t i = 0; i < numbers.values.size(); ++i) {
    numbers.values[i] =
        ComponentValue(packed->data() + i * bytes, layout->component_type, layout->normalized);
  }
  return numbers;
}

std::optional<std::vector<uint32_t>> GltfDocument::Indices(int64_t index) const {
  const json& accessor = At("accessors", index);
  const std::optional<Layout> layout = LayoutOf(accessor);
  if (!layout || layout->components != 1 || layout->component_type == 5126) {
    return std::nullopt;
  }
  const std::optional<std::string> packed = Packed(accessor, *layout);
  if (!packed) {
    return std::nullopt;
  }
  std::vector<uint32_t> indices(layout->count);
  for (size_t i = 0; i < indices.size(); ++i) {
    indices[i] = IndexValue(packed->data() + i * layout->element_bytes, layout->element_bytes);
  }
  return indices;
}

}  // namespace disan
