#include "pipeline/engine/executor.h"

namespace disan::engine {

TaskResult LocalExecutor::Run(const StepTask& task, const Execution& execution) {
  return {.outcome = RunTask(kinds_, task, execution)};
}

}  // namespace disan::engine
