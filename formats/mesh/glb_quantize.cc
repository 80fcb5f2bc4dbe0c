#include "formats/mesh/glb_quantize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>

#include <meshoptimizer.h>

namespace disan {
namespace {

using nlohmann::json;

constexpr int kByte = 5120;
constexpr int kShort = 5122;
constexpr int kUnsignedShort = 5123;
constexpr int kFloat = 5126;

template <typename T>
void Put(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

uint16_t LinearShort(uint8_t srgb) {
  const double v = srgb / 255.0;
  const double linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  return static_cast<uint16_t>(std::lround(linear * 65535));
}

uint16_t GridNumber(double value, int64_t most) {
  return static_cast<uint16_t>(std::clamp<int64_t>(std::llround(value), 0, most));
}

// `four` numbers a vector: a direction, and one that is kept as it is.
GlbStream Octahedral(const std::vector<float>& four, int bits, bool filtered, const char* type) {
  const size_t stride = bits <= 8 ? 4 : 8;
  const size_t count = four.size() / 4;
  GlbStream stream{
      .stride = stride,
      .filter = "OCTAHEDRAL",
      .accessor = {
          {"componentType", bits <= 8 ? kByte : kShort}, {"normalized", true}, {"type", type}}};
  stream.bytes.resize(count * stride);
  meshopt_encodeFilterOct(stream.bytes.data(), count, stride, bits, four.data());
  if (!filtered) {
    meshopt_decodeFilterOct(stream.bytes.data(), count, stride);
    stream.filter.clear();
  }
  return stream;
}

}  // namespace

Grid GridOf(const Mesh& mesh, int bits) {
  const Bounds bounds = BoundsOf(mesh.positions);
  const Double3 extent = bounds.max - bounds.min;
  const double longest = std::max({extent.x, extent.y, extent.z});
  const double cells = static_cast<double>((int64_t{1} << bits) - 1);
  return {bounds.min, longest > 0 ? longest / cells : 1.0};
}

UvRange UvRangeOf(const Mesh& mesh) {
  if (mesh.uvs.empty()) {
    return {};
  }
  Float2 low = mesh.uvs[0];
  Float2 high = mesh.uvs[0];
  for (const Float2& uv : mesh.uvs) {
    low = {std::min(low.x, uv.x), std::min(low.y, uv.y)};
    high = {std::max(high.x, uv.x), std::max(high.y, uv.y)};
  }
  if (low.x >= 0 && low.y >= 0 && high.x <= 1 && high.y <= 1) {
    return {};  // an atlas: one grid for the page, whatever lies on it
  }
  return {low, {std::max(high.x - low.x, 1e-9F), std::max(high.y - low.y, 1e-9F)}};
}

GlbStream FloatPositions(const Mesh& mesh, const std::vector<uint32_t>& vertices) {
  GlbStream stream{.stride = 12, .accessor = {{"componentType", kFloat}, {"type", "VEC3"}}};
  Float3 low = mesh.positions[vertices[0]];
  Float3 high = low;
  for (const uint32_t v : vertices) {
    const Float3 p = mesh.positions[v];
    for (int axis = 0; axis < 3; ++axis) {
      low[axis] = std::min(low[axis], p[axis]);
      high[axis] = std::max(high[axis], p[axis]);
    }
    Put(stream.bytes, p);
  }
  stream.accessor["min"] = {low.x, low.y, low.z};
  stream.accessor["max"] = {high.x, high.y, high.z};
  return stream;
}

GlbStream GridPositions(const Mesh& mesh, const std::vector<uint32_t>& vertices, const Grid& grid) {
  GlbStream stream{.stride = 8, .accessor = {{"componentType", kUnsignedShort}, {"type", "VEC3"}}};
  std::array<uint16_t, 3> low{65535, 65535, 65535};
  std::array<uint16_t, 3> high{};
  for (const uint32_t v : vertices) {
    std::array<uint16_t, 4> q{};
    for (size_t axis = 0; axis < 3; ++axis) {
      const int k = static_cast<int>(axis);
      q[axis] = GridNumber((static_cast<double>(mesh.positions[v][k]) - grid.origin[k]) / grid.step,
                           65535);
      low[axis] = std::min(low[axis], q[axis]);
      high[axis] = std::max(high[axis], q[axis]);
    }
    Put(stream.bytes, q);
  }
  stream.accessor["min"] = low;
  stream.accessor["max"] = high;
  return stream;
}

GlbStream FloatNormals(const Mesh& mesh, const std::vector<uint32_t>& vertices) {
  GlbStream stream{.stride = 12, .accessor = {{"componentType", kFloat}, {"type", "VEC3"}}};
  for (const uint32_t v : vertices) {
    // Once more in double: a validator wants the length within a few units of the last place.
    const Double3 n = Normalized(mesh.normals[v].To<double>());
    Put(stream.bytes, (n == Double3{} ? Double3{0, 1, 0} : n).To<float>());
  }
  return stream;
}

GlbStream OctahedralNormals(const Mesh& mesh,
                            const std::vector<uint32_t>& vertices,
                            int bits,
                            bool filtered) {
  std::vector<float> four;
  four.reserve(vertices.size() * 4);
  for (const uint32_t v : vertices) {
    const Float3 n = Normalized(mesh.normals[v]);
    four.insert(four.end(), {n.x, n == Float3{} ? 1.0F : n.y, n.z, 0.0F});
  }
  return Octahedral(four, bits, filtered, "VEC3");
}

GlbStream FloatTangents(const std::vector<Tangent>& tangents,
                        const std::vector<uint32_t>& vertices) {
  GlbStream stream{.stride = 16, .accessor = {{"componentType", kFloat}, {"type", "VEC4"}}};
  for (const uint32_t v : vertices) {
    Put(stream.bytes, tangents[v]);
  }
  return stream;
}

GlbStream OctahedralTangents(const std::vector<Tangent>& tangents,
                             const std::vector<uint32_t>& vertices,
                             int bits,
                             bool filtered) {
  std::vector<float> four;
  four.reserve(vertices.size() * 4);
  for (const uint32_t v : vertices) {
    const Tangent& t = tangents[v];
    four.insert(four.end(), {t.direction.x, t.direction.y, t.direction.z, t.handedness});
  }
  return Octahedral(four, bits, filtered, "VEC4");
}

GlbStream FloatUvs(const Mesh& mesh, const std::vector<uint32_t>& vertices) {
  GlbStream stream{.stride = 8, .accessor = {{"componentType", kFloat}, {"type", "VEC2"}}};
  for (const uint32_t v : vertices) {
    Put(stream.bytes, mesh.uvs[v]);
  }
  return stream;
}

GlbStream RangeUvs(const Mesh& mesh,
                   const std::vector<uint32_t>& vertices,
                   const UvRange& range,
                   int bits) {
  GlbStream stream{
      .stride = 4,
      .accessor = {{"componentType", kUnsignedShort}, {"normalized", true}, {"type", "VEC2"}}};
  const int64_t most = (int64_t{1} << bits) - 1;
  const auto number = [&](float value, float low, float extent) {
    return GridNumber(static_cast<double>((value - low) / extent) * static_cast<double>(most),
                      most);
  };
  for (const uint32_t v : vertices) {
    const Float2 uv = mesh.uvs[v];
    Put(stream.bytes, number(uv.x, range.min.x, range.extent.x));
    Put(stream.bytes, number(uv.y, range.min.y, range.extent.y));
  }
  return stream;
}

void SnapToStored(Mesh& mesh, const GlbOptions& options) {
  std::vector<uint32_t> all(mesh.positions.size());
  std::iota(all.begin(), all.end(), 0U);
  const auto stored = [](const GlbStream& stream, size_t v, size_t k) {
    if (stream.stride == 4) {
      return static_cast<float>(static_cast<int8_t>(stream.bytes[v * 4 + k])) / 127;
    }
    int16_t value = 0;
    std::memcpy(&value, stream.bytes.data() + v * 8 + k * 2, 2);
    return static_cast<float>(value) / 32767;
  };
  if (!mesh.normals.empty()) {
    const GlbStream stream = OctahedralNormals(mesh, all, options.normal_bits, false);
    for (size_t v = 0; v < all.size(); ++v) {
      mesh.normals[v] =
          Normalized(Float3{stored(stream, v, 0), stored(stream, v, 1), stored(stream, v, 2)});
    }
  }
  if (!mesh.tangents.empty()) {
    const GlbStream stream = OctahedralTangents(mesh.tangents, all, options.tangent_bits, false);
    for (size_t v = 0; v < all.size(); ++v) {
      mesh.tangents[v].direction =
          Normalized(Float3{stored(stream, v, 0), stored(stream, v, 1), stored(stream, v, 2)});
    }
  }
  const UvRange range = UvRangeOf(mesh);
  const auto most = static_cast<float>((1 << options.uv_bits) - 1);
  for (Float2& uv : mesh.uvs) {
    uv.x = range.min.x +
           std::round((uv.x - range.min.x) / range.extent.x * most) / most * range.extent.x;
    uv.y = range.min.y +
           std::round((uv.y - range.min.y) / range.extent.y * most) / most * range.extent.y;
  }
}

GlbStream LinearColours(const Mesh& mesh, const std::vector<uint32_t>& vertices) {
  GlbStream stream{
      .stride = 8,
      .accessor = {{"componentType", kUnsignedShort}, {"normalized", true}, {"type", "VEC4"}}};
  std::array<uint16_t, 256> table;
  for (size_t i = 0; i < 256; ++i) {
    table[i] = LinearShort(static_cast<uint8_t>(i));
  }
  for (const uint32_t v : vertices) {
    const Rgba8 c = mesh.colours[v];
    Put(stream.bytes,
        std::array<uint16_t, 4>{
            table[c.r], table[c.g], table[c.b], static_cast<uint16_t>(c.a * 257)});
  }
  return stream;
}

}  // namespace disan
