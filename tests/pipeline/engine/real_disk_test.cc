// The same engine on the disk of this machine, and steps in processes of their own.
#include "pipeline/engine/real_disk.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "pipeline/engine/run.h"
#include "tests/pipeline/engine/step_kinds.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <gmock/gmock.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace disan::engine {
namespace {

using disan::testing::TemporaryFolder;

void Put(const std::filesystem::path& file, const std::string& bytes) {
  ASSERT_FALSE(WriteFileAtomically(file, bytes));
}

struct OnDisk : ::testing::Test {
  TemporaryFolder folder;
  RealDisk disk;
  Status silent;
  RunOptions options;
  Folders folders{.site = folder / "site", .out = folder / "out"};

  OnDisk() {
    Put(folder / "site/1.jpg", "one");
    Put(folder / "site/ảnh 2.jpg", "two");
  }

  std::vector<Step> steps = TestSteps();

  RunSummary RunWith(Executor& executor) {
    options.executor = &executor;
    return RunGraph(*Graph::Build(steps, TestKinds()), folders, options, disk, silent);
  }

  RunSummary RunHere() {
    LocalExecutor executor(TestKinds());
    return RunWith(executor);
  }

  std::string Read(const std::string& path) { return disk.Read(folders.out + "/" + path); }
};

std::string StepProgram() {
  return std::string(std::getenv("DISAN_BINARY")) + "/engine_test_step";
}

TEST_F(OnDisk, RunsAndIsUpToDateThen) {
  EXPECT_EQ(RunHere().exit(), Exit::kDone);
  EXPECT_EQ(Read("masters/whole.txt"), "onetwo");
  EXPECT_EQ(Read("web/letters/3.txt"), "t");
  EXPECT_EQ(RunHere().Count(StepState::kUpToDate), 2U);
}

TEST_F(OnDisk, EditingAnOutputInPlaceDoesNotReachTheStore) {
  RunHere();
  disk.Append(folders.out + "/masters/whole.txt", "scribble");
  disk.Append(folders.out + "/web/letters/3.txt", "scribble");
  EXPECT_EQ(RunHere().Count(StepState::kRestored), 2U);
  EXPECT_EQ(Read("masters/whole.txt"), "onetwo");
  EXPECT_EQ(Read("web/letters/3.txt"), "t");
}

TEST_F(OnDisk, OneThreadAndTwoThreadsKeepTheSameStore) {
  const auto objects = [&](const std::string& out) {
    std::vector<std::string> names;
    for (const FolderEntry& entry : disk.List(out + "/.disan/store")) {
      names.push_back(entry.name);
    }
    return names;
  };
  RunHere();
  const auto first = objects(folders.out);
  folders.out = folder / "another";
  options.threads = 2;
  RunHere();
  EXPECT_EQ(objects(folders.out), first);
  EXPECT_FALSE(first.empty());
}

TEST_F(OnDisk, ProcessOfItsOwnGivesTheSameBytes) {
  RunHere();
  const std::string here = Read("web/letters/3.txt") + Read("masters/whole.txt");
  folders.out = folder / "another";
  ProcessExecutor executor({StepProgram(), "step"});
  const RunSummary summary = RunWith(executor);
  EXPECT_EQ(summary.exit(), Exit::kDone);
  EXPECT_EQ(Read("web/letters/3.txt") + Read("masters/whole.txt"), here);
  EXPECT_GT(summary.steps[0].peak_memory_bytes, 100'000U);
  EXPECT_EQ(summary.steps[0].outcome.facts_json, R"({"parts":2})");
  EXPECT_EQ(RunWith(executor).Count(StepState::kUpToDate), 2U);
}

TEST_F(OnDisk, ProcessTellsItsProgress) {
  struct Listener : Status {
    void StepProgress(const Step& step, uint64_t done, uint64_t total) override {
      complete = complete || (step.name == "join" && done == 2 && total == 2);
    }
    bool complete = false;
  } listener;
  ProcessExecutor executor({StepProgram(), "step"});
  options.executor = &executor;
  RunGraph(*Graph::Build(steps, TestKinds()), folders, options, disk, listener);
  EXPECT_TRUE(listener.complete);
}

TEST_F(OnDisk, ProcessThatDiesFailsItsStepOnly) {
  steps.push_back({.name = "die", .kind = "die"});
  ProcessExecutor executor({StepProgram(), "step"});
  const RunSummary summary = RunWith(executor);
  EXPECT_EQ(summary.steps[2].state, StepState::kFailed);
  EXPECT_THAT(summary.steps[2].outcome.diagnostics[0].what.en, ::testing::HasSubstr("signal 9"));
  EXPECT_EQ(summary.steps[1].state, StepState::kDone);
}

TEST_F(OnDisk, ProcessIsAskedToStop) {
  steps = {{.name = "wait", .kind = "wait"}};
  std::atomic<bool> cancelled{false};
  options.cancelled = &cancelled;
  ProcessExecutor executor({StepProgram(), "step"});
  std::jthread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    cancelled = true;
  });
  EXPECT_EQ(RunWith(executor).exit(), Exit::kInterrupted);
}

