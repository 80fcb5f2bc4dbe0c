// Does one step from its inputs to its place in the output folder.
#pragma once

#include "pipeline/engine/books.h"
#include "pipeline/engine/executor.h"
#include "pipeline/engine/graph.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace disan::engine {

// An input of a step with its place and content.
struct ResolvedInput {
  InputRecord record;
  std::string path;
  std::optional<Content> content;  // of one that another step made; the site's files have none
};

struct Job {
  size_t index = 0;
  const Step* step = nullptr;
  const StepKind* kind = nullptr;
  std::vector<ResolvedInput> inputs;
  std::string fingerprint;
  // An earlier record with the same fingerprint whose contents the store holds: nothing needs to be
  // run, only put back.
  std::shared_ptr<const StepRecord> known;
};

std::string SiteKey(const std::string& site_path);

class Worker {
 public:
  Worker(Books& books, Executor& executor) : books_(books), executor_(executor) {}

  // In this order: the function runs in a folder of its own, what it wrote moves into the store,
  // the journal says so, the outputs appear in the output folder. Wherever that is cut short, the
  // next run goes on from the last of these that was finished.
  StepRecord Do(const Job& job, const Execution& execution);

 private:
  bool CanRestore(const Job& job);
  StepRecord Restore(const Job& job);
  StepRecord RunFunction(const Job& job, const Execution& execution);
  StepTask Prepare(const Job& job, const std::string& folder, const Execution& execution);
  void CheckInputsBefore(const Job& job);
  void CheckInputsAfter(const Job& job);
  void Publish(const StepRecord& record);

  Books& books_;
  Executor& executor_;
};

}  // namespace disan::engine
