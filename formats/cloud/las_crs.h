// What a LAS file says of its coordinates: as WKT, or as GeoTIFF keys.
#pragma once

#include "formats/cloud/las_header.h"

#include <string_view>

namespace disan {

struct LasCrsRecords {
  std::string_view wkt;
  std::string_view keys;   // GeoKeyDirectoryTag, as 16-bit numbers
  std::string_view ascii;  // GeoAsciiParamsTag
};

// Sets crs, metres_per_unit and degrees.
void DescribeLasCrs(const LasCrsRecords& records, LasHeader& header);

}  // namespace disan
