#include "pipeline/engine/run.h"

#include "formats/language/engine_messages.h"
#include "pipeline/engine/books.h"
#include "pipeline/engine/runner.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

namespace disan::engine {
namespace {

constexpr std::chrono::milliseconds kLockPoll{50};

bool IsCancelled(const RunOptions& options) {
  return options.cancelled != nullptr && *options.cancelled;
}

std::unique_ptr<DiskLock> Lock(Books& books,
                               const std::string& out,
                               const RunOptions& options,
                               Status& status) {
  books.disk.MakeFolder(books.own_folder);
  const std::string note = fmt::format("{}\n", ::getpid());
  bool said = false;
  while (true) {
    if (auto lock = books.disk.TryLock(books.lock_file, note)) {
      return lock;
    }
    const Text why = Say(messages::kOutputLocked, fmt::arg("folder", out));
    if (!options.wait) {
      throw Failure({.file = out, .what = why, .remedy = Say(messages::kOutputLockedRemedy)},
                    Exit::kDoubtful);
    }
    if (!said) {
      status.Waiting(why);
      said = true;
    }
    if (IsCancelled(options)) {
      throw Interrupted();
    }
    std::this_thread::sleep_for(kLockPoll);
  }
}

// Outputs of steps that are no more, or that a step now puts elsewhere.
std::vector<Diagnostic> WithdrawOrphans(const Graph& graph, Books& books) {
  std::set<std::string> current;
  for (size_t i = 0; i < graph.size(); ++i) {
    for (const OutputRef& output : graph.step(i).outputs) {
      if (output.published) {
        current.insert(output.path);
      }
    }
  }
  std::vector<Diagnostic> kept;
  for (const auto& [step, history] : books.journal.histories()) {
    for (const auto& record : history.records) {
      for (const OutputRecord& output : record->outputs) {
        if (!output.published || current.count(output.path) > 0) {
          continue;
        }
        for (const std::string& file : books.publisher.Withdraw(output.path, output.content)) {
          kept.push_back({.severity = Severity::kWarning,
                          .file = file,
                          .what = Say(messages::kOrphanKept, fmt::arg("file", file)),
                          .remedy = Say(messages::kOrphanKeptRemedy)});
        }
      }
    }
  }
  return kept;
}

// The store keeps what the last two records of each current step refer to.
void Tidy(const Graph& graph, Books& books) {
  std::set<std::string> names;
  for (size_t i = 0; i < graph.size(); ++i) {
    names.insert(graph.step(i).name);
  }
  books.journal.Rewrite(names, books.temporary + "/journal");
  std::set<std::string> objects;
  for (const auto& [step, history] : books.journal.histories()) {
    for (const auto& record : history.records) {
      for (const OutputRecord& output : record->outputs) {
        objects.insert(ObjectName(output.content));
      }
    }
  }
  books.store.KeepOnly(objects);
}

// Whether the journal names steps that the graph does not.
bool HasOrphans(const Graph& graph, const Books& books) {
  std::set<std::string> names;
  for (size_t i = 0; i < graph.size(); ++i) {
    names.insert(graph.step(i).name);
  }
  return std::any_of(books.journal.histories().begin(),
                     books.journal.histories().end(),
                     [&](const auto& history) { return names.count(history.first) == 0; });
}

void Close(const Graph& graph, const RunOptions& options, Books& books, RunSummary& summary) {
  const bool whole = options.only.empty() && !summary.interrupted;
  try {
    if (whole && (books.journal.IsUntidy() || HasOrphans(graph, books))) {
      Tidy(graph, books);
    }
    books.cache.Save(books.cache_file, books.temporary + "/files", whole);
    RemoveTree(books.disk, books.temporary);
  } catch (const Failure& failure) {
    // Everything is in place; only the next run takes longer.
    for (Diagnostic diagnostic : failure.diagnostics()) {
      diagnostic.severity = Severity::kWarning;
      summary.diagnostics.push_back(std::move(diagnostic));
    }
  }
}

void CheckSelection(const Graph& graph, const RunOptions& options) {
  const std::vector<bool> selected = graph.Select(options.only);
  if (!options.only.empty() &&
      std::find(selected.begin(), selected.end(), true) == selected.end()) {
    throw Failure({.what = Say(messages::kOnlyMatchesNothing, fmt::arg("pattern", options.only)),
                   .remedy = Say(messages::kOnlyMatchesNothingRemedy)},
                  Exit::kUsage);
  }
}

}  // namespace

size_t RunSummary::Count(StepState state) const {
  return static_cast<size_t>(std::count_if(
      steps.begin(), steps.end(), [&](const StepReport& step) { return step.state == state; }));
}

Exit RunSummary::exit() const {
  const bool doubtful = std::any_of(steps.begin(), steps.end(), [](const StepReport& step) {
    return step.state == StepState::kFailed || step.state == StepState::kSkipped ||
           (step.state != StepState::kNotSelected && step.outcome.doubtful);
  });
  return interrupted ? Exit::kInterrupted : doubtful ? Exit::kDoubtful : Exit::kDone;
}

RunSummary RunGraph(const Graph& graph,
                    const Folders& folders,
                    const RunOptions& options,
                    Disk& disk,
                    Status& status) {
  const auto start = std::chrono::steady_clock::now();
  CheckSelection(graph, options);
  Books books(disk, folders.out);
  std::unique_ptr<DiskLock> lock;
  std::vector<Diagnostic> kept;
  if (!options.dry_run) {
    lock = Lock(books, folders.out, options, status);
    RemoveTree(disk, books.temporary);  // what a killed run left
    disk.MakeFolder(books.temporary);
    disk.MakeFolder(books.store_folder);
  }
  books.journal.Load();
  books.cache.Load(books.cache_file);
  if (!options.dry_run && options.only.empty()) {
    kept = WithdrawOrphans(graph, books);
  }
  RunSummary summary = Runner(graph, folders, options, books, status).Run();
  summary.diagnostics = std::move(kept);
  if (!options.dry_run) {
    Close(graph, options, books, summary);
  }
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  status.RunEnded(summary);
  return summary;
}

}  // namespace disan::engine
