#include "datasets/ply.h"

#include <bit>
#include <cstring>

#include <fmt/core.h>

namespace disan::world {

static_assert(std::endian::native == std::endian::little,
              "values are written as they lie in memory");

std::string EncodePly(const std::vector<ColouredPoint>& points,
                      const std::vector<std::array<uint32_t, 3>>& triangles,
                      std::string_view unit) {
  std::string out = fmt::format(
      "ply\nformat binary_little_endian 1.0\ncomment unit {}\nelement vertex {}\n"
      "property float x\nproperty float y\nproperty float z\n"
      "property float nx\nproperty float ny\nproperty float nz\n"
      "property uchar red\nproperty uchar green\nproperty uchar blue\n",
      unit,
      points.size());
  if (!triangles.empty()) {
    out +=
        fmt::format("element face {}\nproperty list uchar int vertex_indices\n", triangles.size());
  }
  out += "end_header\n";
  const auto put = [&](const void* data, size_t size) {
    out.append(static_cast<const char*>(data), size);
  };
  out.reserve(out.size() + points.size() * 27 + triangles.size() * 13);
  for (const ColouredPoint& point : points) {
    put(&point.position, 12);
    put(&point.normal, 12);
    put(point.colour.data(), 3);
  }
  for (const auto& triangle : triangles) {
    out += '\3';
    put(triangle.data(), 12);
  }
  return out;
}

}  // namespace disan::world
