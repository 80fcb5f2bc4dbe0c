// What a step had to say, beside its files: steps whose result tells of other steps (the record)
// read it as they read any output.
#pragma once

#include "pipeline/engine/kind.h"
#include "pipeline/engine/step.h"

namespace disan::steps {

inline constexpr char kOutcomeRole[] = "outcome";

// The same kind, which also writes its outcome where its step declares an output of that role.
engine::StepKind WithOutcomeFile(engine::StepKind kind);

// That output, for a step: kept in the store, not shown to people.
engine::OutputRef OutcomeOutput(const std::string& step);

}  // namespace disan::steps
