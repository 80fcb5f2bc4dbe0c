#include "pipeline/engine/step_file.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>

namespace disan::engine {
namespace {

StepTask FullTask(const std::string& folder) {
  return {.name = "tile sân",
          .kind = "count",
          .version = 2,
          .options = "{\"a\":\"\\\"\"}",
          .seed = 0xfedcba9876543210U,
          .inputs = {{"photo", "/s/1.jpg", "1.jpg"}, {"photo", "/s/2.jpg", "2.jpg"}},
          .outputs = {{"o", folder + "/o.txt", false}, {"tiles", folder + "/t", true}},
          .scratch = folder + "/scratch",
          .threads = 3,
          .memory_bytes = uint64_t{5} << 30};
}

struct StepFile : ::testing::Test {
  testing::TemporaryFolder folder;
  std::string file = folder / "step.json";

  Exit Run(const StepFunction& function) {
    EXPECT_FALSE(WriteFileAtomically(file, TaskToText(FullTask(folder.path()))));
    return RunStepFile(KindRegistry({{"count", 2, function}}), file, {});
  }
};

TEST_F(StepFile, RoundTrips) {
  const StepTask task = FullTask("/f");
  const auto read = TaskFromText(TaskToText(task), "f");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(TaskToText(*read), TaskToText(task));
  EXPECT_EQ(read->seed, task.seed);
  EXPECT_EQ(read->name, task.name);
  EXPECT_EQ(read->inputs[1].path, "/s/2.jpg");
  EXPECT_TRUE(read->outputs[1].folder);
  EXPECT_EQ(read->memory_bytes, task.memory_bytes);
}

TEST_F(StepFile, CutAnywhereIsRefused) {
  const std::string text = TaskToText(FullTask("/f"));
  for (size_t length = 0; length + 1 < text.size(); ++length) {
    const auto read = TaskFromText(text.substr(0, length), "f.json");
    EXPECT_FALSE(read.ok()) << length;
    ASSERT_EQ(read.diagnostics.size(), 1U);
    EXPECT_EQ(read.diagnostics[0].file, "f.json");
  }
}

TEST_F(StepFile, GivesTheFunctionItsThreadsMemoryAndSeed) {
  EXPECT_EQ(Run([](const StepRun& run) {
              EXPECT_EQ(run.execution().threads, 3);
              EXPECT_EQ(run.execution().memory_bytes, uint64_t{5} << 30);
              EXPECT_EQ(run.seed(), 0xfedcba9876543210U);
              EXPECT_EQ(run.Inputs("photo").size(), 2U);
              return StepOutcome{.doubtful = true, .facts_json = "{\"n\":1}"};
            }),
            Exit::kDone);
  const StepOutcome outcome = ReadResultFile(file);
  EXPECT_TRUE(outcome.doubtful);
  EXPECT_EQ(outcome.facts_json, "{\"n\":1}");
}

TEST_F(StepFile, BringsFailuresAndInterruptionsBack) {
  EXPECT_EQ(Run([](const StepRun& run) -> StepOutcome {
              run.Input("photo");  // there are two
              return {};
            }),
            Exit::kDoubtful);
  EXPECT_THROW(ReadResultFile(file), Failure);
  EXPECT_EQ(Run([](const StepRun&) -> StepOutcome { throw Interrupted(); }), Exit::kInterrupted);
  EXPECT_THROW(ReadResultFile(file), Interrupted);
  EXPECT_EQ(Run([](const StepRun&) -> StepOutcome { throw std::bad_alloc(); }), Exit::kDoubtful);
  try {
    ReadResultFile(file);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.diagnostics()[0].remedy.en, ::testing::HasSubstr("--memory"));
  }
}

TEST_F(StepFile, OfAnotherVersionIsRefused) {
  ASSERT_FALSE(WriteFileAtomically(file, TaskToText(FullTask(folder.path()))));
  const KindRegistry newer({{"count", 3, [](const StepRun&) { return StepOutcome{}; }}});
  EXPECT_EQ(RunStepFile(newer, file, {}), Exit::kDoubtful);
  EXPECT_THROW(ReadResultFile(file), Failure);
}

TEST_F(StepFile, TornResultIsAFailure) {
  Run([](const StepRun&) { return StepOutcome{}; });
  const std::string whole = *ReadFile(ResultFileOf(file));
  for (size_t length = 0; length < whole.size(); ++length) {
    ASSERT_FALSE(WriteFileAtomically(ResultFileOf(file), whole.substr(0, length)));
    EXPECT_THROW(ReadResultFile(file), Failure) << length;
  }
}

}  // namespace
}  // namespace disan::engine
