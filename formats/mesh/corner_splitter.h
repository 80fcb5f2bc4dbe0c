// Formats that index texture coordinates and normals apart from positions: each different
// combination becomes a vertex of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace disan {

class CornerSplitter {
 public:
  static constexpr uint64_t kNoKey = std::numeric_limits<uint64_t>::max();

  // The vertex for position `position` with attributes `key`. The answer is smaller than
  // positions().size() and counts up by one whenever a new combination is seen.
  uint32_t Find(uint32_t position, uint64_t key) {
    if (position >= head_.size()) {
      head_.resize(position + size_t{1}, kNone);
    }
    for (uint32_t v = head_[position]; v != kNone; v = vertices_[v].next) {
      if (vertices_[v].key == key) {
        return v;
      }
    }
    const auto made = static_cast<uint32_t>(vertices_.size());
    vertices_.push_back({key, position, head_[position]});
    head_[position] = made;
    return made;
  }

  size_t size() const { return vertices_.size(); }
  uint32_t PositionOf(size_t vertex) const { return vertices_[vertex].position; }
  uint64_t KeyOf(size_t vertex) const { return vertices_[vertex].key; }

 private:
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
  struct Vertex {
    uint64_t key;
    uint32_t position;
    uint32_t next;
  };
  std::vector<uint32_t> head_;
  std::vector<Vertex> vertices_;
};

}  // namespace disan
