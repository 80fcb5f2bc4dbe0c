#include "pipeline/execution/memory_watch.h"

#include <vector>

#include <gtest/gtest.h>

namespace disan {
namespace {

constexpr uint64_t kMegabyte = 1 << 20;

void TouchMegabytes(size_t count) {
  std::vector<char> held(count * kMegabyte, 1);
  ASSERT_EQ(held[held.size() / 2], 1);
}

TEST(MemoryWatch, SeesWhatWasHeldAndGivenBack) {
  const MemoryWatch watch;
  const uint64_t before = watch.PeakBytes();
  ASSERT_GT(before, 0U);
  TouchMegabytes(64);
  EXPECT_GE(watch.PeakBytes(), before + 60 * kMegabyte);
}

TEST(MemoryWatch, DoesNotSeeWhatWasHeldBefore) {
  TouchMegabytes(256);
  const uint64_t all = PeakMemoryBytes();
  const MemoryWatch watch;
  EXPECT_LT(watch.PeakBytes(), all - 200 * kMegabyte);
}

TEST(MemoryWatch, OverlappingWatchesShareWhatTheyHold) {
  const MemoryWatch first;
  const uint64_t before = first.PeakBytes();
  TouchMegabytes(64);
  const MemoryWatch second;
  EXPECT_GE(first.PeakBytes(), before + 60 * kMegabyte);
  EXPECT_EQ(second.PeakBytes(), first.PeakBytes());
}

}  // namespace
}  // namespace disan
