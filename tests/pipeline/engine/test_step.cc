// `engine_test_step step FILE` is what `disan step` is, with the tests' kinds;
// `engine_test_step build SITE OUT` runs the tests' steps, so that a test can kill it.
#include "pipeline/engine/real_disk.h"
#include "pipeline/engine/run.h"
#include "pipeline/engine/step_file.h"
#include "tests/pipeline/engine/step_kinds.h"

#include <atomic>
#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

namespace disan::engine {
namespace {

std::atomic<bool> cancelled{false};

Exit RunStep(const std::string& file) {
  Execution execution{.cancelled = &cancelled};
  execution.progress = [](uint64_t done, uint64_t total) {
    std::printf("a library's chatter\n%" PRIu64 " %" PRIu64 "\n", done, total);
    std::fflush(stdout);
  };
  return RunStepFile(TestKinds(), file, execution);
}

Exit Build(const std::string& site, const std::string& out) {
  LocalExecutor executor(TestKinds());
  RealDisk disk;
  Status silent;
  return RunGraph(*Graph::Build(TestSteps(), TestKinds()),
                  {.site = site, .out = out},
                  {.executor = &executor},
                  disk,
                  silent)
      .exit();
}

}  // namespace
}  // namespace disan::engine

int main(int argc, char** argv) {
  using namespace disan::engine;
  const std::vector<std::string> words(argv + 1, argv + argc);
  std::signal(SIGTERM, [](int) { cancelled = true; });
  try {
    if (words.size() == 2 && words[0] == "step") {
      return static_cast<int>(RunStep(words[1]));
    }
    if (words.size() == 3 && words[0] == "build") {
      return static_cast<int>(Build(words[1], words[2]));
    }
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 3;
  }
}
