// Runs a graph into an output folder: only what is stale, as much at once as threads and memory
// allow, resumable after anything.
//
//   Result<Graph> graph = Graph::Build(steps, kinds);
//   LocalExecutor executor(kinds);
//   RunSummary summary = RunGraph(*graph, {.site = site, .out = out}, {.executor = &executor},
//   disk, status);
#pragma once

#include "formats/diagnostics/failure.h"
#include "pipeline/engine/disk.h"
#include "pipeline/engine/executor.h"
#include "pipeline/engine/graph.h"
#include "pipeline/engine/status.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace disan::engine {

struct Folders {
  std::string site;  // only read
  std::string out;   // made when it is not there; the engine's own files go to out/.disan
};

struct RunOptions {
  Executor* executor = nullptr;  // needed unless dry_run
  int threads = 1;
  uint64_t memory_bytes = uint64_t{4} << 30;
  std::string only;      // Graph::Select
  bool dry_run = false;  // says what would be done; touches nothing
  bool wait = true;      // for another program that works on the same folder; else a Failure
  const std::atomic<bool>* cancelled = nullptr;
};

enum class StepState {
  kNotSelected,  // --only names others
  kUpToDate,
  kRestored,  // the work was done before; its outputs were put back from the store
  kDone,
  kFailed,
  kSkipped,      // something that it needs failed
  kInterrupted,  // stopped or never started because a person asked to stop
  kWouldRun,     // dry run only
  kWouldRestore,
};

struct StepReport {
  std::string name;
  StepState state = StepState::kNotSelected;
  StepOutcome outcome;             // of this run or, when up to date, of the run that did it
  std::vector<Text> explanations;  // why it was not up to date
  std::string because_of;          // the step that failed, when this one is skipped
  double seconds = 0;              // of the function, in the run that did it
  uint64_t peak_memory_bytes = 0;  // 0: not known
  int threads = 0;                 // that it was given in this run
};

struct RunSummary {
  std::vector<StepReport> steps;        // in the order of the graph
  std::vector<Diagnostic> diagnostics;  // about the output folder as a whole
  double seconds = 0;
  bool interrupted = false;

  size_t Count(StepState state) const;
  // kDone; kDoubtful when a step failed, was skipped or is doubtful; kInterrupted.
  Exit exit() const;
};

// Blocks until all is done, or stopped. A Failure comes out when the output folder cannot be used
// at all, or when `only` names no step.
RunSummary RunGraph(const Graph& graph,
                    const Folders& folders,
                    const RunOptions& options,
                    Disk& disk,
                    Status& status);

}  // namespace disan::engine
