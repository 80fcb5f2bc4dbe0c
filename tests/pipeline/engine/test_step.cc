// `engine_test_step step FILE`: what `disan step` is, with the tests' kinds.
#include "pipeline/engine/step_file.h"
#include "tests/pipeline/engine/step_kinds.h"

#include <atomic>
#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <exception>

namespace {
std::atomic<bool> cancelled{false};
}

int main(int argc, char** argv) {
  if (argc != 3) {
    return 2;
  }
  std::signal(SIGTERM, [](int) { cancelled = true; });
  disan::Execution execution{.cancelled = &cancelled};
  execution.progress = [](uint64_t done, uint64_t total) {
    std::printf("a library's chatter\n%" PRIu64 " %" PRIu64 "\n", done, total);
    std::fflush(stdout);
  };
  try {
    return static_cast<int>(
        disan::engine::RunStepFile(disan::engine::TestKinds(), argv[2], execution));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 3;
  }
}
