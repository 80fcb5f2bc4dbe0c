#include "pipeline/engine/journal.h"

#include "pipeline/engine/json_values.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace disan::engine {
namespace {

constexpr size_t kRecordsKept = 2;

nlohmann::json Attempt(const char* what, const std::string& step) {
  return {{what, step}};
}

}  // namespace

void Journal::Load() {
  histories_.clear();
  by_fingerprint_.clear();
  untidy_ = false;
  torn_ = false;
  if (disk_.Stat(file_).type != FileType::kFile) {
    return;
  }
  const std::string text = disk_.Read(file_);
  size_t at = 0;
  for (size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    Read(text.substr(at, end - at));
    at = end + 1;
  }
  torn_ = at < text.size();
  untidy_ = untidy_ || torn_;
}

void Journal::Read(const std::string& line) {
  try {
    const nlohmann::json json = nlohmann::json::parse(line);
    if (json.contains("started")) {
      histories_[json["started"].get<std::string>()].last_attempt = LastAttempt::kCutShort;
      untidy_ = true;
    } else if (json.contains("failed")) {
      histories_[json["failed"].get<std::string>()].last_attempt = LastAttempt::kFailed;
    } else {
      Keep(RecordFrom(json));
    }
  } catch (const nlohmann::json::exception&) {
    untidy_ = true;
  }
}

void Journal::Keep(StepRecord record) {
  auto kept = std::make_shared<const StepRecord>(std::move(record));
  StepHistory& history = histories_[kept->step];
  history.last_attempt = LastAttempt::kDone;
  std::erase_if(history.records,
                [&](const auto& old) { return old->fingerprint == kept->fingerprint; });
  by_fingerprint_[kept->fingerprint] = kept;
  history.records.push_back(std::move(kept));
  if (history.records.size() > kRecordsKept) {
    history.records.erase(history.records.begin());
    untidy_ = true;
  }
}

const StepHistory* Journal::HistoryOf(const std::string& step) const {
  const std::lock_guard lock(mutex_);
  const auto found = histories_.find(step);
  return found == histories_.end() ? nullptr : &found->second;
}

std::shared_ptr<const StepRecord> Journal::Find(const std::string& step,
                                                const std::string& fingerprint) const {
  const std::lock_guard lock(mutex_);
  if (const auto history = histories_.find(step); history != histories_.end()) {
    for (const auto& record : history->second.records) {
      if (record->fingerprint == fingerprint) {
        return record;
      }
    }
  }
  const auto found = by_fingerprint_.find(fingerprint);
  return found == by_fingerprint_.end() ? nullptr : found->second;
}

void Journal::Append(const std::string& line) {
  // A write that stops half-way (a full disk) tears the line for whoever appends next.
  const std::string ended = (torn_ ? "\n" : "") + line + "\n";
  torn_ = true;
  untidy_ = true;
  disk_.Append(file_, ended);
  torn_ = false;
}

void Journal::AppendStarted(const std::string& step) {
  const std::lock_guard lock(mutex_);
  Append(Dump(Attempt("started", step)));
  histories_[step].last_attempt = LastAttempt::kCutShort;
}

void Journal::AppendFailed(const std::string& step) {
  const std::lock_guard lock(mutex_);
  Append(Dump(Attempt("failed", step)));
  histories_[step].last_attempt = LastAttempt::kFailed;
}

void Journal::AppendDone(StepRecord record) {
  const std::lock_guard lock(mutex_);
  Append(Dump(ToJson(record)));
  disk_.Sync(std::array{file_});
  Keep(std::move(record));
}

void Journal::Rewrite(const std::set<std::string>& steps, const std::string& temporary) {
  const std::lock_guard lock(mutex_);
  std::erase_if(histories_, [&](const auto& h) { return steps.count(h.first) == 0; });
  by_fingerprint_.clear();
  std::string text;
  for (const auto& [step, history] : histories_) {
    for (const auto& record : history.records) {
      by_fingerprint_[record->fingerprint] = record;
      text += Dump(ToJson(*record)) + "\n";
    }
    if (history.last_attempt == LastAttempt::kFailed) {
      text += Dump(Attempt("failed", step)) + "\n";
    }
  }
  disk_.Write(temporary, text);
  disk_.Sync(std::array{temporary});
  disk_.Rename(temporary, file_);
  untidy_ = false;
  torn_ = false;
}

}  // namespace disan::engine
