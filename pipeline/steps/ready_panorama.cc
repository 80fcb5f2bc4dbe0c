// A panorama that a camera or another program stitched: checked, its metadata written, its pixels
// kept as they are.
#include "pipeline/spot/spot_panorama.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/spot_step.h"
#include "pipeline/steps/step_files.h"

namespace disan::steps {
namespace {

engine::StepOutcome RunReadyPanorama(const engine::StepRun& run) {
  const engine::TaskInput source = run.Input("photo");
  const SpotPanorama made = ValueOf(
      MakeReadyPanorama({source.path, source.name}, SpotOptionsOf(OptionsOf(run)), run.execution()),
      source);
  WriteOutput(run.Output("panorama"), made.jpeg);
  WriteOutput(run.Output("report"), made.report);
  return OutcomeOf(made);
}

}  // namespace

engine::StepKind ReadyPanorama() {
  return {"ready-panorama", 4, RunReadyPanorama};
}

}  // namespace disan::steps
