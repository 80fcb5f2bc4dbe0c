// How much memory the program held while something ran.
#pragma once

#include <cstdint>

namespace disan {

// The most that this process has held since it began or since the mark was last reset; 0 where the
// system does not say.
uint64_t PeakMemoryBytes();

// From construction on. The mark is the whole process's: where watches overlap, each sees what all
// of them held together, so a figure is never too low.
class MemoryWatch {
 public:
  MemoryWatch();
  ~MemoryWatch();
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;

  uint64_t PeakBytes() const { return PeakMemoryBytes(); }
};

}  // namespace disan
