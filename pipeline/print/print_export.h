// Pages for the print shop, written to a folder: one below it for each site.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/export/output_folder.h"

#include <filesystem>

namespace disan {

struct PrintSummary {
  int plates = 0;
  int files = 0;
  std::vector<Diagnostic> said;
};

// `base`: an address with a slash at its end, or empty for drafts. Throws a Failure when two sites
// have one code between them, or when an output has no tour.
PrintSummary ExportPrint(const std::vector<OutputFolder>& outputs,
                         const std::string& base,
                         const std::filesystem::path& folder,
                         const Execution& execution);

}  // namespace disan
