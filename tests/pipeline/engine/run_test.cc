#include "pipeline/engine/run.h"

#include "formats/diagnostics/failure.h"
#include "tests/pipeline/engine/small_world.h"

#include <gmock/gmock.h>

namespace disan::engine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Run, MakesEveryOutputWhole) {
  SmallWorld world;
  const RunSummary summary = world.Run();
  EXPECT_EQ(summary.Count(StepState::kDone), 7U);
  EXPECT_EQ(summary.exit(), Exit::kDone);
  const auto outputs = world.Outputs();
  EXPECT_THAT(outputs, SizeIs(10));  // 2 masters, 2 x 3 tiles, tour, page; cameras stay inside
  EXPECT_EQ(outputs.at("web/index.html"), "page");
  EXPECT_EQ(outputs.count("work/san.json"), 0U);
}

TEST(Run, SecondRunDoesNothingAndReadsNoContent) {
  SmallWorld world;
  world.Run();
  world.TakeCalls();
  world.disk.Advance(10'000'000'000);
  world.Run();  // what was young when first read is read once more
  const int contents_read = world.disk.contents_read();
  const RunSummary summary = world.Run();
  EXPECT_EQ(summary.Count(StepState::kUpToDate), 7U);
  EXPECT_THAT(world.TakeCalls(), IsEmpty());
  EXPECT_EQ(world.disk.contents_read(), contents_read);
}

TEST(Run, WarningsAndDoubtAreShownAgainWhenUpToDate) {
  SmallWorld world;
  world.PutSite("photos/san/1.jpg", "blurred");
  const RunSummary first = world.Run();
  const RunSummary second = world.Run();
  ASSERT_EQ(StateOf(second, "compose san"), StepState::kUpToDate);
  const StepOutcome& outcome = ReportOf(second, "compose san").outcome;
  ASSERT_THAT(outcome.diagnostics, SizeIs(1));
  EXPECT_EQ(outcome.diagnostics[0].what.vi, "mờ");
  EXPECT_EQ(outcome.facts_json, ReportOf(first, "compose san").outcome.facts_json);
  EXPECT_EQ(second.exit(), Exit::kDoubtful);
}

TEST(Run, TouchedFileWithTheSameContentStaysUpToDate) {
  SmallWorld world;
  world.Run();
  world.disk.Advance(10'000'000'000);
  world.PutSite("photos/san/1.jpg", "photo one of san");
  EXPECT_EQ(world.Run().Count(StepState::kUpToDate), 7U);
}

TEST(Run, ChangeOfTheSameLengthIsSeenEvenWithinOneTickOfTheClock) {
  SmallWorld world;
  world.disk.SetClockGrain(2'000'000'000);
  world.PutSite("photos/san/1.jpg", "photo one of SAN");
  world.Run();
  world.TakeCalls();
  world.PutSite("photos/san/1.jpg", "photo ONE of san");
  world.Run();
  EXPECT_THAT(world.TakeCalls(), ::testing::Contains("compose san"));
}

TEST(Run, SameResultOfARerunStepDoesNotMakeItsDependantsStale) {
  SmallWorld world;
  world.Run();
  world.TakeCalls();
  world.PutSite("photos/san/2.jpg", "photo two, taken again");  // the cameras come out the same
  world.Run();
  EXPECT_THAT(world.TakeCalls(), ElementsAre("align san"));
}

TEST(Run, ChangeReachesOnlyWhatDependsOnIt) {
  SmallWorld world;
  world.Run();
  world.TakeCalls();
  world.StepNamed("compose san").options = R"({"scene":"san","width":200})";
  world.Run();
  EXPECT_THAT(world.TakeCalls(), ElementsAre("compose san", "tile san", "tour"));
}

TEST(Run, FailureStopsOnlyWhatNeedsIt) {
  SmallWorld world;
  world.failing = {"compose san"};
  const RunSummary summary = world.Run();
  EXPECT_EQ(StateOf(summary, "compose san"), StepState::kFailed);
  EXPECT_EQ(ReportOf(summary, "compose san").outcome.diagnostics[0].what.en, "broken");
  EXPECT_EQ(StateOf(summary, "tile san"), StepState::kSkipped);
  EXPECT_EQ(ReportOf(summary, "tile san").because_of, "compose san");
  EXPECT_EQ(Why(summary, "tour"), "skipped because step “compose san” was not done");
  EXPECT_EQ(StateOf(summary, "tile tien-duong"), StepState::kDone);
  EXPECT_EQ(summary.exit(), Exit::kDoubtful);
}

TEST(Run, MissingSiteFileFailsItsStepAndNamesIt) {
  SmallWorld world;
  world.disk.Remove("/site/photos/san/2.jpg");
  const RunSummary summary = world.Run();
  EXPECT_EQ(StateOf(summary, "align san"), StepState::kFailed);
  EXPECT_THAT(ReportOf(summary, "align san").outcome.diagnostics[0].what.vi,
              ::testing::HasSubstr("photos/san/2.jpg"));
  EXPECT_EQ(StateOf(summary, "compose tien-duong"), StepState::kDone);
}

TEST(Run, SeveralStepsOfTheSameWorkAreEachUpToDate) {
  SmallWorld world;
  Step twin = world.StepNamed("tile san");
  twin.name = "tile san-twin";
  twin.outputs[0].path = "web/tiles/twin";
  world.steps.push_back(twin);
  world.Run();
  EXPECT_EQ(world.Run().Count(StepState::kUpToDate), 8U);
  EXPECT_EQ(world.Outputs().at("web/tiles/twin/preview.jpg"),
            world.Outputs().at("web/tiles/san/preview.jpg"));
}

TEST(Run, OnlyRunsWhatIsNamedAndWhatItNeeds) {
  SmallWorld world;
  world.options.only = "Compose SÂN";  // as people type it
  const RunSummary summary = world.Run();
  EXPECT_THAT(world.TakeCalls(), ElementsAre("align san", "compose san"));
  EXPECT_EQ(StateOf(summary, "tour"), StepState::kNotSelected);
  EXPECT_EQ(summary.exit(), Exit::kDone);
  world.options.only = "tile *";
  world.Run();
  EXPECT_THAT(world.TakeCalls(),
              ElementsAre("align tien-duong", "compose tien-duong", "tile san", "tile tien-duong"));
}

TEST(Run, OnlyThatNamesNothingIsRefused) {
  SmallWorld world;
  world.options.only = "compse";
  try {
    world.Run();
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit(), Exit::kUsage);
  }
}

TEST(Run, OnlyLeavesOtherOutputsAlone) {
  SmallWorld world;
  world.Run();
  const auto before = world.Outputs();
  world.options.only = "compose san";
  world.steps.pop_back();
  world.Run();
  EXPECT_EQ(world.Outputs(), before);
}

TEST(Run, DryRunTouchesNothingAndSaysWhatWouldRun) {
  SmallWorld world;
  world.options.dry_run = true;
  const int changes = world.disk.changes();
  const RunSummary fresh = world.Run();
  EXPECT_EQ(fresh.Count(StepState::kWouldRun), 7U);
  EXPECT_EQ(Why(fresh, "align san"), "was never run");
  EXPECT_EQ(Why(fresh, "compose san"), "needs what step “align san” makes, which will run again");
  EXPECT_EQ(world.disk.changes(), changes);
  EXPECT_THAT(world.TakeCalls(), IsEmpty());

  world.options.dry_run = false;
  world.Run();
  world.options.dry_run = true;
  EXPECT_EQ(world.Run().Count(StepState::kUpToDate), 7U);
  world.disk.Remove("/out/web/tour.json");
  EXPECT_EQ(StateOf(world.Run(), "tour"), StepState::kWouldRestore);
  EXPECT_EQ(world.Outputs().count("web/tour.json"), 0U);
}

TEST(Run, DeletingTheEnginesFolderCostsOnlyTime) {
  SmallWorld world;
  world.Run();
  const auto before = world.Outputs();
  RemoveTree(world.disk, "/out/.disan");
  EXPECT_EQ(world.Run().Count(StepState::kDone), 7U);
  EXPECT_EQ(world.Outputs(), before);
}

TEST(Run, SiteAtAnotherPathGivesTheSameStoreAndBytes) {
  SmallWorld here;
  SmallWorld there("/mnt/card/phiên 2", "/home/ward/ra");
  here.Run();
  there.Run();
  EXPECT_EQ(here.Outputs(), there.Outputs());
  EXPECT_EQ(here.StoreObjects(), there.StoreObjects());
}

TEST(Run, MovedOutputFolderIsStillUpToDate) {
  SmallWorld world;
  world.Run();
  world.TakeCalls();
  world.disk.Rename("/out", "/elsewhere");
  world.disk.Rename("/site", "/site-elsewhere");
  world.out = "/elsewhere";
  world.site = "/site-elsewhere";
  EXPECT_EQ(world.Run().Count(StepState::kUpToDate), 7U);
  EXPECT_THAT(world.TakeCalls(), IsEmpty());
}

TEST(Run, InputThatChangesMeanwhileIsNotKept) {
  SmallWorld world;
  struct Meddler : Status {
    explicit Meddler(SmallWorld& of) : world(of) {}
    void StepStarted(const Step& step, int) override {
      if (step.name == "align san") {
        world.PutSite("photos/san/2.jpg", "still being copied");
      }
    }
    SmallWorld& world;
  } meddler(world);
  const RunSummary summary = world.Run(meddler);
  EXPECT_EQ(StateOf(summary, "align san"), StepState::kFailed);
  EXPECT_EQ(world.Run().exit(), Exit::kDone);
}

TEST(Run, SecondProgramOnTheSameFolderSaysSoOrWaits) {
  SmallWorld world;
  world.disk.MakeFolder("/out/.disan");
  auto lock = world.disk.TryLock("/out/.disan/lock", "");
  world.options.wait = false;
  EXPECT_THROW(world.Run(), Failure);
  struct Waiter : Status {
    void Waiting(const Text& why) override {
      said = why;
      lock->reset();
    }
    std::unique_ptr<DiskLock>* lock = nullptr;
    Text said;
  } waiter;
  waiter.lock = &lock;
  world.options.wait = true;
  EXPECT_EQ(world.Run(waiter).exit(), Exit::kDone);
  EXPECT_THAT(waiter.said.en, ::testing::HasSubstr("/out"));
}

}  // namespace
}  // namespace disan::engine::testing
