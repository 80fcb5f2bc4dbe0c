#include "pipeline/engine/executor.h"
#include "pipeline/execution/memory_watch.h"

namespace disan::engine {

TaskResult LocalExecutor::Run(const StepTask& task, const Execution& execution) {
  const MemoryWatch watch;
  StepOutcome outcome = RunTask(kinds_, task, execution);
  return {.outcome = std::move(outcome), .peak_memory_bytes = watch.PeakBytes()};
}

}  // namespace disan::engine
