#include "pipeline/engine/worker.h"

#include "formats/diagnostics/failure.h"
#include "formats/language/engine_messages.h"
#include "pipeline/engine/staleness.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

namespace disan::engine {
namespace {

StepRecord NewRecord(const Job& job) {
  StepRecord record{.step = job.step->name,
                    .fingerprint = job.fingerprint,
                    .kind = job.kind->name,
                    .version = job.kind->version,
                    .options = job.step->options};
  for (const ResolvedInput& input : job.inputs) {
    record.inputs.push_back(input.record);
  }
  return record;
}

}  // namespace

std::string SiteKey(const std::string& site_path) {
  return "site " + site_path;
}

StepRecord Worker::Do(const Job& job, const Execution& execution) {
  execution.CheckCancelled();
  StepRecord record = CanRestore(job) ? Restore(job) : RunFunction(job, execution);
  books_.journal.AppendDone(record);
  Publish(record);
  return record;
}

bool Worker::CanRestore(const Job& job) {
  return job.known != nullptr &&
         std::all_of(
             job.known->outputs.begin(), job.known->outputs.end(), [&](const OutputRecord& output) {
               return books_.store.IsIntact(output.content);
             });
}

// The same work, perhaps under another name and put to another place.
StepRecord Worker::Restore(const Job& job) {
  StepRecord record = NewRecord(job);
  record.outcome = job.known->outcome;
  record.seconds = job.known->seconds;
  record.peak_memory_bytes = job.known->peak_memory_bytes;
  for (size_t n = 0; n < job.step->outputs.size(); ++n) {
    const OutputRef& output = job.step->outputs[n];
    record.outputs.push_back(
        {output.role, output.path, output.published, job.known->outputs[n].content});
  }
  return record;
}

StepRecord Worker::RunFunction(const Job& job, const Execution& execution) {
  CheckInputsBefore(job);
  const std::string folder = fmt::format("{}/step-{}", books_.temporary, job.index);
  books_.journal.AppendStarted(job.step->name);
  const StepTask task = Prepare(job, folder, execution);
  StepRecord record = NewRecord(job);
  const auto start = std::chrono::steady_clock::now();
  TaskResult result = executor_.Run(task, execution);
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  record.peak_memory_bytes = result.peak_memory_bytes;
  record.outcome = std::move(result.outcome);
  CheckInputsAfter(job);
  for (size_t n = 0; n < task.outputs.size(); ++n) {
    const OutputRef& output = job.step->outputs[n];
    record.outputs.push_back({output.role,
                              output.path,
                              output.published,
                              books_.store.Take(task.outputs[n].path, output)});
  }
  RemoveTree(books_.disk, folder);
  return record;
}

StepTask Worker::Prepare(const Job& job, const std::string& folder, const Execution& execution) {
  StepTask task{.name = job.step->name,
                .kind = job.kind->name,
                .version = job.kind->version,
                .options = job.step->options,
                .seed = SeedOf(job.fingerprint),
                .scratch = folder + "/scratch",
                .threads = execution.threads,
                .memory_bytes = execution.memory_bytes};
  RemoveTree(books_.disk, folder);
  books_.disk.MakeFolder(task.scratch);
  for (const ResolvedInput& input : job.inputs) {
    task.inputs.push_back({input.record.role, input.path, input.record.name});
  }
  for (size_t n = 0; n < job.step->outputs.size(); ++n) {
    const OutputRef& output = job.step->outputs[n];
    const std::string name = std::filesystem::path(output.path).filename().string();
    const std::string own = fmt::format("{}/{}", folder, n);
    books_.disk.MakeFolder(output.folder ? own + "/" + name : own);
    task.outputs.push_back({output.role, own + "/" + name, output.folder});
  }
  return task;
}

void Worker::CheckInputsBefore(const Job& job) {
  for (const ResolvedInput& input : job.inputs) {
    if (input.content && !books_.store.IsIntact(*input.content)) {
      books_.store.Discard(*input.content);
      throw Failure({.file = input.record.name,
                     .what = Say(messages::kStoreDamaged, fmt::arg("file", input.record.name)),
                     .remedy = Say(messages::kStoreDamagedRemedy)},
                    Exit::kDoubtful);
    }
  }
}

// Someone may have been copying photos in meanwhile: the result would be kept under a content that
// the step did not see.
void Worker::CheckInputsAfter(const Job& job) {
  for (const ResolvedInput& input : job.inputs) {
    if (!input.content &&
        books_.cache.Hash(SiteKey(input.record.name), input.path) != input.record.hash) {
      throw Failure(
          {.file = input.record.name,
           .what = Say(messages::kInputChangedMeanwhile, fmt::arg("file", input.record.name)),
           .remedy = Say(messages::kInputChangedMeanwhileRemedy)},
          Exit::kDoubtful);
    }
  }
}

void Worker::Publish(const StepRecord& record) {
  for (const OutputRecord& output : record.outputs) {
    if (output.published &&
        books_.publisher.Find(output.path, output.content) != Presence::kInPlace) {
      books_.publisher.Publish(output.path, output.content);
    }
  }
}

}  // namespace disan::engine
