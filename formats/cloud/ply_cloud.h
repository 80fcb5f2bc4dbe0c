// PLY as a cloud: the vertices of any PLY file, with colours, normals and intensities.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace disan {

bool LooksLikePly(std::string_view bytes);

Result<Cloud> ReadPlyCloud(std::string_view bytes, const std::string& file);

// Binary, little endian. Positions are doubles when the cloud has an origin.
std::string EncodePlyCloud(const Cloud& cloud);

}  // namespace disan
