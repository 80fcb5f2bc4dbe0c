// Whole files into memory, with a limit that is checked before any memory is asked for.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace disan {

inline constexpr uint64_t kReadLimitBytes = uint64_t{4} << 30;

Result<std::string> ReadFile(const std::filesystem::path& file, uint64_t limit = kReadLimitBytes);

// The diagnostic for a file that the system would not let us read or write; `error` is an errno.
Diagnostic CannotRead(const std::filesystem::path& file, int error);
Diagnostic CannotWrite(const std::filesystem::path& file, int error);

}  // namespace disan
