#include "pipeline/cloud/neighbours.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace disan {

namespace {

constexpr size_t kLeaf = 12;

float SquaredDistance(const Float3& a, const Float3& b) {
  const Float3 d = a - b;
  return Dot(d, d);
}

}  // namespace

// A range of order_ is a subtree; its middle is the splitting point.
struct Neighbours::Query {
  Float3 place;
  size_t most = 0;                // 0: all within `limit`
  float limit = 0.0F;             // squared
  std::vector<Neighbour>& found;  // a heap, the farthest on top, while `most` is not 0

  float Reach() const {
    return most != 0 && found.size() == most ? found.front().squared_distance : limit;
  }

  void Offer(const Neighbour& neighbour) {
    if (most == 0) {
      if (neighbour.squared_distance <= limit) {
        found.push_back(neighbour);
      }
      return;
    }
    if (found.size() < most) {
      found.push_back(neighbour);
      std::push_heap(found.begin(), found.end());
    } else if (neighbour < found.front()) {
      std::pop_heap(found.begin(), found.end());
      found.back() = neighbour;
      std::push_heap(found.begin(), found.end());
    }
  }
};

Neighbours::Neighbours(std::span<const Float3> points)
    : points_(points), order_(points.size()), axes_(points.size()) {
  std::iota(order_.begin(), order_.end(), 0U);
  Build(0, order_.size());
}

void Neighbours::Build(size_t begin, size_t end) {
  if (end - begin <= kLeaf) {
    return;
  }
  Float3 low = points_[order_[begin]];
  Float3 high = low;
  for (size_t i = begin; i < end; ++i) {
    const Float3& p = points_[order_[i]];
    for (int k = 0; k < 3; ++k) {
      low[k] = std::min(low[k], p[k]);
      high[k] = std::max(high[k], p[k]);
    }
  }
  const Float3 size = high - low;
  const int axis = size.x >= size.y ? (size.x >= size.z ? 0 : 2) : (size.y >= size.z ? 1 : 2);
  const size_t middle = (begin + end) / 2;
  const auto at = [&](size_t i) { return order_.begin() + static_cast<std::ptrdiff_t>(i); };
  std::nth_element(at(begin), at(middle), at(end), [&](uint32_t a, uint32_t b) {
    const float va = points_[a][axis];
    const float vb = points_[b][axis];
    return va < vb || (va == vb && a < b);
  });
  axes_[middle] = static_cast<uint8_t>(axis);
  Build(begin, middle);
  Build(middle + 1, end);
}

void Neighbours::Search(size_t begin, size_t end, Query& query) const {
  if (end - begin <= kLeaf) {
    for (size_t i = begin; i < end; ++i) {
      query.Offer({order_[i], SquaredDistance(points_[order_[i]], query.place)});
    }
    return;
  }
  const size_t middle = (begin + end) / 2;
  const int axis = axes_[middle];
  const Float3& split = points_[order_[middle]];
  const float side = query.place[axis] - split[axis];
  query.Offer({order_[middle], SquaredDistance(split, query.place)});
  if (side < 0.0F) {
    Search(begin, middle, query);
  } else {
    Search(middle + 1, end, query);
  }
  if (side * side <= query.Reach()) {
    if (side < 0.0F) {
      Search(middle + 1, end, query);
    } else {
      Search(begin, middle, query);
    }
  }
}

void Neighbours::Nearest(const Float3& place, size_t k, std::vector<Neighbour>& found) const {
  found.clear();
  Query query{place, k, std::numeric_limits<float>::infinity(), found};
  if (k > 0) {
    Search(0, order_.size(), query);
    std::sort_heap(found.begin(), found.end());
  }
}

void Neighbours::Within(const Float3& place, float radius, std::vector<Neighbour>& found) const {
  found.clear();
  Query query{place, 0, radius * radius, found};
  Search(0, order_.size(), query);
  std::sort(found.begin(), found.end());
}

}  // namespace disan
