// engine_bench [FOLDER]: how long a run takes that finds nothing to do: 1,000 steps with 3,000
// files on the real disk, journal and file cache loaded each time. The target is 0.3 s.
#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "pipeline/engine/real_disk.h"
#include "pipeline/engine/run.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include <fmt/format.h>

namespace disan::engine {
namespace {

constexpr int kSteps = 1000;
constexpr int kRuns = 5;

StepOutcome Copy(const StepRun& run) {
  std::string bytes;
  for (const TaskInput& input : run.Inputs("in")) {
    bytes += ValueOrThrow(ReadFile(input.path));
  }
  for (const char* role : {"a", "b"}) {
    if (const auto error = WriteFileAtomically(run.Output(role), bytes + role)) {
      throw Failure(*error);
    }
  }
  return {};
}

// One photo in, two files out, every tenth step joins the nine before it.
std::vector<Step> MakeSteps(const std::string& site) {
  std::vector<Step> steps;
  for (int i = 0; i < kSteps; ++i) {
    const std::string photo = fmt::format("photos/{:04}.jpg", i);
    if (const auto error = WriteFileAtomically(site + "/" + photo, fmt::format("photo {}", i))) {
      throw Failure(*error);
    }
    Step step{.name = fmt::format("step {:04}", i),
              .kind = "copy",
              .options = fmt::format(R"({{"step":{}}})", i),
              .inputs = {InputRef::FromSite("in", photo)},
              .outputs = {{.role = "a", .path = fmt::format("masters/{:04}.jpg", i)},
                          {.role = "b", .path = fmt::format("web/{:02}/{:04}.bin", i / 10, i)}}};
    for (int before = i - i % 10; i % 10 == 9 && before < i; ++before) {
      step.inputs.push_back(InputRef::FromStep("in", steps[static_cast<size_t>(before)].name, "a"));
    }
    steps.push_back(step);
  }
  return steps;
}

double Seconds(const std::string& folder, const std::vector<Step>& steps, StepState expected) {
  const auto start = std::chrono::steady_clock::now();
  const KindRegistry kinds({{"copy", 1, Copy}});
  LocalExecutor executor(kinds);
  RealDisk disk;
  Status silent;
  const RunSummary summary = RunGraph(ValueOrThrow(Graph::Build(steps, kinds)),
                                      {.site = folder + "/site", .out = folder + "/out"},
                                      {.executor = &executor, .threads = 2},
                                      disk,
                                      silent);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  if (summary.Count(expected) != kSteps) {
    std::fprintf(stderr, "engine_bench: not every step is as expected\n");
    std::exit(1);
  }
  return taken.count();
}

}  // namespace
}  // namespace disan::engine

int main() {
  using namespace disan::engine;
  const disan::testing::TemporaryFolder folder;
  const std::vector<Step> steps = MakeSteps(folder / "site");
  std::printf("engine: first run of %d steps      %.3f s\n",
              kSteps,
              Seconds(folder.path(), steps, StepState::kDone));
  std::printf("engine: second run, young files    %.3f s\n",
              Seconds(folder.path(), steps, StepState::kUpToDate));
  std::vector<double> seconds;
  for (int run = 0; run < kRuns; ++run) {
    seconds.push_back(Seconds(folder.path(), steps, StepState::kUpToDate));
  }
  std::sort(seconds.begin(), seconds.end());
  std::printf("engine: nothing to do, median      %.3f s (best %.3f, worst %.3f; target 0.300)\n",
              seconds[kRuns / 2],
              seconds.front(),
              seconds.back());
}
