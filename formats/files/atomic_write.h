// A file is either wholly there or not there: written under a temporary name in the same folder,
// synced, renamed.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace disan {

// Makes missing folders. Nothing is left behind when it fails; the answer says why.
std::optional<Diagnostic> WriteFileAtomically(const std::filesystem::path& file,
                                              std::string_view bytes);

}  // namespace disan
