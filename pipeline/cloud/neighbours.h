// The nearest points of a place, by a k-d tree over the points themselves. The answer does not
// depend on how the tree was built: ties go to the lower index.
#pragma once

#include "formats/mesh/vector.h"

#include <cstdint>
#include <span>
#include <vector>

namespace disan {

struct Neighbour {
  uint32_t index = 0;
  float squared_distance = 0.0F;

  bool operator<(const Neighbour& other) const {
    return squared_distance < other.squared_distance ||
           (squared_distance == other.squared_distance && index < other.index);
  }
};

class Neighbours {
 public:
  // The points must outlive the tree, and be finite.
  explicit Neighbours(std::span<const Float3> points);

  // The k nearest, nearest first; fewer when there are not so many. A point finds itself.
  // `found` is reused between calls.
  void Nearest(const Float3& place, size_t k, std::vector<Neighbour>& found) const;

  // All within the radius, nearest first.
  void Within(const Float3& place, float radius, std::vector<Neighbour>& found) const;

 private:
  struct Query;
  void Build(size_t begin, size_t end);
  void Search(size_t begin, size_t end, Query& query) const;

  std::span<const Float3> points_;
  std::vector<uint32_t> order_;
  std::vector<uint8_t> axes_;  // of the split at the middle of each range
};

}  // namespace disan
