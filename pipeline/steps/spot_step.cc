#include "pipeline/steps/spot_step.h"

#include "formats/diagnostics/failure.h"
#include "formats/image/png.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/step_files.h"

namespace disan::steps {

SpotOptions SpotOptionsOf(const nlohmann::json& options) {
  SpotOptions spot{.level = options.value("level", false),
                   .quality = 95,
                   .packet = XmpOf(options.at("metadata"))};
  if (options.contains("heading_deg")) {
    spot.heading_deg = options["heading_deg"].get<double>();
  }
  return spot;
}

engine::StepOutcome OutcomeOf(const SpotPanorama& made) {
  engine::StepOutcome outcome{.diagnostics = made.doubts, .doubtful = !made.doubts.empty()};
  outcome.diagnostics.insert(outcome.diagnostics.end(), made.notes.begin(), made.notes.end());
  outcome.facts_json =
      nlohmann::json{{"figures", made.figures}, {"coverage", made.coverage}}.dump();
  return outcome;
}

engine::StepOutcome RunDualFisheye(const engine::StepRun& run, const nlohmann::json& options) {
  std::vector<SpotPicture> pictures;
  for (const engine::TaskInput& input : run.Inputs("photo")) {
    pictures.push_back({input.path, input.name});
  }
  SpotOptions spot = SpotOptionsOf(options);
  spot.level = true;
  const SpotPanorama made = ValueOf(MakeDualFisheyePanorama(pictures, spot, run.execution()),
                                    run.Inputs("photo").front());
  WriteOutput(run.Output("panorama"), made.jpeg);
  WriteOutput(run.Output("report"), made.report);
  WriteOutput(run.Output("project"), made.project);
  WriteOutput(run.Output("sheet"), ValueOrThrow(EncodePng(made.small)));
  return OutcomeOf(made);
}

}  // namespace disan::steps
