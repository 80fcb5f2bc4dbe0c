#include "pipeline/engine/store.h"

#include "formats/diagnostics/failure.h"
#include "pipeline/engine/tree.h"
#include "tests/pipeline/engine/small_world.h"

#include <gmock/gmock.h>

namespace disan::engine::testing {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

struct StoreOfAWorld : ::testing::Test {
  SmallWorld world;

  void SetWidth(int width) {
    world.StepNamed("compose san").options =
        R"({"scene":"san","width":)" + std::to_string(width) + "}";
  }
};

TEST_F(StoreOfAWorld, SettingAnOptionBackCostsNothing) {
  world.Run();
  const auto before = world.Outputs();
  SetWidth(200);
  world.Run();
  world.TakeCalls();
  SetWidth(100);
  const RunSummary summary = world.Run();
  EXPECT_EQ(StateOf(summary, "compose san"), StepState::kRestored);
  EXPECT_EQ(Why(summary, "compose san"),
            "options have changed: width; the output masters/san.jpg was altered");
  EXPECT_THAT(world.TakeCalls(), IsEmpty());
  EXPECT_EQ(world.Outputs(), before);
  EXPECT_EQ(world.Run().Count(StepState::kUpToDate), 7U);
}

TEST_F(StoreOfAWorld, GrowthIsBounded) {
  size_t most = 0;
  for (int width = 100; width < 120; ++width) {
    SetWidth(width);
    world.Run();
    most = std::max(most, world.StoreObjects().size());
  }
  // Nine contents, and one earlier one of each of the four that change.
  EXPECT_LE(most, 13U);
  EXPECT_LT(world.disk.Read("/out/.disan/journal").size(), 20'000U);
}

TEST_F(StoreOfAWorld, StepThatIsNoMoreTakesItsOutputsAndObjectsAlong) {
  world.Run();
  const size_t objects = world.StoreObjects().size();
  std::erase_if(world.steps, [](const Step& step) { return step.name == "tile san"; });
  world.Run();
  const auto outputs = world.Outputs();
  EXPECT_EQ(outputs.count("web/tiles/san/preview.jpg"), 0U);
  EXPECT_EQ(outputs.count("web/tiles/tien-duong/preview.jpg"), 1U);
  EXPECT_EQ(world.disk.Stat("/out/web/tiles/san").type, FileType::kMissing);
  EXPECT_EQ(world.StoreObjects().size(), objects - 1);
}

TEST_F(StoreOfAWorld, FilesThatTheEngineDidNotMakeStay) {
  world.Run();
  world.disk.Write("/out/web/logo.png", "theirs");
  world.disk.Write("/out/web/tiles/san/0/1.jpg", "edited by hand");
  std::erase_if(world.steps, [](const Step& step) { return step.name == "tile san"; });
  const RunSummary summary = world.Run();
  const auto outputs = world.Outputs();
  EXPECT_EQ(outputs.at("web/logo.png"), "theirs");
  EXPECT_EQ(outputs.at("web/tiles/san/0/1.jpg"), "edited by hand");
  EXPECT_EQ(outputs.count("web/tiles/san/0/0.jpg"), 0U);
  ASSERT_THAT(summary.diagnostics, SizeIs(1));
  EXPECT_EQ(summary.diagnostics[0].file, "web/tiles/san/0/1.jpg");
  EXPECT_THAT(world.Run().diagnostics, IsEmpty());  // said once
}

TEST_F(StoreOfAWorld, OutputThatMovesLeavesItsOldPlace) {
  world.Run();
  world.TakeCalls();
  world.StepNamed("compose san").outputs[0].path = "masters/sân trước.jpg";
  const RunSummary summary = world.Run();
  EXPECT_EQ(StateOf(summary, "compose san"), StepState::kRestored);
  EXPECT_EQ(world.Outputs().count("masters/san.jpg"), 0U);
  EXPECT_EQ(world.Outputs().count("masters/sân trước.jpg"), 1U);
  EXPECT_THAT(world.TakeCalls(), IsEmpty());
}

TEST_F(StoreOfAWorld, FileGivesWayToFolderOfTheSameName) {
  for (const bool can_exchange : {true, false}) {
    SmallWorld fresh;
    fresh.disk.SetCanExchange(can_exchange);
    fresh.disk.MakeFolder("/out/web/tiles");
    fresh.disk.Write("/out/web/tiles/san", "in the way");
    fresh.disk.MakeFolder("/out/web/tour.json/in/the/way");
    EXPECT_EQ(fresh.Run().exit(), Exit::kDone);
    EXPECT_EQ(fresh.Outputs().count("web/tiles/san/preview.jpg"), 1U);
    EXPECT_EQ(fresh.disk.Stat("/out/web/tour.json").type, FileType::kFile);
  }
}

TEST_F(StoreOfAWorld, EditedOutputDoesNotReachTheStore) {
  world.Run();
  const auto before = world.Outputs();
  world.disk.Append("/out/masters/san.jpg", "scribble");
  world.Run();
  EXPECT_EQ(world.Outputs(), before);
}

TEST_F(StoreOfAWorld, DamagedObjectIsNoticedBeforeItIsUsed) {
  world.Run();
  const auto before = world.Outputs();
  for (const std::string& object : world.StoreObjects()) {
    const std::string path = "/out/.disan/store/" + object;
    if (world.disk.Stat(path).type == FileType::kFile) {
      world.disk.Write(path, "rot");
    } else {
      world.disk.Write(path + "/files/preview.jpg", "rot");
    }
  }
  world.disk.Remove("/out/web/tiles/san/preview.jpg");
  EXPECT_EQ(world.Run().exit(), Exit::kDone);
  EXPECT_EQ(world.Outputs(), before);
}

TEST(Store, KeepsTheExtensionForThoseWhoReadByName) {
  SmallWorld world;
  world.Run();
  EXPECT_THAT(world.StoreObjects(), Contains(::testing::EndsWith(".jpg")));
  EXPECT_THAT(world.StoreObjects(), Contains(::testing::EndsWith(".json")));
  EXPECT_THAT(world.StoreObjects(), Contains(::testing::EndsWith(".tree")));
}

TEST(Store, StepThatMakesNoOutputFails) {
  SmallWorld world;
  const KindRegistry kinds({{"idle", 1, [](const StepRun&) { return StepOutcome{}; }}});
  const Step idle{.name = "idle", .kind = "idle", .outputs = {{.role = "o", .path = "o.txt"}}};
  LocalExecutor executor(kinds);
  Status status;
  const RunSummary summary = RunGraph(*Graph::Build({idle}, kinds),
                                      {.site = "/site", .out = "/out"},
                                      {.executor = &executor},
                                      world.disk,
                                      status);
  EXPECT_EQ(StateOf(summary, "idle"), StepState::kFailed);
  EXPECT_EQ(summary.steps[0].outcome.diagnostics[0].file, "o.txt");
}

TEST(Tree, ManifestCutAnywhereIsRefusedOrShorter) {
  const Tree tree = {{"a/b c.jpg", std::string(64, 'a')}, {"d.jpg", std::string(64, 'b')}};
  const std::string text = ToText(tree);
  EXPECT_EQ(ParseTree(text), tree);
  for (size_t length = 0; length < text.size(); ++length) {
    const auto parsed = ParseTree(text.substr(0, length));
    EXPECT_TRUE(!parsed || parsed->size() < tree.size()) << length;
  }
}

}  // namespace
}  // namespace disan::engine::testing
