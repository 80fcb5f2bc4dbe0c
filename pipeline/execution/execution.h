// One handle for long work: how many threads, how much memory, how far it is, and whether a person
// asked to stop. Stages take it as `const Execution&` and know no thread pool, no terminal and no
// signal.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace disan {

struct Execution {
  int threads = 1;
  uint64_t memory_bytes = uint64_t{4} << 30;
  const std::atomic<bool>* cancelled = nullptr;
  // Counted work: `done` of `total` units (photos, tiles, chunks). May be called from several
  // threads at once.
  std::function<void(uint64_t done, uint64_t total)> progress;

  // Throws Interrupted when a person asked to stop. Loops call it per image, tile or chunk.
  void CheckCancelled() const;
  void Report(uint64_t done, uint64_t total) const;
};

// Runs body(i) for every i below count on execution.threads threads, reports i of count, polls for
// cancellation. Deterministic as long as body(i) writes only to slot i. The first exception thrown
// (by index) comes out.
void ParallelFor(const Execution& execution, size_t count, const std::function<void(size_t)>& body);

}  // namespace disan
