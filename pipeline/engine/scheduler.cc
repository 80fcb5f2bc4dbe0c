#include "pipeline/engine/scheduler.h"

#include <algorithm>
#include <iterator>

namespace disan::engine {

Scheduler::Scheduler(int threads, uint64_t memory_bytes)
    : threads_(std::max(1, threads)),
      memory_bytes_(memory_bytes),
      free_threads_(threads_),
      free_memory_bytes_(memory_bytes) {}

void Scheduler::Add(const Demand& demand) {
  const auto before = [](const Demand& a, const Demand& b) {
    return a.seconds_to_end != b.seconds_to_end ? a.seconds_to_end > b.seconds_to_end
                                                : a.step < b.step;
  };
  waiting_.insert(std::lower_bound(waiting_.begin(), waiting_.end(), demand, before), demand);
}

bool Scheduler::Fits(const Demand& demand) const {
  return running_ == 0 || demand.memory_bytes <= free_memory_bytes_;
}

std::optional<Grant> Scheduler::Next() {
  const auto fits = [&](const Demand& demand) { return Fits(demand); };
  const auto chosen = std::find_if(waiting_.begin(), waiting_.end(), fits);
  if (free_threads_ == 0 || chosen == waiting_.end()) {
    return std::nullopt;
  }
  const Demand demand = *chosen;
  waiting_.erase(chosen);
  Grant grant{.step = demand.step,
              .memory_bytes = std::min(demand.memory_bytes, free_memory_bytes_),
              .capped = demand.memory_bytes > memory_bytes_};
  ++running_;
  free_memory_bytes_ -= grant.memory_bytes;
  const auto others = std::count_if(waiting_.begin(), waiting_.end(), fits);
  const int spare = free_threads_ - static_cast<int>(std::min<ptrdiff_t>(others, free_threads_));
  grant.threads = std::clamp(spare, 1, std::max(1, demand.threads));
  free_threads_ -= grant.threads;
  return grant;
}

void Scheduler::Release(const Grant& grant) {
  --running_;
  free_threads_ += grant.threads;
  free_memory_bytes_ += grant.memory_bytes;
}

}  // namespace disan::engine
