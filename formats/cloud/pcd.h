// PCD, the point cloud file of PCL and Open3D: ascii, binary and binary_compressed.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace disan {

bool LooksLikePcd(std::string_view bytes);

// Positions, colours (rgb or rgba, packed), normals and intensities. Points that are NaN, as an
// organised cloud marks its holes, are left out. The viewpoint becomes the sensor's position.
Result<Cloud> ReadPcd(std::string_view bytes, const std::string& file);

}  // namespace disan
