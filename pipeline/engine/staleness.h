// Whether a step's work is done already, and if not, why not.
#pragma once

#include "pipeline/engine/journal.h"
#include "pipeline/engine/kind.h"
#include "pipeline/engine/step.h"

#include <string>
#include <vector>

namespace disan::engine {

// SHA-256 over what decides the bytes that a step makes: its kind and the kind's version, its
// options, the contents of its inputs by role and order, the roles and formats of its outputs. Not
// where anything lies, and not what the step is called.
std::string Fingerprint(const Step& step,
                        const StepKind& kind,
                        const std::vector<InputRecord>& inputs);

// The first 64 bits of the fingerprint.
uint64_t SeedOf(const std::string& fingerprint);

// What has changed since the step was last done; never empty.
std::vector<Text> ExplainStale(const Step& step,
                               const StepKind& kind,
                               const std::vector<InputRecord>& inputs,
                               const StepHistory* history);

}  // namespace disan::engine
