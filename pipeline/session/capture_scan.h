// Looks through a folder that came from a card or a download: what each file is, from its head.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/execution/execution.h"
#include "pipeline/session/captured_file.h"

#include <filesystem>
#include <set>
#include <vector>

namespace disan {

struct CaptureScan {
  std::vector<CapturedFile> files;  // by folder and name
  std::vector<Diagnostic> diagnostics;
};

struct CaptureScanOptions {
  std::set<std::filesystem::path> skipped_folders;  // not descended into
};

// Links to folders are not followed. A photo that cannot be read is still listed: it is evidence.
CaptureScan ScanCapture(const std::filesystem::path& folder,
                        const CaptureScanOptions& options,
                        const Execution& execution);

// Files without a date of their own belong to the visit of their neighbours.
void AgreeOnDays(std::vector<CapturedFile>& files);

}  // namespace disan
