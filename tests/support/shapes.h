// Surfaces whose every measure is known.
#pragma once

#include "formats/mesh/mesh.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace disan::testing {

// A closed sphere of 20 * 4^subdivisions triangles, corners exactly on the radius.
inline Mesh Sphere(double radius, int subdivisions, Double3 centre = {}) {
  const double t = (1 + std::sqrt(5.0)) / 2;
  std::vector<Double3> p = {{-1, t, 0},
                            {1, t, 0},
                            {-1, -t, 0},
                            {1, -t, 0},
                            {0, -1, t},
                            {0, 1, t},
                            {0, -1, -t},
                            {0, 1, -t},
                            {t, 0, -1},
                            {t, 0, 1},
                            {-t, 0, -1},
                            {-t, 0, 1}};
  std::vector<Triangle> f = {{0, 11, 5}, {0, 5, 1},  {0, 1, 7},   {0, 7, 10}, {0, 10, 11},
                             {1, 5, 9},  {5, 11, 4}, {11, 10, 2}, {10, 7, 6}, {7, 1, 8},
                             {3, 9, 4},  {3, 4, 2},  {3, 2, 6},   {3, 6, 8},  {3, 8, 9},
                             {4, 9, 5},  {2, 4, 11}, {6, 2, 10},  {8, 6, 7},  {9, 8, 1}};
  for (int s = 0; s < subdivisions; ++s) {
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> middles;
    const auto middle = [&](uint32_t a, uint32_t b) {
      const auto [at, made] =
          middles.try_emplace(std::minmax(a, b), static_cast<uint32_t>(p.size()));
      if (made) {
        p.push_back(Normalized((p[a] + p[b]) * 0.5));
      }
      return at->second;
    };
    std::vector<Triangle> finer;
    for (const Triangle& a : f) {
      const uint32_t x = middle(a[0], a[1]);
      const uint32_t y = middle(a[1], a[2]);
      const uint32_t z = middle(a[2], a[0]);
      finer.insert(finer.end(), {{a[0], x, z}, {a[1], y, x}, {a[2], z, y}, {x, y, z}});
    }
    f = std::move(finer);
  }
  Mesh mesh;
  for (const Double3& v : p) {
    mesh.positions.push_back((Normalized(v) * radius + centre).To<float>());
  }
  mesh.triangles = std::move(f);
  return mesh;
}

// A flat n x n grid of squares in the x-z plane, facing up, with uvs over the whole picture.
inline Mesh Plane(double side, uint32_t n) {
  Mesh mesh;
  for (uint32_t z = 0; z <= n; ++z) {
    for (uint32_t x = 0; x <= n; ++x) {
      const float u = static_cast<float>(x) / static_cast<float>(n);
      const float v = static_cast<float>(z) / static_cast<float>(n);
      const auto length = static_cast<float>(side);
      mesh.positions.push_back({(u - 0.5F) * length, 0, (v - 0.5F) * length});
      mesh.uvs.push_back({u, v});
    }
  }
  for (uint32_t z = 0; z < n; ++z) {
    for (uint32_t x = 0; x < n; ++x) {
      const uint32_t a = z * (n + 1) + x;
      mesh.triangles.push_back({a, a + n + 1, a + 1});
      mesh.triangles.push_back({a + 1, a + n + 1, a + n + 2});
    }
  }
  return mesh;
}

// A closed cube of 12 triangles with outward faces, corners shared.
inline Mesh Cube(float side) {
  Mesh mesh;
  const float h = side / 2;
  for (int i = 0; i < 8; ++i) {
    mesh.positions.push_back({(i & 1) != 0 ? h : -h, (i & 2) != 0 ? h : -h, (i & 4) != 0 ? h : -h});
  }
  mesh.triangles = {{0, 2, 1},
                    {1, 2, 3},
                    {4, 5, 6},
                    {5, 7, 6},
                    {0, 1, 4},
                    {1, 5, 4},
                    {2, 6, 3},
                    {3, 6, 7},
                    {0, 4, 2},
                    {2, 4, 6},
                    {1, 3, 5},
                    {3, 7, 5}};
  return mesh;
}

// Six times the signed volume is the sum over triangles: positive when they face outward.
inline double Volume(const Mesh& mesh) {
  double six = 0;
  for (const Triangle& t : mesh.triangles) {
    six += Dot(mesh.positions[t[0]].To<double>(),
               Cross(mesh.positions[t[1]].To<double>(), mesh.positions[t[2]].To<double>()));
  }
  return six / 6;
}

inline double Area(const Mesh& mesh) {
  double twice = 0;
  for (const Triangle& t : mesh.triangles) {
    const Double3 a = mesh.positions[t[0]].To<double>();
    twice +=
        Length(Cross(mesh.positions[t[1]].To<double>() - a, mesh.positions[t[2]].To<double>() - a));
  }
  return twice / 2;
}

}  // namespace disan::testing
