// A status for steps that run side by side.
#pragma once

#include "pipeline/engine/status.h"

#include <mutex>

namespace disan::engine {

// Lets one caller through at a time.
class OneAtATime : public Status {
 public:
  explicit OneAtATime(Status& status) : status_(status) {}

  void Waiting(const Text& why) override;
  void RunStarted(size_t selected_steps) override;
  void ReadingInputs(uint64_t done, uint64_t total) override;
  void StepStarted(const Step& step, int threads) override;
  void StepProgress(const Step& step, uint64_t done, uint64_t total) override;
  void StepEnded(const Step& step, const StepReport& report) override;
  void RunEnded(const RunSummary& summary) override;

 private:
  Status& status_;
  std::mutex mutex_;
};

}  // namespace disan::engine
