// A full disk, a killed run, a loss of power, at every moment: nothing half-made is ever seen, and
// the next run ends where an undisturbed one would have.
#include "formats/diagnostics/failure.h"
#include "tests/pipeline/engine/small_world.h"

#include <functional>

#include <gmock/gmock.h>

namespace disan::engine::testing {
namespace {

using Files = std::map<std::string, std::string>;

// A world that has been run once and then changed, so that outputs are replaced as well as made.
void Prepare(SmallWorld& world) {
  world.Run();
  world.disk.Restart(false);  // all of it is on the disk for good
  world.disk.Advance(10'000'000'000);
  world.PutSite("photos/san/1.jpg", "another photo");
  world.steps.erase(world.steps.end() - 2);  // tile tien-duong
}

Files AfterUndisturbedRuns() {
  SmallWorld world;
  Prepare(world);
  world.Run();
  return world.Outputs();
}

Files BeforeLastRun() {
  SmallWorld world;
  Prepare(world);
  return world.Outputs();
}

int Count(const std::function<int(SmallWorld&)>& counter) {
  SmallWorld world;
  Prepare(world);
  const int before = counter(world);
  world.Run();
  return counter(world) - before;
}

// Every file is as it was or as it will be.
void ExpectNothingHalfMade(SmallWorld& world, const Files& before, const Files& after, int n) {
  for (const auto& [path, bytes] : world.Outputs()) {
    const bool is_old = before.count(path) > 0 && before.at(path) == bytes;
    const bool is_new = after.count(path) > 0 && after.at(path) == bytes;
    EXPECT_TRUE(is_old || is_new) << path << " at " << n;
  }
}

void ExpectFinishes(SmallWorld& world, const Files& after, int n) {
  const RunSummary resumed = world.Run();
  EXPECT_EQ(resumed.exit(), Exit::kDone) << n;
  EXPECT_EQ(world.Outputs(), after) << n;
  EXPECT_TRUE(world.disk.List("/out/.disan/tmp").empty()) << n;
  const auto objects = world.StoreObjects();
  EXPECT_EQ(world.Run().Count(StepState::kUpToDate), world.steps.size()) << n;
  EXPECT_EQ(world.StoreObjects(), objects) << n;
  EXPECT_LE(objects.size(), 13U) << n;
}

// What was said to be done.
struct Finished : Status {
  void StepEnded(const Step& step, const StepReport&) override { steps.insert(step.name); }
  std::set<std::string> steps;
};

void CrashEverywhere(int threads, bool power_is_lost, bool can_exchange) {
  const Files before = BeforeLastRun();
  const Files after = AfterUndisturbedRuns();
  const int changes = Count([](SmallWorld& world) { return world.disk.changes(); });
  ASSERT_GT(changes, 50);
  int crashes = 0;
  for (int n = 0; n < changes; ++n) {
    SmallWorld world;
    Prepare(world);
    world.disk.SetCanExchange(can_exchange);
    world.options.threads = threads;
    world.disk.CrashAt(n);
    Finished finished;
    try {
      world.Run(finished);
    } catch (const Crash&) {
      ++crashes;
    }
    world.disk.Restart(power_is_lost);
    ExpectNothingHalfMade(world, before, after, n);
    world.TakeCalls();
    ExpectFinishes(world, after, n);
    for (const std::string& step : world.TakeCalls()) {
      EXPECT_EQ(finished.steps.count(step), 0U) << step << " was done twice, at " << n;
    }
  }
  EXPECT_GT(crashes, changes * 9 / 10);
}

TEST(Faults, KilledAtAnyMomentResumesToTheSameBytes) {
  CrashEverywhere(1, false, true);
}

TEST(Faults, KilledAtAnyMomentWithTwoThreads) {
  CrashEverywhere(2, false, true);
}

TEST(Faults, KilledAtAnyMomentWhereFoldersCannotBeExchanged) {
  CrashEverywhere(1, false, false);
}

TEST(Faults, PowerLostAtAnyMomentResumesToTheSameBytes) {
  CrashEverywhere(1, true, true);
}

TEST(Faults, FullDiskAtAnyWriteIsSaidAndResumed) {
  const Files before = BeforeLastRun();
  const Files after = AfterUndisturbedRuns();
  const int writes = Count([](SmallWorld& world) { return world.disk.writes(); });
  ASSERT_GT(writes, 20);
  for (int n = 0; n < writes; ++n) {
    SmallWorld world;
    Prepare(world);
    world.disk.FillUpAt(n);
    std::vector<Diagnostic> said;
    try {
      const RunSummary summary = world.Run();
      said = summary.diagnostics;
      for (const StepReport& step : summary.steps) {
        said.insert(said.end(), step.outcome.diagnostics.begin(), step.outcome.diagnostics.end());
      }
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.exit(), Exit::kDoubtful) << n;
      said = failure.diagnostics();
    }
    ASSERT_FALSE(said.empty()) << n;
    EXPECT_THAT(said[0].what.vi, ::testing::HasSubstr("Ổ đĩa đã đầy")) << n;
    ExpectNothingHalfMade(world, before, after, n);
    world.disk.Free();
    ExpectFinishes(world, after, n);
  }
}

TEST(Faults, FirstRunKilledAtAnyMoment) {
  SmallWorld undisturbed;
  undisturbed.Run();
  const Files after = undisturbed.Outputs();
  for (int n = 0;; ++n) {
    SmallWorld world;
    world.disk.CrashAt(n);
    try {
      world.Run();
      break;
    } catch (const Crash&) {
    }
    world.disk.Restart(true);
    ExpectNothingHalfMade(world, {}, after, n);
    ExpectFinishes(world, after, n);
  }
}

}  // namespace
}  // namespace disan::engine::testing
