// For commands and steps, which have nothing to go on with when a file cannot be written.
#pragma once

#include "formats/diagnostics/failure.h"

#include <filesystem>
#include <string_view>

namespace disan {

// WriteFileAtomically, or a Failure that ends the program with `exit`.
void WriteFileOrThrow(const std::filesystem::path& file,
                      std::string_view bytes,
                      Exit exit = Exit::kDoubtful);

}  // namespace disan
