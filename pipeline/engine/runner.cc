#include "pipeline/engine/runner.h"

#include "formats/files/read_file.h"
#include "formats/language/engine_messages.h"
#include "pipeline/engine/fault.h"
#include "pipeline/engine/staleness.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <set>

#include <fmt/format.h>

namespace disan::engine {
namespace {

constexpr double kUnknownSeconds = 1;

std::string Megabytes(uint64_t bytes) {
  return fmt::format("{} MB", bytes >> 20);
}

std::vector<InputRecord> RecordsOf(const std::vector<ResolvedInput>& inputs) {
  std::vector<InputRecord> records;
  for (const ResolvedInput& input : inputs) {
    records.push_back(input.record);
  }
  return records;
}

// Whether what needs this step can go on.
bool Succeeded(StepState state) {
  return state == StepState::kUpToDate || state == StepState::kRestored ||
         state == StepState::kDone || state == StepState::kWouldRestore;
}

}  // namespace

Runner::Runner(const Graph& graph,
               const Folders& folders,
               const RunOptions& options,
               Books& books,
               Status& status)
    : graph_(graph),
      folders_(folders),
      options_(options),
      books_(books),
      status_(status),
      scheduler_(options.threads, options.memory_bytes),
      selected_(graph.Select(options.only)),
      waiting_for_(graph.size()),
      seconds_to_end_(graph.size()),
      contents_(graph.size()),
      jobs_(graph.size()) {
  if (!options.dry_run) {
    assert(options.executor != nullptr);
    worker_.emplace(books, *options.executor);
  }
  summary_.steps.resize(graph.size());
  for (size_t i = 0; i < graph.size(); ++i) {
    summary_.steps[i].name = graph.step(i).name;
  }
}

bool Runner::IsCancelled() const {
  return options_.cancelled != nullptr && *options_.cancelled;
}

RunSummary Runner::Run() {
  status_.RunStarted(static_cast<size_t>(std::count(selected_.begin(), selected_.end(), true)));
  FindLongestChains();
  try {
    ReadSiteFiles();
  } catch (const Interrupted&) {
    summary_.interrupted = true;
  }
  for (const size_t i : graph_.order()) {
    waiting_for_[i] = graph_.needs(i).size();
    if (selected_[i] && waiting_for_[i] == 0) {
      ready_.push_back(i);
    }
  }
  while (true) {
    while (!ready_.empty() && !IsCancelled()) {
      const size_t i = ready_.front();
      ready_.pop_front();
      Resolve(i);
    }
    for (std::optional<Grant> grant; !IsCancelled() && (grant = scheduler_.Next());) {
      Start(*grant);
    }
    if (running_.empty()) {
      break;
    }
    Complete(WaitForOne());
  }
  for (size_t i = 0; i < graph_.size(); ++i) {
    if (selected_[i] && summary_.steps[i].state == StepState::kNotSelected) {
      summary_.interrupted = true;
      End(i, StepState::kInterrupted);
    }
  }
  return std::move(summary_);
}

// Ahead of everything and on all threads: the contents of new files decide what is to be done.
void Runner::ReadSiteFiles() {
  std::set<std::string> paths;
  for (size_t i = 0; i < graph_.size(); ++i) {
    for (const InputRef& input : graph_.step(i).inputs) {
      if (selected_[i] && !input.site_path.empty()) {
        paths.insert(input.site_path);
      }
    }
  }
  std::vector<std::string> fresh;
  for (const std::string& path : paths) {
    const std::string full = folders_.site + "/" + path;
    if (!books_.cache.Knows(SiteKey(path), full)) {
      fresh.push_back(path);
    } else {
      site_hashes_[path] = books_.cache.Hash(SiteKey(path), full);
    }
  }
  std::vector<std::optional<std::string>> hashes(fresh.size());
  Execution execution{.threads = options_.threads, .cancelled = options_.cancelled};
  execution.progress = [&](uint64_t done, uint64_t total) { status_.ReadingInputs(done, total); };
  ParallelFor(execution, fresh.size(), [&](size_t n) {
    try {
      hashes[n] = books_.cache.Hash(SiteKey(fresh[n]), folders_.site + "/" + fresh[n]);
    } catch (const Failure&) {
      hashes[n] = "";  // read again, and complained of, by the step that needs it
    }
  });
  for (size_t n = 0; n < fresh.size(); ++n) {
    if (hashes[n] != "") {
      site_hashes_[fresh[n]] = hashes[n];
    }
  }
}

void Runner::FindLongestChains() {
  for (auto i = graph_.order().rbegin(); i != graph_.order().rend(); ++i) {
    const StepHistory* history = books_.journal.HistoryOf(graph_.step(*i).name);
    const bool known = history != nullptr && history->latest() != nullptr;
    double after = 0;
    for (const size_t dependant : graph_.dependants(*i)) {
      after = std::max(after, seconds_to_end_[dependant]);
    }
    seconds_to_end_[*i] = after + (known ? history->latest()->seconds : kUnknownSeconds);
  }
}

void Runner::Resolve(size_t i) {
  try {
    std::optional<Job> job = MakeJob(i);
    if (!job) {
      return;
    }
    StepReport& report = summary_.steps[i];
    const StepHistory* history = books_.journal.HistoryOf(job->step->name);
    const StepRecord* latest = history == nullptr ? nullptr : history->latest();
    if (job->known == nullptr || latest == nullptr || latest->fingerprint != job->fingerprint) {
      report.explanations = ExplainStale(*job->step, *job->kind, RecordsOf(job->inputs), history);
    }
    if (job->known != nullptr) {
      for (Text& reason : WhatIsOutOfPlace(*job->step, *job->known)) {
        report.explanations.push_back(std::move(reason));
      }
    }
    if (report.explanations.empty()) {
      EndWith(i, StepState::kUpToDate, *job->known);
    } else if (options_.dry_run && job->known != nullptr) {
      EndWith(i, StepState::kWouldRestore, *job->known);
    } else if (options_.dry_run) {
      End(i, StepState::kWouldRun);
    } else {
      const uint64_t memory = job->known != nullptr ? 0 : job->step->memory_bytes;
      const int threads = job->known != nullptr ? 1 : job->step->threads;
      jobs_[i] = std::move(job);
      scheduler_.Add({i, seconds_to_end_[i], threads, memory});
    }
  } catch (const Failure& failure) {
    EndFailed(i, failure.diagnostics());
  }
}

std::optional<Job> Runner::MakeJob(size_t i) {
  StepReport& report = summary_.steps[i];
  for (const size_t needed : graph_.needs(i)) {
    const StepReport& before = summary_.steps[needed];
    if (before.state == StepState::kWouldRun) {
      report.explanations.push_back(Say(messages::kStaleNeedsStale, fmt::arg("step", before.name)));
    } else if (!Succeeded(before.state) &&
               (before.state == StepState::kInterrupted || !CanDoWithout(i, needed))) {
      report.because_of = before.because_of.empty() ? before.name : before.because_of;
      report.explanations = {Say(messages::kSkippedBecause, fmt::arg("step", report.because_of))};
      End(i,
          before.state == StepState::kInterrupted ? StepState::kInterrupted : StepState::kSkipped);
      return std::nullopt;
    }
  }
  if (!report.explanations.empty()) {
    End(i, StepState::kWouldRun);
    return std::nullopt;
  }
  Job job{.index = i, .step = &graph_.step(i), .kind = &graph_.kind(i)};
  job.inputs = ResolveInputs(i);
  job.fingerprint = Fingerprint(*job.step, *job.kind, RecordsOf(job.inputs));
  job.known = books_.journal.Find(job.step->name, job.fingerprint);
  const auto is_held = [&](const OutputRecord& output) {
    return books_.store.Holds(output.content);
  };
  if (job.known != nullptr &&
      (job.known->outputs.size() != job.step->outputs.size() ||
       !std::all_of(job.known->outputs.begin(), job.known->outputs.end(), is_held))) {
    job.known = nullptr;
  }
  return job;
}

// Whether all that step i reads of `needed` is optional.
bool Runner::CanDoWithout(size_t i, size_t needed) const {
  const std::vector<InputRef>& inputs = graph_.step(i).inputs;
  for (size_t n = 0; n < inputs.size(); ++n) {
    if (inputs[n].site_path.empty() && !inputs[n].optional && graph_.source(i, n).step == needed) {
      return false;
    }
  }
  return true;
}

std::vector<ResolvedInput> Runner::ResolveInputs(size_t i) {
  const Step& step = graph_.step(i);
  std::vector<ResolvedInput> inputs;
  std::vector<Diagnostic> missing;
  for (size_t n = 0; n < step.inputs.size(); ++n) {
    const InputRef& input = step.inputs[n];
    if (input.site_path.empty()) {
      const Source source = graph_.source(i, n);
      if (input.optional && !Succeeded(summary_.steps[source.step].state)) {
        continue;
      }
      const Content& content = contents_[source.step][source.output];
      const std::string& name = graph_.step(source.step).outputs[source.output].path;
      inputs.push_back({{input.role, name, content.hash}, books_.store.PathOf(content), content});
      continue;
    }
    const std::string path = folders_.site + "/" + input.site_path;
    const auto read = site_hashes_.find(input.site_path);
    const std::optional<std::string> hash = read != site_hashes_.end()
                                                ? read->second
                                                : books_.cache.Hash(SiteKey(input.site_path), path);
    if (hash) {
      inputs.push_back({{input.role, input.site_path, *hash}, path, std::nullopt});
    } else {
      missing.push_back(CannotRead(input.site_path, ENOENT));
    }
  }
  if (!missing.empty()) {
    throw Failure(std::move(missing));
  }
  return inputs;
}

std::vector<Text> Runner::WhatIsOutOfPlace(const Step& step, const StepRecord& known) {
  std::vector<Text> reasons;
  for (size_t n = 0; n < step.outputs.size(); ++n) {
    const OutputRef& output = step.outputs[n];
    if (!output.published) {
      continue;
    }
    const Presence presence = books_.publisher.Find(output.path, known.outputs[n].content);
    if (presence == Presence::kMissing) {
      reasons.push_back(Say(messages::kStaleOutputMissing, fmt::arg("file", output.path)));
    } else if (presence == Presence::kAltered) {
      reasons.push_back(Say(messages::kStaleOutputAltered, fmt::arg("file", output.path)));
    } else if (known.outputs[n].path != output.path) {
      reasons.push_back(Say(messages::kStaleOutputMoved, fmt::arg("file", output.path)));
    }
  }
  return reasons;
}

void Runner::EndWith(size_t i, StepState state, const StepRecord& record) {
  StepReport& report = summary_.steps[i];
  std::vector<Diagnostic> of_this_run = std::move(report.outcome.diagnostics);
  report.outcome = record.outcome;
  report.outcome.diagnostics.insert(
      report.outcome.diagnostics.end(), of_this_run.begin(), of_this_run.end());
  report.seconds = record.seconds;
  report.peak_memory_bytes = record.peak_memory_bytes;
  for (const OutputRecord& output : record.outputs) {
    contents_[i].push_back(output.content);
  }
  End(i, state);
}

void Runner::EndFailed(size_t i, std::vector<Diagnostic> diagnostics) {
  StepReport& report = summary_.steps[i];
  report.outcome.diagnostics.insert(
      report.outcome.diagnostics.end(), diagnostics.begin(), diagnostics.end());
  End(i, StepState::kFailed);
}

void Runner::End(size_t i, StepState state) {
  summary_.steps[i].state = state;
  status_.StepEnded(graph_.step(i), summary_.steps[i]);
  for (const size_t dependant : graph_.dependants(i)) {
    if (--waiting_for_[dependant] == 0 && selected_[dependant]) {
      ready_.push_back(dependant);
    }
  }
}

Execution Runner::ExecutionFor(const Grant& grant) {
  const Step& step = graph_.step(grant.step);
  const uint64_t share =
      options_.memory_bytes / static_cast<uint64_t>(std::max(1, options_.threads));
  Execution execution{.threads = grant.threads,
                      .memory_bytes = grant.memory_bytes > 0 ? grant.memory_bytes : share,
                      .cancelled = options_.cancelled};
  execution.progress = [this, &step](uint64_t done, uint64_t total) {
    status_.StepProgress(step, done, total);
  };
  return execution;
}

void Runner::Start(const Grant& grant) {
  const Step& step = graph_.step(grant.step);
  StepReport& report = summary_.steps[grant.step];
  report.threads = grant.threads;
  if (grant.capped) {
    report.outcome.diagnostics.push_back(
        {.severity = Severity::kInfo,
         .file = step.name,
         .what = Say(messages::kMemoryCapped,
                     fmt::arg("step", step.name),
                     fmt::arg("need", Megabytes(step.memory_bytes)),
                     fmt::arg("have", Megabytes(grant.memory_bytes))),
         .remedy = Say(messages::kMemoryCappedRemedy)});
  }
  status_.StepStarted(step, grant.threads);
  Running& running = running_[grant.step];
  running.grant = grant;
  running.thread = std::jthread([this, grant] {
    Completion completion{.step = grant.step};
    try {
      completion.record = worker_->Do(*jobs_[grant.step], ExecutionFor(grant));
    } catch (...) {
      completion.error = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    completions_.push_back(std::move(completion));
    completed_.notify_one();
  });
}

Runner::Completion Runner::WaitForOne() {
  std::unique_lock lock(mutex_);
  completed_.wait(lock, [&] { return !completions_.empty(); });
  Completion completion = std::move(completions_.front());
  completions_.pop_front();
  return completion;
}

void Runner::Complete(Completion completion) {
  const size_t i = completion.step;
  const auto running = running_.find(i);
  running->second.thread.join();
  scheduler_.Release(running->second.grant);
  running_.erase(running);
  const bool restored = jobs_[i]->known != nullptr;
  jobs_[i].reset();
  try {
    if (completion.error) {
      std::rethrow_exception(completion.error);
    }
    EndWith(i, restored ? StepState::kRestored : StepState::kDone, *completion.record);
  } catch (const Interrupted&) {
    summary_.interrupted = true;
    End(i, StepState::kInterrupted);
  } catch (const std::exception& error) {
    EndFailed(i, DiagnosticsOf(error, graph_.step(i).name));
    try {
      books_.journal.AppendFailed(graph_.step(i).name);
    } catch (const Failure&) {  // the disk is full: --explain will say "cut short" instead
    }
  }
}

}  // namespace disan::engine
