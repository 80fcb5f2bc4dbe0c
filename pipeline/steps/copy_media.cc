#include "pipeline/steps/kinds.h"
#include "pipeline/steps/step_files.h"

namespace disan::steps {
namespace {

engine::StepOutcome RunCopyMedia(const engine::StepRun& run) {
  WriteOutput(run.Output("copy"), ReadInput(run.Input("media")));
  return {};
}

}  // namespace

engine::StepKind CopyMedia() {
  return {"media", 1, RunCopyMedia};
}

}  // namespace disan::steps
