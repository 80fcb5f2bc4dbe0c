// E57 (ASTM E2807): laser scans of one site, each with its pose.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace disan {

bool LooksLikeE57(std::string_view bytes);

// All scans in one cloud, in the world: each is moved by its pose. Points that the scanner marked
// as invalid are left out. Embedded pictures are listed. A bad checksum under anything that is
// needed is an error. `file` is only named in messages.
Result<Cloud> ReadE57(std::string_view bytes, const std::string& file);

}  // namespace disan
