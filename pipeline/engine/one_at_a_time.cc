#include "pipeline/engine/one_at_a_time.h"

namespace disan::engine {

void OneAtATime::Waiting(const Text& why) {
  const std::lock_guard lock(mutex_);
  status_.Waiting(why);
}

void OneAtATime::RunStarted(size_t selected_steps) {
  const std::lock_guard lock(mutex_);
  status_.RunStarted(selected_steps);
}

void OneAtATime::ReadingInputs(uint64_t done, uint64_t total) {
  const std::lock_guard lock(mutex_);
  status_.ReadingInputs(done, total);
}

void OneAtATime::StepStarted(const Step& step, int threads) {
  const std::lock_guard lock(mutex_);
  status_.StepStarted(step, threads);
}

void OneAtATime::StepProgress(const Step& step, uint64_t done, uint64_t total) {
  const std::lock_guard lock(mutex_);
  status_.StepProgress(step, done, total);
}

void OneAtATime::StepEnded(const Step& step, const StepReport& report) {
  const std::lock_guard lock(mutex_);
  status_.StepEnded(step, report);
}

void OneAtATime::RunEnded(const RunSummary& summary) {
  const std::lock_guard lock(mutex_);
  status_.RunEnded(summary);
}

}  // namespace disan::engine
