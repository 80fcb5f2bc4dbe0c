// VN-2000 and WGS84 through PROJ. No network, no grid files: what PROJ's own database says.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/canonical/record.h"

#include <string>

namespace disan::canonical {

// The UTM zones of VN-2000 (EPSG:3405, 3406) and its TM-3 zones by central meridian. `crs` that is
// none of VN-2000's is an error that names the right ones.
Result<Wgs84> ToWgs84(const Vn2000& grid);

// Degrees that no grid reaches are an error.
Result<Vn2000> ToVn2000(const Wgs84& point, const std::string& crs);

// EPSG:3405 west of 108 degrees, else EPSG:3406.
std::string UsualGrid(const Wgs84& point);

// Việt Nam with its islands and seas, generously.
bool InVietnam(const Wgs84& point);

// Fills the system that was not given; degrees to 1e-7 (a centimetre), metres to a millimetre. What
// cannot be computed stays empty and is said.
std::vector<Diagnostic> Complete(Location& location, const std::string& file);

}  // namespace disan::canonical
