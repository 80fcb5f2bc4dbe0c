// Where a step's function runs: in this process, in a process of its own, on a cluster.
#pragma once

#include "pipeline/engine/kind.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace disan::engine {

struct TaskResult {
  StepOutcome outcome;
  uint64_t peak_memory_bytes = 0;  // 0: not known
};

class Executor {
 public:
  virtual ~Executor() = default;

  // Returns when the step is done. Throws Failure, or Interrupted soon after execution.cancelled
  // was set. Called from several threads at once.
  virtual TaskResult Run(const StepTask& task, const Execution& execution) = 0;
};

// Calls the function on the thread that asks.
class LocalExecutor : public Executor {
 public:
  explicit LocalExecutor(const KindRegistry& kinds) : kinds_(kinds) {}
  TaskResult Run(const StepTask& task, const Execution& execution) override;

 private:
  const KindRegistry& kinds_;
};

// Runs `command FILE` as a child without a shell, FILE being the task as JSON (step_file.h) beside
// the task's scratch folder. A child that crashes or is killed fails its own step only. A cluster
// executor does the same with another way to start it.
class ProcessExecutor : public Executor {
 public:
  // {"/path/to/disan", "step"}
  explicit ProcessExecutor(std::vector<std::string> command) : command_(std::move(command)) {}
  TaskResult Run(const StepTask& task, const Execution& execution) override;

 private:
  std::vector<std::string> command_;
};

}  // namespace disan::engine
