#include "pipeline/model/edge_table.h"

#include <algorithm>
#include <numeric>

namespace disan {

EdgeTable::EdgeTable(const std::vector<Triangle>& triangles,
                     const std::vector<uint32_t>& point_of_vertex)
    : first_(point_of_vertex.size() + 1), sides_(triangles.size() * 3) {
  const auto ends = [&](const Triangle& t, size_t k) {
    const uint32_t a = point_of_vertex[t[k]];
    const uint32_t b = point_of_vertex[t[(k + 1) % 3]];
    return std::pair(std::min(a, b), std::max(a, b));
  };
  // A counting sort by the smaller point: linear, and no key is stored twice.
  for (const Triangle& t : triangles) {
    for (size_t k = 0; k < 3; ++k) {
      ++first_[ends(t, k).first + 1];
    }
  }
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
  for (size_t i = 0; i < triangles.size(); ++i) {
    for (size_t k = 0; k < 3; ++k) {
      const auto [a, b] = ends(triangles[i], k);
      sides_[next[a]++] = {b, static_cast<uint32_t>(i * 3 + k)};
    }
  }
  for (size_t p = 0; p + 1 < first_.size(); ++p) {
    std::sort(sides_.begin() + first_[p], sides_.begin() + first_[p + 1], [](Side a, Side b) {
      return a.other != b.other ? a.other < b.other : a.number < b.number;
    });
  }
}

void EdgeTable::ForEachEdge(const std::function<void(std::span<const Side>)>& visit) const {
  for (size_t p = 0; p + 1 < first_.size(); ++p) {
    for (size_t at = first_[p]; at < first_[p + 1];) {
      size_t end = at + 1;
      while (end < first_[p + 1] && sides_[end].other == sides_[at].other) {
        ++end;
      }
      visit({sides_.data() + at, end - at});
      at = end;
    }
  }
}

std::vector<uint32_t> OppositeSides(const EdgeTable& edges, size_t triangle_count) {
  std::vector<uint32_t> opposite(triangle_count * 3, kNoSide);
  edges.ForEachEdge([&](std::span<const EdgeTable::Side> sides) {
    if (sides.size() == 2) {
      opposite[sides[0].number] = sides[1].number;
      opposite[sides[1].number] = sides[0].number;
    }
  });
  return opposite;
}

UnionFind::UnionFind(size_t count) : parent_(count) {
  std::iota(parent_.begin(), parent_.end(), 0U);
}

uint32_t UnionFind::Find(uint32_t i) {
  while (parent_[i] != i) {
    parent_[i] = parent_[parent_[i]];
    i = parent_[i];
  }
  return i;
}

void UnionFind::Join(uint32_t a, uint32_t b) {
  a = Find(a);
  b = Find(b);
  parent_[std::max(a, b)] = std::min(a, b);
}

}  // namespace disan
