// Which of the steps that could run now is started next, and with how many threads and how much
// memory. Arithmetic only: it starts nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace disan::engine {

struct Demand {
  size_t step = 0;
  double seconds_to_end = 0;  // of the longest chain of steps that begins with this one
  int threads = 1;
  uint64_t memory_bytes = 0;
};

struct Grant {
  size_t step = 0;
  int threads = 1;
  uint64_t memory_bytes = 0;
  bool capped = false;  // the step asked for more memory than there is in all
};

class Scheduler {
 public:
  Scheduler(int threads, uint64_t memory_bytes);

  void Add(const Demand& demand);

  // The waiting step at the head of the longest chain among those that fit into what is free. Every
  // other step that could start as well gets one thread's room; the rest is this one's as far as it
  // can use it. A step that asks for more than all the memory starts when nothing else runs, and is
  // given all of it.
  std::optional<Grant> Next();

  void Release(const Grant& grant);

 private:
  bool Fits(const Demand& demand) const;

  int threads_;
  uint64_t memory_bytes_;
  int free_threads_;
  uint64_t free_memory_bytes_;
  int running_ = 0;
  std::vector<Demand> waiting_;  // the longest chain first, then the lower step
};

}  // namespace disan::engine