TEST_F(OnDisk, ProgramThatIsNotThereFailsItsSteps) {
  ProcessExecutor executor({folder / "no-such-program", "step"});
  const RunSummary summary = RunWith(executor);
  EXPECT_EQ(summary.steps[0].state, StepState::kFailed);
  EXPECT_THAT(summary.steps[0].outcome.diagnostics[0].what.en,
              ::testing::HasSubstr("no-such-program"));
}

pid_t StartBuild(const Folders& folders) {
  std::vector<std::string> words = {StepProgram(), "build", folders.site, folders.out};
  std::vector<char*> arguments;
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  pid_t child = 0;
  EXPECT_EQ(::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ), 0);
  return child;
}

TEST_F(OnDisk, KilledAtTenMomentsResumesToTheSameBytes) {
  // The fastest of three: a slow first run would put most of the moments after the end of the rest.
  auto whole = std::chrono::steady_clock::duration::max();
  for (int n = 0; n < 3; ++n) {
    folders.out = folder / ("whole-" + std::to_string(n));
    const auto start = std::chrono::steady_clock::now();
    ::waitpid(StartBuild(folders), nullptr, 0);
    whole = std::min(whole, std::chrono::steady_clock::now() - start);
  }
  const std::string expected = Read("web/letters/0.txt") + Read("masters/whole.txt");
  int killed = 0;
  for (int n = 0; n < 10; ++n) {
    folders.out = folder / ("killed-" + std::to_string(n));
    const pid_t child = StartBuild(folders);
    std::this_thread::sleep_for(whole * n / 10);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
    EXPECT_EQ(RunHere().exit(), Exit::kDone);
    EXPECT_EQ(Read("web/letters/0.txt") + Read("masters/whole.txt"), expected);
  }
  EXPECT_GT(killed, 3);
}

TEST_F(OnDisk, LockIsSeenByOthersAndDiesWithItsProcess) {
  const std::string lock = folder / "lock";
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = disk.TryLock(lock, "child");
    [[maybe_unused]] const ssize_t told = ::write(ready[1], held ? "y" : "n", 1);
    ::pause();
    ::_exit(0);
  }
  char told = 0;
  ASSERT_EQ(::read(ready[0], &told, 1), 1);
  ASSERT_EQ(told, 'y');
  EXPECT_EQ(disk.TryLock(lock, "parent"), nullptr);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_NE(disk.TryLock(lock, "parent"), nullptr);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(OnDisk, ErrorsNameTheFile) {
  EXPECT_THROW(disk.Read(folder / "none"), Failure);
  EXPECT_THROW(disk.Hash(folder / "none"), Failure);
  EXPECT_THROW(disk.Write(folder / "no/folder", ""), Failure);
  EXPECT_THROW(disk.Rename(folder / "none", folder / "other"), Failure);
  EXPECT_THROW(disk.MakeFolder(folder / "site/1.jpg/x"), Failure);
  EXPECT_EQ(disk.Stat(folder / "none").type, FileType::kMissing);
  EXPECT_TRUE(disk.List(folder / "none").empty());
  disk.Remove(folder / "none");
}

TEST_F(OnDisk, CloneSharesNothingThatCanBeWrittenThrough) {
  const std::string from = folder / "from";
  const std::string to = folder / "to";
  disk.Write(from, std::string(3'000'000, 'x'));
  disk.Clone(from, to);
  disk.Append(to, "y");
  EXPECT_EQ(disk.Stat(from).size, 3'000'000U);
  EXPECT_EQ(disk.Hash(from), Sha256Hex(std::string(3'000'000, 'x')));
  EXPECT_EQ(disk.Stat(to).size, 3'000'001U);
}

TEST_F(OnDisk, RemovingATreeDoesNotFollowLinks) {
  Put(folder / "kept/file", "kept");
  Put(folder / "tree/inner/file", "gone");
  std::filesystem::create_directory_symlink(folder / "kept", folder / "tree/link");
  RemoveTree(disk, folder / "tree");
  EXPECT_EQ(disk.Stat(folder / "tree").type, FileType::kMissing);
  EXPECT_EQ(disk.Read(folder / "kept/file"), "kept");
}

}  // namespace
}  // namespace disan::engine
