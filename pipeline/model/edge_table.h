// Which faces share which edges. An edge runs between points, not vertices: corners that lie at one
// place count as one.
#pragma once

#include "formats/mesh/mesh.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace disan {

// Side k of triangle t runs from its corner k to the next; its number is 3 t + k.
class EdgeTable {
 public:
  // `point_of_vertex` names the point of each vertex.
  EdgeTable(const std::vector<Triangle>& triangles, const std::vector<uint32_t>& point_of_vertex);

  struct Side {
    uint32_t other;   // the larger of the edge's two points
    uint32_t number;  // of the side
  };
  // Calls with all sides of each edge, edges in order of their points.
  void ForEachEdge(const std::function<void(std::span<const Side>)>& visit) const;

 private:
  std::vector<uint32_t> first_;  // by the smaller point
  std::vector<Side> sides_;
};

inline constexpr uint32_t kNoSide = 0xFFFFFFFF;

// For each side the side across an edge of exactly two, else kNoSide.
std::vector<uint32_t> OppositeSides(const EdgeTable& edges, size_t triangle_count);

// Finds which of many things hang together.
class UnionFind {
 public:
  explicit UnionFind(size_t count);
  uint32_t Find(uint32_t i);
  void Join(uint32_t a, uint32_t b);

 private:
  std::vector<uint32_t> parent_;
};

}  // namespace disan
