#include "formats/language/site_messages.h"
#include "formats/record/binding.h"

#include <cmath>
#include <regex>
#include <utility>

namespace disan {
namespace {

// Mainland, islands and seas of Việt Nam, generously.
bool InVietnam(double latitude, double longitude) {
  return latitude > 6 && latitude < 24 && longitude > 101 && longitude < 119;
}

// Grid coordinates of VN-2000: northings of 8 to 24 degrees; eastings of a zone with 500 km false
// easting. The two ranges do not meet, so that a swap is certain.
bool IsNorthing(double metres) {
  return metres > 850'000 && metres < 2'700'000;
}
bool IsEasting(double metres) {
  return metres > 100'000 && metres < 850'000;
}

struct Reporter {
  const std::string& file;
  std::vector<Diagnostic>& diagnostics;
  int line;

  void Add(Severity severity, Text what, Text remedy) const {
    diagnostics.push_back({.severity = severity,
                           .file = file,
                           .line = line,
                           .what = std::move(what),
                           .remedy = std::move(remedy)});
  }
};

void CheckHalves(bool first,
                 bool second,
                 std::pair<const char*, const char*> names,
                 const Reporter& report) {
  if (first != second) {
    report.Add(Severity::kError,
               Say(messages::kLocationIncomplete,
                   fmt::arg("first", names.first),
                   fmt::arg("second", names.second)),
               Say(messages::kLocationIncompleteRemedy));
  }
}

void CheckDegrees(const Location& location, const YamlNode& node, const Reporter& report) {
  const std::string lat = TextOf(node, "lat");
  const std::string lon = TextOf(node, "lon");
  const double latitude = *location.latitude_deg;
  const double longitude = *location.longitude_deg;
  if (InVietnam(latitude, longitude)) {
    return;
  }
  if (InVietnam(longitude, latitude)) {
    report.Add(Severity::kError,
               Say(messages::kLocationSwapped, fmt::arg("lat", lat), fmt::arg("lon", lon)),
               Say(messages::kLocationSwappedRemedy, fmt::arg("lat", lat), fmt::arg("lon", lon)));
  } else {
    report.Add(std::abs(latitude) > 90 ? Severity::kError : Severity::kWarning,
               Say(messages::kLocationOutside, fmt::arg("lat", lat), fmt::arg("lon", lon)),
               Say(messages::kLocationOutsideRemedy));
  }
}

void CheckGrid(const Location& location, const YamlNode& node, const Reporter& report) {
  static const std::regex kCode("EPSG:[0-9]{4,5}");
  const std::string x = TextOf(node, "x");
  const std::string y = TextOf(node, "y");
  if (location.crs.empty()) {
    report.Add(
        Severity::kError, Say(messages::kLocationNoCrs), Say(messages::kLocationNoCrsRemedy));
  } else if (!std::regex_match(location.crs, kCode)) {
    report.Add(Severity::kError,
               Say(messages::kLocationBadCrs, fmt::arg("crs", location.crs)),
               Say(messages::kLocationNoCrsRemedy));
  }
  const double northing = *location.northing_m;
  const double easting = *location.easting_m;
  if (IsNorthing(northing) && IsEasting(easting)) {
    return;
  }
  if (IsNorthing(easting) && IsEasting(northing)) {
    report.Add(Severity::kError,
               Say(messages::kLocationGridSwapped, fmt::arg("x", x), fmt::arg("y", y)),
               Say(messages::kLocationGridSwappedRemedy, fmt::arg("x", x), fmt::arg("y", y)));
  } else {
    report.Add(Severity::kWarning,
               Say(messages::kLocationGridOutside, fmt::arg("x", x), fmt::arg("y", y)),
               Say(messages::kLocationOutsideRemedy));
  }
}

}  // namespace

Location LocationOf(const YamlNode& mapping,
                    std::string_view key,
                    const std::string& file,
                    std::vector<Diagnostic>& diagnostics) {
  const YamlNode& node = MappingOf(mapping, key);
  Location location{.written = WrittenOf(node),
                    .latitude_deg = NumberOf(node, "lat"),
                    .longitude_deg = NumberOf(node, "lon"),
                    .northing_m = NumberOf(node, "x"),
                    .easting_m = NumberOf(node, "y"),
                    .crs = TextOf(node, "crs")};
  const Reporter report{file, diagnostics, node.line};
  const bool written_degrees = node.Get("lat") != nullptr || node.Get("lon") != nullptr;
  const bool written_grid = node.Get("x") != nullptr || node.Get("y") != nullptr;
  CheckHalves(node.Get("lat") != nullptr, node.Get("lon") != nullptr, {"lat", "lon"}, report);
  CheckHalves(node.Get("x") != nullptr, node.Get("y") != nullptr, {"x", "y"}, report);
  if (written_degrees && written_grid) {
    report.Add(Severity::kError, Say(messages::kLocationBoth), Say(messages::kLocationBothRemedy));
  }
  if (location.latitude_deg && location.longitude_deg) {
    CheckDegrees(location, node, report);
  }
  if (location.northing_m && location.easting_m) {
    CheckGrid(location, node, report);
  }
  return location;
}

}  // namespace disan
