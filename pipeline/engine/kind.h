// What steps do. A kind is a name, a version and a function; the registry is the only place where
// the engine meets the work itself.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/execution/execution.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace disan::engine {

// What a step has to say beside its files. Kept with them and shown again when the step is up to
// date, so that a warning does not vanish on the second run.
struct StepOutcome {
  std::vector<Diagnostic> diagnostics;
  bool doubtful = false;          // done, but a person should look at it
  std::string facts_json = "{}";  // figures for reports; no clock, no absolute path
};

struct TaskInput {
  std::string role;
  std::string path;  // where to read it
  std::string name;  // what people know it by: relative to the site or to the output folder
};

struct TaskOutput {
  std::string role;
  std::string path;  // where to write it; a folder is there already, and empty
  bool folder = false;
};

// One run of one step with every path resolved: enough to run it in any process on any machine that
// sees the same disk.
struct StepTask {
  std::string name;
  std::string kind;
  int version = 0;
  std::string options = "{}";
  uint64_t seed = 0;  // the same for the same inputs and options
  std::vector<TaskInput> inputs;
  std::vector<TaskOutput> outputs;
  std::string scratch;  // a private folder for whatever is not kept; empty at the start
  int threads = 1;
  uint64_t memory_bytes = 0;
};

// What a kind's function sees.
class StepRun {
 public:
  StepRun(const StepTask& task, const Execution& execution) : task_(task), execution_(execution) {}

  const std::string& name() const { return task_.name; }
  const std::string& options() const { return task_.options; }
  uint64_t seed() const { return task_.seed; }
  const Execution& execution() const { return execution_; }
  std::filesystem::path scratch() const { return task_.scratch; }

  // The only input of a role; a Failure when there is none or more than one.
  const TaskInput& Input(const std::string& role) const;
  // All inputs of a role in the order of the step; may be empty.
  std::vector<TaskInput> Inputs(const std::string& role) const;
  bool Has(const std::string& role) const { return !Inputs(role).empty(); }
  // Where to write the output of a role; a Failure when the step declares none.
  std::filesystem::path Output(const std::string& role) const;
  bool HasOutput(const std::string& role) const;

 private:
  const StepTask& task_;
  const Execution& execution_;
};

// Reads run.Input(...), writes run.Output(...), touches nothing else. Throws Failure when it cannot
// go on and Interrupted when asked to stop. The same inputs and options give the same bytes.
using StepFunction = std::function<StepOutcome(const StepRun& run)>;

struct StepKind {
  std::string name;
  int version = 1;  // raised whenever the function's bytes change: all its steps become stale
  StepFunction function;
};

class KindRegistry {
 public:
  KindRegistry() = default;
  explicit KindRegistry(std::vector<StepKind> kinds);

  const StepKind* Find(const std::string& name) const;  // null when there is none

 private:
  std::map<std::string, StepKind> kinds_;
};

// Runs the task's function here and now. A kind that is not known, or of another version than the
// task asks for (another build of the program), is a Failure.
StepOutcome RunTask(const KindRegistry& kinds, const StepTask& task, const Execution& execution);

}  // namespace disan::engine
