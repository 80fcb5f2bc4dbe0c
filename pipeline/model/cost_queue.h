// Things in the order of their cost, cheapest first, to within one part in 128: costs that near are
// served in the order in which they came. For tens of millions of things a heap spends its time
// waiting for memory; here both ends touch neighbouring bytes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace disan {

// Thing has a float `cost`, finite and not negative.
template <typename Thing>
class CostQueue {
 public:
  bool empty() const { return size_ == 0; }

  void Push(const Thing& thing) {
    const size_t level = LevelOf(thing.cost);
    levels_[level].things.push_back(thing);
    lowest_ = level < lowest_ ? level : lowest_;
    ++size_;
  }

  // Not when empty.
  Thing Pop() {
    while (levels_[lowest_].served == levels_[lowest_].things.size()) {
      levels_[lowest_] = {};
      ++lowest_;
    }
    --size_;
    Level& level = levels_[lowest_];
    return level.things[level.served++];
  }

 private:
  struct Level {
    std::vector<Thing> things;
    size_t served = 0;
  };

  // Sign, exponent and seven bits of the fraction: the bits of positive floats sort as they do.
  static size_t LevelOf(float cost) {
    return std::bit_cast<uint32_t>(cost > 0 ? cost : 0.0F) >> 16;
  }

  static constexpr size_t kLevels = size_t{0x7F80} + 1;  // up to infinity
  std::vector<Level> levels_ = std::vector<Level>(kLevels);
  size_t lowest_ = kLevels - 1;
  size_t size_ = 0;
};

}  // namespace disan
