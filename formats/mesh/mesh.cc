#include "formats/mesh/mesh.h"

#include "formats/mesh/weld.h"

#include <algorithm>
#include <numeric>

namespace disan {
namespace {

// Floats keep 24 bits: when the middle lies more than this many diagonals away, the smallest
// features of a scan would be rounded.
constexpr double kFarDiagonals = 8;

template <typename S>
Bounds FiniteBounds(const std::vector<Vector3<S>>& positions) {
  Bounds bounds;
  bool first = true;
  for (const Vector3<S>& p : positions) {
    if (!IsFinite(p)) {
      continue;
    }
    for (int axis = 0; axis < 3; ++axis) {
      const double value = p[axis];
      bounds.min[axis] = first ? value : std::min(bounds.min[axis], value);
      bounds.max[axis] = first ? value : std::max(bounds.max[axis], value);
    }
    first = false;
  }
  return bounds;
}

}  // namespace

uint8_t ByteFrom(double value) {
  return value > 0 ? static_cast<uint8_t>(std::min(value, 255.0) + 0.5) : uint8_t{0};
}

Bounds BoundsOf(const std::vector<Float3>& positions) {
  return FiniteBounds(positions);
}

void SetPositions(Mesh& mesh, const std::vector<Double3>& positions) {
  const Bounds bounds = FiniteBounds(positions);
  const Double3 middle = (bounds.min + bounds.max) * 0.5;
  mesh.origin = {};
  if (Length(middle) > kFarDiagonals * std::max(bounds.Diagonal(), 1e-12) && Length(middle) > 1e3) {
    mesh.origin = {std::round(middle.x), std::round(middle.y), std::round(middle.z)};
  }
  mesh.positions.resize(positions.size());
  std::transform(positions.begin(), positions.end(), mesh.positions.begin(), [&](const Double3& p) {
    return (p - mesh.origin).To<float>();
  });
}

std::vector<MaterialGroup> GroupsOf(const Mesh& mesh) {
  if (!mesh.groups.empty()) {
    return mesh.groups;
  }
  return {{0, mesh.triangles.size(), mesh.materials.empty() ? kNoMaterial : 0}};
}

void GroupByMaterial(Mesh& mesh, const std::vector<int>& material_of_triangle) {
  std::vector<uint32_t> order(mesh.triangles.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return material_of_triangle[a] < material_of_triangle[b];
  });
  std::vector<Triangle> sorted;
  sorted.reserve(order.size());
  mesh.groups.clear();
  for (const uint32_t t : order) {
    const int material = material_of_triangle[t];
    if (mesh.groups.empty() || mesh.groups.back().material != material) {
      mesh.groups.push_back({sorted.size(), 0, material});
    }
    ++mesh.groups.back().triangle_count;
    sorted.push_back(mesh.triangles[t]);
  }
  mesh.triangles = std::move(sorted);
}

std::vector<Float3> ComputeNormals(const Mesh& mesh, bool weld) {
  std::vector<Float3> normals(mesh.positions.size());
  const std::vector<uint32_t> same =
      weld ? FirstOfEqualPositions(mesh.positions) : std::vector<uint32_t>();
  const auto slot = [&](uint32_t v) { return weld ? same[v] : v; };
  for (const Triangle& t : mesh.triangles) {
    const Float3 a = mesh.positions[t[0]];
    const Float3 area = Cross(mesh.positions[t[1]] - a, mesh.positions[t[2]] - a);
    if (IsFinite(area)) {
      for (const uint32_t v : t) {
        normals[slot(v)] = normals[slot(v)] + area;
      }
    }
  }
  for (uint32_t v = 0; v < normals.size(); ++v) {
    if (slot(v) != v) {
      normals[v] = normals[slot(v)];  // already normalised: the first of equals comes first
      continue;
    }
    const float length = Length(normals[v]);
    normals[v] = length > 0 && std::isfinite(length) ? normals[v] * (1 / length) : Float3{0, 1, 0};
  }
  return normals;
}

}  // namespace disan
