// Paths that come out of a file a person wrote. None of them may leave the folder it belongs to.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace disan {

// The place of `relative` below `root`. Refused: absolute paths, "..", NUL and control characters,
// back slashes, and links that lead out of root. A file that is stored under another Unicode form
// (NFC or NFD) of the name is found. The file need not exist.
Result<std::filesystem::path> ResolveInside(const std::filesystem::path& root,
                                            std::string_view relative);

}  // namespace disan
