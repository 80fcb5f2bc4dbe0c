#include "formats/diagnostics/failure.h"
#include "tests/pipeline/engine/small_world.h"

#include <chrono>
#include <condition_variable>
#include <thread>

#include <gmock/gmock.h>

namespace disan::engine::testing {
namespace {

TEST(Parallel, SameBytesAndReportsForAnyNumberOfThreads) {
  SmallWorld one;
  const RunSummary first = one.Run();
  for (const int threads : {2, 5}) {
    SmallWorld many;
    many.options.threads = threads;
    const RunSummary summary = many.Run();
    EXPECT_EQ(many.Outputs(), one.Outputs());
    EXPECT_EQ(many.StoreObjects(), one.StoreObjects());
    for (size_t i = 0; i < summary.steps.size(); ++i) {
      EXPECT_EQ(summary.steps[i].name, first.steps[i].name);
      EXPECT_EQ(summary.steps[i].outcome.facts_json, first.steps[i].outcome.facts_json);
    }
  }
}

// Steps that do nothing but count who runs beside them. Each stays until as many as expected have
// been there together, however slowly the machine starts them, and a moment longer, in which one
// too many would be seen.
struct Crowd {
  int expected = 1;
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::atomic<uint64_t> memory{0};
  std::atomic<uint64_t> most_memory{0};
  MemoryDisk disk;

  static void Raise(auto& most_seen, auto value) {
    auto seen = most_seen.load();
    while (seen < value && !most_seen.compare_exchange_weak(seen, value)) {
    }
  }

  RunSummary Run(const std::vector<uint64_t>& needs, const RunOptions& options) {
    const KindRegistry kinds(
        {{"crowd", 1, [&](const StepRun& run) {
            const uint64_t mine = run.execution().memory_bytes;
            Raise(most, ++running);
            Raise(most_memory, memory += mine);
            const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
            while (most < expected && std::chrono::steady_clock::now() < patience) {
              std::this_thread::yield();
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            memory -= mine;
            --running;
            return StepOutcome{};
          }}});
    std::vector<Step> steps;
    for (size_t i = 0; i < needs.size(); ++i) {
      steps.push_back({.name = std::to_string(i),
                       .kind = "crowd",
                       .options = std::to_string(i),
                       .memory_bytes = needs[i]});
    }
    LocalExecutor executor(kinds);
    RunOptions with_executor = options;
    with_executor.executor = &executor;
    Status status;
    return engine::RunGraph(
        *Graph::Build(steps, kinds), {.site = "/site", .out = "/out"}, with_executor, disk, status);
  }
};

TEST(Parallel, FillsTheThreads) {
  Crowd crowd{.expected = 4};
  crowd.Run(std::vector<uint64_t>(12, 1), {.threads = 4});
  EXPECT_EQ(crowd.most, 4);
}

TEST(Parallel, MemoryBudgetIsHonoured) {
  Crowd crowd{.expected = 3};
  crowd.Run(std::vector<uint64_t>(12, 300), {.threads = 8, .memory_bytes = 1000});
  EXPECT_EQ(crowd.most, 3);
  EXPECT_LE(crowd.most_memory, 1000U);
}

TEST(Parallel, StepLargerThanTheBudgetRunsAloneAndSaysSo) {
  Crowd crowd;
  const RunSummary summary = crowd.Run({300, 300, 5000, 300}, {.threads = 8, .memory_bytes = 1000});
  EXPECT_EQ(summary.Count(StepState::kDone), 4U);
  EXPECT_LE(crowd.most_memory, 1000U);
  ASSERT_EQ(summary.steps[2].outcome.diagnostics.size(), 1U);
  EXPECT_EQ(summary.steps[2].outcome.diagnostics[0].severity, Severity::kInfo);
  EXPECT_TRUE(summary.steps[0].outcome.diagnostics.empty());
}

TEST(Parallel, CancellingLeavesEverythingResumable) {
  SmallWorld undisturbed;
  undisturbed.Run();
  struct Canceller : Status {
    void StepEnded(const Step& step, const StepReport&) override {
      cancelled = cancelled || step.name == "compose san";
    }
    std::atomic<bool> cancelled{false};
  } canceller;
  SmallWorld world;
  world.options.cancelled = &canceller.cancelled;
  const RunSummary summary = world.Run(canceller);
  EXPECT_TRUE(summary.interrupted);
  EXPECT_EQ(summary.exit(), Exit::kInterrupted);
  EXPECT_EQ(StateOf(summary, "compose san"), StepState::kDone);
  EXPECT_EQ(StateOf(summary, "tour"), StepState::kInterrupted);
  world.TakeCalls();
  world.options.cancelled = nullptr;
  EXPECT_EQ(world.Run().exit(), Exit::kDone);
  EXPECT_THAT(world.TakeCalls(), ::testing::Not(::testing::Contains("compose san")));
  EXPECT_EQ(world.Outputs(), undisturbed.Outputs());
}

TEST(Parallel, RunningStepIsAskedToStop) {
  MemoryDisk disk;
  std::atomic<bool> cancelled{false};
  const KindRegistry kinds({{"long", 1, [&](const StepRun& run) -> StepOutcome {
                               cancelled = true;
                               while (true) {
                                 run.execution().CheckCancelled();
                                 std::this_thread::yield();
                               }
                             }}});
  LocalExecutor executor(kinds);
  Status status;
  const RunSummary summary = RunGraph(*Graph::Build({{.name = "long", .kind = "long"}}, kinds),
                                      {.site = "/site", .out = "/out"},
                                      {.executor = &executor, .cancelled = &cancelled},
                                      disk,
                                      status);
  EXPECT_EQ(summary.steps[0].state, StepState::kInterrupted);
  EXPECT_EQ(summary.exit(), Exit::kInterrupted);
}

TEST(Parallel, StatusHearsEachStepOnceAndItsProgress) {
  struct Listener : Status {
    void RunStarted(size_t steps) override { selected = steps; }
    void StepStarted(const Step& step, int) override { ++started[step.name]; }
    void StepProgress(const Step&, uint64_t done, uint64_t total) override {
      EXPECT_LE(done, total);
      ++progress;
    }
    void StepEnded(const Step& step, const StepReport&) override { ++ended[step.name]; }
    void RunEnded(const RunSummary& summary) override { finished = summary.steps.size(); }
    size_t selected = 0;
    size_t finished = 0;
    int progress = 0;
    std::map<std::string, int> started;
    std::map<std::string, int> ended;
  } listener;
  MemoryDisk disk;
  const KindRegistry kinds({{"count", 1, [](const StepRun& run) {
                               ParallelFor(run.execution(), 20, [](size_t) {});
                               return StepOutcome{};
                             }}});
  std::vector<Step> steps;
  for (const char* name : {"a", "b", "c"}) {
    steps.push_back({.name = name, .kind = "count", .threads = 2});
  }
  LocalExecutor executor(kinds);
  RunGraph(*Graph::Build(steps, kinds),
           {.site = "/site", .out = "/out"},
           {.executor = &executor, .threads = 4},
           disk,
           listener);
  EXPECT_EQ(listener.selected, 3U);
  EXPECT_EQ(listener.finished, 3U);
  EXPECT_EQ(listener.ended, (std::map<std::string, int>{{"a", 1}, {"b", 1}, {"c", 1}}));
  EXPECT_GE(listener.progress, 20);
}

}  // namespace
}  // namespace disan::engine::testing
