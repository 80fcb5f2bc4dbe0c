// How the engine's small values look in JSON: in the journal, in step descriptions and in their
// results. Reading throws nlohmann's exceptions; whoever reads a whole file catches them.
#pragma once

#include "pipeline/engine/kind.h"
#include "pipeline/engine/record.h"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace disan::engine {

// On one line; bytes that are no UTF-8 (a file's name) are replaced, never an error.
std::string Dump(const nlohmann::json& json);

nlohmann::json ToJson(const Text& text);
nlohmann::json ToJson(const std::vector<Diagnostic>& diagnostics);
nlohmann::json ToJson(const StepOutcome& outcome);
nlohmann::json ToJson(const StepTask& task);
nlohmann::json ToJson(const StepRecord& record);

std::vector<Diagnostic> DiagnosticsFrom(const nlohmann::json& json);
StepOutcome OutcomeFrom(const nlohmann::json& json);
StepTask TaskFrom(const nlohmann::json& json);
StepRecord RecordFrom(const nlohmann::json& json);

}  // namespace disan::engine
