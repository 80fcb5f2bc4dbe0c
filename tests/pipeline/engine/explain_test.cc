// --explain: every way to be stale has its reason.
#include "tests/pipeline/engine/small_world.h"

#include <gmock/gmock.h>

namespace disan::engine::testing {
namespace {

struct Explain : ::testing::Test {
  SmallWorld world;
};

TEST_F(Explain, NeverRun) {
  EXPECT_EQ(Why(world.Run(), "align san"), "was never run");
}

TEST_F(Explain, UpToDateHasNoReason) {
  world.Run();
  EXPECT_EQ(Why(world.Run(), "align san"), "");
}

TEST_F(Explain, NamesTheInputThatChanged) {
  world.Run();
  world.PutSite("photos/san/1.jpg", "another");
  const RunSummary summary = world.Run();
  EXPECT_EQ(Why(summary, "align san"), "the content of photos/san/1.jpg has changed");
  EXPECT_EQ(ReportOf(summary, "align san").explanations[0].vi, "nội dung photos/san/1.jpg đã đổi");
  EXPECT_EQ(Why(summary, "tile san"), "the content of masters/san.jpg has changed");
}

TEST_F(Explain, NamesInputsThatCameAndWent) {
  world.Run();
  world.PutSite("photos/san/3.jpg", "third");
  world.StepNamed("align san").inputs[0].site_path = "photos/san/3.jpg";
  EXPECT_EQ(Why(world.Run(), "align san"),
            "photos/san/3.jpg is new; photos/san/1.jpg is no longer used");
}

TEST_F(Explain, OrderOfInputs) {
  world.Run();
  std::swap(world.StepNamed("align san").inputs[0], world.StepNamed("align san").inputs[1]);
  EXPECT_EQ(Why(world.Run(), "align san"), "the input files are in another order");
}

TEST_F(Explain, NamesTheOptionThatChanged) {
  world.Run();
  world.StepNamed("compose san").options = R"({"scene":"san","width":200})";
  EXPECT_EQ(Why(world.Run(), "compose san"), "options have changed: width");
}

TEST_F(Explain, Version) {
  world.Run();
  world.compose_version = 2;
  EXPECT_EQ(Why(world.Run(), "compose san"), "the way to do “compose” has changed (version 1 → 2)");
}

TEST_F(Explain, OutputMissingOrAlteredIsPutBackFromTheStore) {
  world.Run();
  const auto before = world.Outputs();
  world.TakeCalls();
  world.disk.Remove("/out/web/tour.json");
  world.disk.Write("/out/masters/san.jpg", "edited");
  world.disk.Write("/out/web/tiles/san/0/1.jpg", "edited");
  const RunSummary summary = world.Run();
  EXPECT_EQ(Why(summary, "tour"), "the output web/tour.json is missing");
  EXPECT_EQ(Why(summary, "compose san"), "the output masters/san.jpg was altered");
  EXPECT_EQ(Why(summary, "tile san"), "the output web/tiles/san was altered");
  EXPECT_EQ(StateOf(summary, "tile san"), StepState::kRestored);
  EXPECT_THAT(world.TakeCalls(), ::testing::IsEmpty());
  EXPECT_EQ(world.Outputs(), before);
}

TEST_F(Explain, FailedBefore) {
  world.failing = {"compose san"};
  world.Run();
  world.failing.clear();
  EXPECT_EQ(Why(world.Run(), "compose san"), "the last run failed");
}

TEST_F(Explain, CutShort) {
  world.Run();
  world.PutSite("photos/san/1.jpg", "another");
  world.disk.CrashAt(10);
  EXPECT_THROW(world.Run(), Crash);
  world.disk.Restart(false);
  EXPECT_THAT(Why(world.Run(), "align san"), ::testing::HasSubstr("the last run was cut short"));
}

TEST_F(Explain, StoreLost) {
  world.Run();
  RemoveTree(world.disk, "/out/.disan/store");
  const RunSummary summary = world.Run();
  EXPECT_EQ(Why(summary, "align san"), "its kept copy in .disan is gone");
  EXPECT_EQ(summary.exit(), Exit::kDone);
}

TEST_F(Explain, ManyReasonsAreCounted) {
  world.Run();
  std::vector<InputRef>& inputs = world.StepNamed("align san").inputs;
  for (int n = 10; n < 30; ++n) {
    const std::string path = "photos/san/" + std::to_string(n) + ".jpg";
    world.PutSite(path, path);
    inputs.push_back(InputRef::FromSite("photo", path));
  }
  EXPECT_THAT(Why(world.Run(), "align san"), ::testing::EndsWith("and 14 more reasons"));
}

}  // namespace
}  // namespace disan::engine::testing
