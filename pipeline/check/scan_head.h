// A scan's first bytes against its name; reading it whole is the model stage's business.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <optional>

namespace disan {

std::optional<Diagnostic> CheckScanHead(const std::filesystem::path& file);

}  // namespace disan
