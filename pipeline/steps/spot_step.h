// What steps that make a panorama without stitching photos have in common.
#pragma once

#include "pipeline/engine/kind.h"
#include "pipeline/spot/spot_panorama.h"

#include <nlohmann/json.hpp>

namespace disan::steps {

SpotOptions SpotOptionsOf(const nlohmann::json& options);

engine::StepOutcome OutcomeOf(const SpotPanorama& made);

// The step "stitch" of a scene whose pictures are two fisheye discs.
engine::StepOutcome RunDualFisheye(const engine::StepRun& run, const nlohmann::json& options);

}  // namespace disan::steps
