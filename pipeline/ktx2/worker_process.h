// A program run to its end with bytes in and bytes out. No shell: what it is given are arguments.
#pragma once

#include "pipeline/execution/execution.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct WorkerRun {
  int start_error = 0;  // errno when the program could not be started at all
  int exit_status = 0;  // 128 + the signal when one ended it
  std::string out;
  std::string err;
};

// `command[0]` is looked for on PATH. Input and output are files in memory, so neither side waits
// for the other. Throws Interrupted, with the program ended, when a person asked to stop.
WorkerRun RunWorker(const std::vector<std::string>& command,
                    std::span<const std::string_view> input,
                    const Execution& execution);

}  // namespace disan
