// LAS 1.0 to 1.4 and LAZ.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace disan {

bool LooksLikeLas(std::string_view bytes);

// Positions, intensities and colours of every point that is not withheld. Colours that were stored
// with 8 bits, though the format says 16, are recognised by their range. `file` is only named in
// messages.
Result<Cloud> ReadLas(std::string_view bytes, const std::string& file);

}  // namespace disan
