// Told what happens while it happens; the command line draws progress from it. The engine prints
// nothing itself.
#pragma once

#include "pipeline/engine/step.h"

#include <cstddef>
#include <cstdint>

namespace disan::engine {

struct StepReport;
struct RunSummary;

// The engine calls one method at a time, from whatever thread.
class Status {
 public:
  virtual ~Status() = default;

  // Another program works on the same output folder; this one waits for it.
  virtual void Waiting(const Text& /*why*/) {}
  virtual void RunStarted(size_t /*selected_steps*/) {}
  // Contents of the site's files that are new, counted in files.
  virtual void ReadingInputs(uint64_t /*done*/, uint64_t /*total*/) {}
  virtual void StepStarted(const Step& /*step*/, int /*threads*/) {}
  virtual void StepProgress(const Step& /*step*/, uint64_t /*done*/, uint64_t /*total*/) {}
  // Whatever became of it: done, up to date, failed, skipped. Once for each selected step.
  virtual void StepEnded(const Step& /*step*/, const StepReport& /*report*/) {}
  virtual void RunEnded(const RunSummary& /*summary*/) {}
};

}  // namespace disan::engine
