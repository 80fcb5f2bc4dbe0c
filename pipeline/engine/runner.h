// One run of a graph: resolves steps as soon as what they need is resolved, starts what is stale as
// the scheduler grants it, and writes down what became of each. One thread decides; each step that
// runs has a thread of its own.
#pragma once

#include "pipeline/engine/books.h"
#include "pipeline/engine/one_at_a_time.h"
#include "pipeline/engine/run.h"
#include "pipeline/engine/scheduler.h"
#include "pipeline/engine/worker.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace disan::engine {

class Runner {
 public:
  Runner(const Graph& graph,
         const Folders& folders,
         const RunOptions& options,
         Books& books,
         Status& status);

  // The books are loaded and, unless this is a dry run, locked.
  RunSummary Run();

 private:
  struct Completion {
    size_t step = 0;
    std::optional<StepRecord> record;
    std::exception_ptr error;
  };
  struct Running {
    Grant grant;
    std::jthread thread;
  };

  bool IsCancelled() const;
  void ReadSiteFiles();
  void FindLongestChains();

  void Resolve(size_t i);
  // Null when the step cannot run: its report says why.
  std::optional<Job> MakeJob(size_t i);
  bool CanDoWithout(size_t i, size_t needed) const;
  std::vector<ResolvedInput> ResolveInputs(size_t i);
  // What keeps the known record from being in place as it is; empty when the step is up to date.
  std::vector<Text> WhatIsOutOfPlace(const Step& step, const StepRecord& known);
  void End(size_t i, StepState state);
  void EndWith(size_t i, StepState state, const StepRecord& record);
  void EndFailed(size_t i, std::vector<Diagnostic> diagnostics);

  void Start(const Grant& grant);
  Execution ExecutionFor(const Grant& grant);
  Completion WaitForOne();
  void Complete(Completion completion);

  const Graph& graph_;
  const Folders& folders_;
  const RunOptions& options_;
  Books& books_;
  OneAtATime status_;
  std::optional<Worker> worker_;
  Scheduler scheduler_;
  RunSummary summary_;
  std::vector<bool> selected_;
  std::vector<size_t> waiting_for_;  // how many needed steps are not resolved yet
  std::vector<double> seconds_to_end_;
  std::vector<std::vector<Content>> contents_;  // of a resolved step's outputs
  std::vector<std::optional<Job>> jobs_;
  std::deque<size_t> ready_;
  std::unordered_map<std::string, std::optional<std::string>> site_hashes_;

  std::mutex mutex_;
  std::condition_variable completed_;
  std::deque<Completion> completions_;
  std::map<size_t, Running> running_;  // last: its threads use all of the above
};

}  // namespace disan::engine
