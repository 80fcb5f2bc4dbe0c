// Loops over millions of points, in chunks that are large enough to be worth a thread's while.
#pragma once

#include "pipeline/execution/execution.h"

#include <algorithm>
#include <cstddef>

namespace disan {

// body(begin, end) for consecutive ranges below count; the ranges do not depend on the threads.
template <typename Body>
void ParallelChunks(const Execution& execution, size_t count, Body&& body) {
  constexpr size_t kChunk = 4096;
  const size_t chunks = (count + kChunk - 1) / kChunk;
  ParallelFor(execution, chunks, [&](size_t chunk) {
    body(chunk * kChunk, std::min(count, (chunk + 1) * kChunk));
  });
}

}  // namespace disan
