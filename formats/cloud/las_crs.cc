#include "formats/cloud/las_crs.h"

#include "formats/cloud/little_endian.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace disan {

namespace {

constexpr double kFoot = 0.3048;
constexpr double kSurveyFoot = 1200.0 / 3937.0;

// Metres in the unit of the projected part of a WKT; 0 when it has none.
double UnitOfWkt(std::string_view wkt) {
  const std::string_view horizontal =
      wkt.substr(0, std::min(wkt.find("VERT_CS"), wkt.find("VERTCRS")));
  if (horizontal.find("PROJCS") == std::string_view::npos &&
      horizontal.find("PROJCRS") == std::string_view::npos) {
    return 0.0;
  }
  const size_t unit = horizontal.rfind("UNIT[");
  const size_t comma = horizontal.find(',', unit == std::string_view::npos ? 0 : unit);
  if (unit == std::string_view::npos || comma == std::string_view::npos) {
    return 0.0;
  }
  double metres = 0.0;
  std::from_chars(horizontal.data() + comma + 1, horizontal.data() + horizontal.size(), metres);
  return std::isfinite(metres) && metres > 0.0 ? metres : 0.0;
}

std::optional<double> UnitOfCode(uint16_t code) {
  switch (code) {
    case 9001:
      return 1.0;
    case 9002:
      return kFoot;
    case 9003:
      return kSurveyFoot;
    default:
      return std::nullopt;
  }
}

void DescribeKeys(const LasCrsRecords& records, LasHeader& header) {
  constexpr uint16_t kModelType = 1024;
  constexpr uint16_t kGeographicType = 2048;
  constexpr uint16_t kProjectedType = 3072;
  constexpr uint16_t kLinearUnits = 3076;
  constexpr uint16_t kUserDefined = 32767;
  uint16_t epsg = 0;
  for (size_t at = 8; at + 8 <= records.keys.size(); at += 8) {
    const auto key = LoadLittle<uint16_t>(records.keys, at);
    const auto location = LoadLittle<uint16_t>(records.keys, at + 2);
    const auto value = LoadLittle<uint16_t>(records.keys, at + 6);
    if (location != 0) {
      continue;
    }
    if (key == kModelType) {
      header.degrees = value == 2;
    } else if (key == kLinearUnits) {
      header.metres_per_unit = UnitOfCode(value);
    } else if (value != kUserDefined &&
               (key == kProjectedType || (key == kGeographicType && epsg == 0))) {
      epsg = value;
    }
  }
  if (header.crs.empty()) {
    header.crs = epsg != 0 ? "EPSG:" + std::to_string(epsg) : std::string(records.ascii);
  }
}

}  // namespace

void DescribeLasCrs(const LasCrsRecords& records, LasHeader& header) {
  header.crs = records.wkt;
  DescribeKeys(records, header);
  if (!records.wkt.empty()) {
    header.degrees = records.wkt.starts_with("GEOGCS") || records.wkt.starts_with("GEOGCRS");
    if (const double metres = UnitOfWkt(records.wkt); metres > 0.0) {
      header.metres_per_unit = metres;
    }
  }
  if (header.degrees) {
    header.metres_per_unit.reset();
  }
}

}  // namespace disan
