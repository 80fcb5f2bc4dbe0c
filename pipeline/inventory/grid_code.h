// The system of VN-2000 that people mean, who know the zone and the central meridian on their map
// and not the codes of EPSG.
#pragma once

#include <string>

namespace disan {

// "EPSG:5897" for "VN-2000, múi 3, KTT 105°00'", "epsg 5897" and "5897"; empty when it is not
// certain: a meridian that zones of 3° and of 6° share needs the zone.
std::string GridCode(const std::string& text);

}  // namespace disan
