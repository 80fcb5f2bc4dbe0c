#include "pipeline/execution/execution.h"

#include "formats/diagnostics/failure.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace disan {

void Execution::CheckCancelled() const {
  if (cancelled != nullptr && cancelled->load(std::memory_order_relaxed)) {
    throw Interrupted();
  }
}

void Execution::Report(uint64_t done, uint64_t total) const {
  if (progress) {
    progress(done, total);
  }
}

namespace {

// What the threads of one loop share.
struct Loop {
  std::atomic<size_t> next{0};
  std::atomic<size_t> done{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::exception_ptr error;
  size_t error_index = 0;

  void Keep(size_t index, std::exception_ptr thrown) {
    const std::lock_guard lock(mutex);
    if (!error || index < error_index) {
      error = std::move(thrown);
      error_index = index;
    }
    stop = true;
  }
};

void Work(const Execution& execution,
          size_t count,
          const std::function<void(size_t)>& body,
          Loop& loop) {
  size_t i = 0;
  while (!loop.stop && (i = loop.next.fetch_add(1)) < count) {
    try {
      execution.CheckCancelled();
      body(i);
      execution.Report(loop.done.fetch_add(1) + 1, count);
    } catch (...) {
      loop.Keep(i, std::current_exception());
    }
  }
}

}  // namespace

void ParallelFor(const Execution& execution,
                 size_t count,
                 const std::function<void(size_t)>& body) {
  Loop loop;
  const size_t wanted = static_cast<size_t>(execution.threads < 1 ? 1 : execution.threads);
  std::vector<std::jthread> helpers;
  for (size_t t = 1; t < std::min(wanted, count); ++t) {
    helpers.emplace_back([&] { Work(execution, count, body, loop); });
  }
  Work(execution, count, body, loop);
  helpers.clear();
  if (loop.error) {
    std::rethrow_exception(loop.error);
  }
}

}  // namespace disan
