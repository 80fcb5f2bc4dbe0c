// OUT/.disan/journal: one line of JSON for each thing that happened, appended, never changed. A
// line that a killed run left torn is passed over. At the end of a run the journal is rewritten
// with what still matters.
#pragma once

#include "pipeline/engine/disk.h"
#include "pipeline/engine/record.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace disan::engine {

enum class LastAttempt { kNone, kDone, kFailed, kCutShort };

// What is known of the steps of one name.
struct StepHistory {
  // The newest last; the one before it is kept too, so that an option that is set back costs
  // nothing.
  std::vector<std::shared_ptr<const StepRecord>> records;
  LastAttempt last_attempt = LastAttempt::kNone;

  const StepRecord* latest() const { return records.empty() ? nullptr : records.back().get(); }
};

// Appending is safe from several threads; histories are read by one thread while nobody appends to
// the same step.
class Journal {
 public:
  Journal(Disk& disk, std::string file) : disk_(disk), file_(std::move(file)) {}

  void Load();

  const StepHistory* HistoryOf(const std::string& step) const;
  const std::map<std::string, StepHistory>& histories() const { return histories_; }
  // A record with this fingerprint, of this step if it has one, else of any: the work need not be
  // done again.
  std::shared_ptr<const StepRecord> Find(const std::string& step,
                                         const std::string& fingerprint) const;

  void AppendStarted(const std::string& step);
  void AppendFailed(const std::string& step);
  void AppendDone(StepRecord record);  // synced: what the store holds can be relied on

  // Whether anything was appended or dropped since the last rewriting, in this run or before it.
  bool IsUntidy() const { return untidy_; }
  // Rewrites the journal with the histories of these steps only.
  void Rewrite(const std::set<std::string>& steps, const std::string& temporary);

 private:
  void Read(const std::string& line);
  void Keep(StepRecord record);
  void Append(const std::string& line);

  Disk& disk_;
  std::string file_;
  mutable std::mutex mutex_;
  std::map<std::string, StepHistory> histories_;
  std::unordered_map<std::string, std::shared_ptr<const StepRecord>> by_fingerprint_;
  bool untidy_ = false;
  bool torn_ = false;  // the last line has no end
};

}  // namespace disan::engine
