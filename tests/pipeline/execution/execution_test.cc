#include "pipeline/execution/execution.h"

#include "formats/diagnostics/failure.h"

#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(ParallelFor, VisitsEveryIndexOnceForAnyThreadCount) {
  for (const int threads : {1, 2, 7, 99}) {
    std::vector<int> visits(1000);
    ParallelFor({.threads = threads}, visits.size(), [&](size_t i) { ++visits[i]; });
    EXPECT_EQ(visits, std::vector<int>(1000, 1)) << threads;
  }
}

TEST(ParallelFor, CountsItsProgressToTheEnd) {
  std::atomic<uint64_t> most{0};
  Execution execution{.threads = 2};
  execution.progress = [&](uint64_t done, uint64_t total) {
    EXPECT_EQ(total, 50U);
    uint64_t seen = most;
    while (seen < done && !most.compare_exchange_weak(seen, done)) {
    }
  };
  ParallelFor(execution, 50, [](size_t) {});
  EXPECT_EQ(most, 50U);
}

TEST(ParallelFor, PassesAnExceptionOut) {
  EXPECT_THROW(ParallelFor({.threads = 4},
                           100,
                           [](size_t i) {
                             if (i == 42) {
                               throw std::runtime_error("no");
                             }
                           }),
               std::runtime_error);
}

TEST(ParallelFor, StopsWhenAskedTo) {
  std::atomic<bool> cancelled{false};
  std::atomic<int> visited{0};
  const Execution execution{.threads = 2, .cancelled = &cancelled};
  EXPECT_THROW(ParallelFor(execution,
                           1'000'000,
                           [&](size_t) {
                             if (++visited == 10) {
                               cancelled = true;
                             }
                           }),
               Interrupted);
  EXPECT_LT(visited, 100);
}

}  // namespace
}  // namespace disan
