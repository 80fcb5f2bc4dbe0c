// A task as a file, and its result as a file: how a step runs in a process of its own, on this
// machine or on another one that sees the same disk.
//
//   FILE          the task, JSON
//   FILE.result   what came of it: {"outcome": ...}, {"failed": [diagnostics]} or
//                 {"interrupted": true}; written whole or not at all
#pragma once

#include "formats/diagnostics/failure.h"
#include "pipeline/engine/kind.h"

#include <string>

namespace disan::engine {

std::string TaskToText(const StepTask& task);
Result<StepTask> TaskFromText(const std::string& text, const std::string& file);

std::string ResultFileOf(const std::string& task_file);
// The outcome; or what the step threw, thrown again. A file that is missing or torn is a Failure.
StepOutcome ReadResultFile(const std::string& task_file);

// Reads the task, runs it with the task's own threads and memory, writes the result file; what the
// step throws ends up there as well. A Failure comes out only when the files themselves cannot be
// read or written. `execution` brings cancellation and progress.
Exit RunStepFile(const KindRegistry& kinds,
                 const std::string& task_file,
                 const Execution& execution);

}  // namespace disan::engine
