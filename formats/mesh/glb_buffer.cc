#include "formats/mesh/glb_buffer.h"

#include <cstring>

#include <meshoptimizer.h>

namespace disan {
namespace {

using nlohmann::json;

constexpr int kArrayBuffer = 34962;
constexpr int kElementArrayBuffer = 34963;

size_t Aligned(size_t size) {
  return (size + 3) / 4 * 4;
}

std::string EncodedVertices(std::string_view bytes, size_t count, size_t stride) {
  std::string out(meshopt_encodeVertexBufferBound(count, stride), '\0');
  out.resize(meshopt_encodeVertexBuffer(
      reinterpret_cast<unsigned char*>(out.data()), out.size(), bytes.data(), count, stride));
  return out;
}

std::string EncodedIndices(std::string_view bytes, size_t count, size_t stride) {
  std::vector<unsigned> wide(count);
  for (size_t i = 0; i < count; ++i) {
    std::memcpy(&wide[i], bytes.data() + i * stride, stride);
  }
  // Version 1 is what EXT_meshopt_compression prescribes; the library's own default is older.
  static const bool version_is_set = (meshopt_encodeIndexVersion(1), true);
  (void)version_is_set;
  std::string out(meshopt_encodeIndexBufferBound(count, count), '\0');
  out.resize(meshopt_encodeIndexBuffer(
      reinterpret_cast<unsigned char*>(out.data()), out.size(), wide.data(), count));
  return out;
}

}  // namespace

size_t GlbBuffer::Append(std::string_view bytes) {
  const size_t at = binary_.size();
  binary_.append(bytes);
  binary_.resize(Aligned(binary_.size()), '\0');
  return at;
}

json GlbBuffer::Compressed(std::string_view bytes, size_t count, size_t stride, bool indices) {
  const std::string encoded =
      indices ? EncodedIndices(bytes, count, stride) : EncodedVertices(bytes, count, stride);
  json extension = {{"buffer", 0},
                    {"byteOffset", Append(encoded)},
                    {"byteLength", encoded.size()},
                    {"byteStride", stride},
                    {"count", count},
                    {"mode", indices ? "TRIANGLES" : "ATTRIBUTES"}};
  json view = {{"buffer", 1}, {"byteOffset", fallback_bytes_}, {"byteLength", bytes.size()}};
  fallback_bytes_ += Aligned(bytes.size());
  view["extensions"]["EXT_meshopt_compression"] = std::move(extension);
  return view;
}

size_t GlbBuffer::AddAttribute(const GlbStream& stream, size_t count) {
  json view;
  if (meshopt_) {
    view = Compressed(stream.bytes, count, stream.stride, false);
    if (!stream.filter.empty()) {
      view["extensions"]["EXT_meshopt_compression"]["filter"] = stream.filter;
    }
  } else {
    view = {
        {"buffer", 0}, {"byteOffset", Append(stream.bytes)}, {"byteLength", stream.bytes.size()}};
  }
  view["byteStride"] = stream.stride;
  view["target"] = kArrayBuffer;
  views_.push_back(std::move(view));
  json accessor = stream.accessor;
  accessor["bufferView"] = views_.size() - 1;
  accessor["count"] = count;
  return AddAccessor(std::move(accessor));
}

size_t GlbBuffer::AddIndices(const std::vector<uint32_t>& indices, size_t vertex_count) {
  const bool narrow = vertex_count <= 0xFFFF;
  const size_t stride = narrow ? 2 : 4;
  std::string bytes(indices.size() * stride, '\0');
  for (size_t i = 0; i < indices.size(); ++i) {
    std::memcpy(bytes.data() + i * stride, &indices[i], stride);
  }
  json view =
      meshopt_ ? Compressed(bytes, indices.size(), stride, true)
               : json{{"buffer", 0}, {"byteOffset", Append(bytes)}, {"byteLength", bytes.size()}};
  view["target"] = kElementArrayBuffer;
  views_.push_back(std::move(view));
  return AddAccessor({{"bufferView", views_.size() - 1},
                      {"componentType", narrow ? 5123 : 5125},
                      {"count", indices.size()},
                      {"type", "SCALAR"}});
}

size_t GlbBuffer::AddView(std::string_view bytes) {
  views_.push_back({{"buffer", 0}, {"byteOffset", Append(bytes)}, {"byteLength", bytes.size()}});
  return views_.size() - 1;
}

size_t GlbBuffer::AddAccessor(json accessor) {
  accessors_.push_back(std::move(accessor));
  return accessors_.size() - 1;
}

std::string GlbBuffer::Finish(json& root) {
  root["buffers"] = json::array({{{"byteLength", binary_.size()}}});
  if (fallback_bytes_ > 0) {
    json fallback = {{"byteLength", fallback_bytes_}};
    fallback["extensions"]["EXT_meshopt_compression"]["fallback"] = true;
    root["buffers"].push_back(std::move(fallback));
  }
  root["bufferViews"] = std::move(views_);
  root["accessors"] = std::move(accessors_);
  return std::move(binary_);
}

}  // namespace disan
