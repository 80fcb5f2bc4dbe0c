#include "pipeline/engine/scheduler.h"

#include <gtest/gtest.h>

namespace disan::engine {
namespace {

TEST(Scheduler, LongestChainFirstThenTheOrderGiven) {
  Scheduler scheduler(1, 100);
  scheduler.Add({.step = 3, .seconds_to_end = 5});
  scheduler.Add({.step = 1, .seconds_to_end = 5});
  scheduler.Add({.step = 2, .seconds_to_end = 9});
  for (const size_t expected : {2U, 1U, 3U}) {
    const auto grant = scheduler.Next();
    ASSERT_TRUE(grant);
    EXPECT_EQ(grant->step, expected);
    EXPECT_FALSE(scheduler.Next());
    scheduler.Release(*grant);
  }
  EXPECT_FALSE(scheduler.Next());
}

TEST(Scheduler, LoneWideStepGetsAllTheThreadsItCanUse) {
  Scheduler scheduler(8, 100);
  scheduler.Add({.step = 0, .threads = 6});
  EXPECT_EQ(scheduler.Next()->threads, 6);
}

TEST(Scheduler, OthersThatCouldStartKeepAThreadEach) {
  Scheduler scheduler(4, 100);
  scheduler.Add({.step = 0, .seconds_to_end = 9, .threads = 4});
  scheduler.Add({.step = 1, .threads = 4});
  EXPECT_EQ(scheduler.Next()->threads, 3);
  EXPECT_EQ(scheduler.Next()->threads, 1);
}

TEST(Scheduler, SmallerStepGoesAheadWhenTheLongestDoesNotFit) {
  Scheduler scheduler(4, 100);
  scheduler.Add({.step = 0, .seconds_to_end = 9, .memory_bytes = 60});
  scheduler.Add({.step = 1, .seconds_to_end = 8, .memory_bytes = 60});
  scheduler.Add({.step = 2, .seconds_to_end = 1, .memory_bytes = 30});
  EXPECT_EQ(scheduler.Next()->step, 0U);
  EXPECT_EQ(scheduler.Next()->step, 2U);
  EXPECT_FALSE(scheduler.Next());
}

TEST(Scheduler, StepLargerThanAllMemoryRunsAloneWithAllOfIt) {
  Scheduler scheduler(4, 100);
  scheduler.Add({.step = 0, .seconds_to_end = 9, .memory_bytes = 10});
  scheduler.Add({.step = 1, .seconds_to_end = 8, .memory_bytes = 500});
  const auto small = scheduler.Next();
  EXPECT_EQ(small->step, 0U);
  EXPECT_FALSE(scheduler.Next());
  scheduler.Release(*small);
  scheduler.Add({.step = 2, .memory_bytes = 10});
  const auto large = scheduler.Next();
  ASSERT_TRUE(large);
  EXPECT_EQ(large->step, 1U);
  EXPECT_TRUE(large->capped);
  EXPECT_EQ(large->memory_bytes, 100U);
  EXPECT_FALSE(scheduler.Next());
  scheduler.Release(*large);
  EXPECT_EQ(scheduler.Next()->step, 2U);
}

}  // namespace
}  // namespace disan::engine
