#include "formats/mesh/mesh.h"

namespace disan {
namespace {

// Any direction at right angles to n.
Float3 AnyAcross(const Float3& n) {
  const Float3 axis = std::abs(n.x) < 0.6F ? Float3{1, 0, 0} : Float3{0, 1, 0};
  return Normalized(Cross(n, axis));
}

}  // namespace

std::vector<Tangent> ComputeTangents(const Mesh& mesh) {
  std::vector<Float3> along(mesh.positions.size());
  std::vector<float> turn(mesh.positions.size());
  for (const Triangle& t : mesh.triangles) {
    const Float3 e1 = mesh.positions[t[1]] - mesh.positions[t[0]];
    const Float3 e2 = mesh.positions[t[2]] - mesh.positions[t[0]];
    const Float2 o = mesh.uvs[t[0]];
    const Float2 d1{mesh.uvs[t[1]].x - o.x, mesh.uvs[t[1]].y - o.y};
    const Float2 d2{mesh.uvs[t[2]].x - o.x, mesh.uvs[t[2]].y - o.y};
    // glTF's bitangent points against v as it is stored here (down): hence the minus.
    const float sign = d1.x * d2.y - d2.x * d1.y < 0 ? -1.0F : 1.0F;
    const Float3 direction = Normalized(e1 * d2.y - e2 * d1.y) * sign;
    const float area = Length(Cross(e1, e2));
    if (!IsFinite(direction) || !std::isfinite(area)) {
      continue;
    }
    for (const uint32_t v : t) {
      along[v] = along[v] + direction * area;
      turn[v] -= sign * area;
    }
  }
  std::vector<Tangent> tangents(mesh.positions.size());
  for (size_t v = 0; v < tangents.size(); ++v) {
    const Float3 n = mesh.normals[v];
    const Float3 across = Normalized(along[v] - n * Dot(n, along[v]));
    tangents[v] = {across == Float3{} ? AnyAcross(n) : across, turn[v] < 0 ? -1.0F : 1.0F};
  }
  return tangents;
}

}  // namespace disan
