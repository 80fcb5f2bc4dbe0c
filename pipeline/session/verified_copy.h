// Copies of originals that can be trusted: read back from the disk and compared before they get
// their name.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/execution/execution.h"

#include <filesystem>
#include <string>

namespace disan {

// Copies `from` to `to` and gives the SHA-256 of both. Never replaces a file: when `to` exists with
// the same content that is fine, with another content it is an error. The modification time is
// kept. A copy that is cut short leaves only a hidden ".disan-part" file, which the next run
// replaces.
Result<std::string> CopyVerified(const std::filesystem::path& from,
                                 const std::filesystem::path& to,
                                 const Execution& execution);

}  // namespace disan
