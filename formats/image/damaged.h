// The sentences that every reader of pictures needs.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <string_view>

namespace disan {

Diagnostic DamagedPicture(std::string_view format, std::string_view detail);
Diagnostic UnsupportedPicture(std::string_view format, std::string_view detail);
// A warning; `missing` is the share of the picture, 0 to 1.
Diagnostic TruncatedPicture(double missing);

}  // namespace disan
