// Brings the files of a capture to the places that were planned for them, with a manifest of their
// checksums.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/execution/execution.h"
#include "pipeline/session/destinations.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace disan {

// Verified copies. A destination that holds other content is left alone: the file and its entry in
// the plan get a free name. What was copied before a failure or an interruption stays, with its
// sum.
std::optional<Diagnostic> CopyIntoSite(const std::filesystem::path& site,
                                       const std::vector<CapturedFile>& files,
                                       std::vector<PlannedGroup>& plan,
                                       const Execution& execution);

// The files stay; the plan then names where they are.
std::optional<Diagnostic> LeaveInPlace(const std::filesystem::path& site,
                                       const std::vector<CapturedFile>& files,
                                       std::vector<PlannedGroup>& plan,
                                       const Execution& execution);

}  // namespace disan
