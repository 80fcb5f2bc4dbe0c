#include "formats/record/canonical/coordinates.h"

#include "formats/language/record_messages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <proj.h>

namespace disan::canonical {
namespace {

// EPSG codes of VN-2000: UTM 48N and 49N, then the TM-3 zones from 103°00' to 108°30'.
constexpr std::array kVn2000Codes = {3405, 3406, 5896, 5897, 5898, 5899, 9205, 9206,
                                     9207, 9208, 9209, 9210, 9211, 9212, 9213, 9214,
                                     9215, 9216, 9217, 9218, 6956, 6957, 6958, 6959};

struct FreeContext {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct FreeProjection {
  void operator()(PJ* projection) const { proj_destroy(projection); }
};

bool IsVn2000(const std::string& crs) {
  return std::any_of(kVn2000Codes.begin(), kVn2000Codes.end(), [&](int code) {
    return crs == "EPSG:" + std::to_string(code);
  });
}

Diagnostic Unusable(const Message& what, const std::string& crs) {
  return {.what = Say(what, fmt::arg("crs", crs)), .remedy = Say(messages::kCoordinatesRemedy)};
}

double Rounded(double value, double per_unit) {
  return std::round(value * per_unit) / per_unit;
}

// One conversion, east and north in either system.
Result<PJ_COORD> Convert(const std::string& crs, PJ_DIRECTION direction, PJ_COORD from) {
  if (!IsVn2000(crs)) {
    return Result<PJ_COORD>::Failed(Unusable(messages::kCoordinatesCrs, crs));
  }
  const std::unique_ptr<PJ_CONTEXT, FreeContext> context(proj_context_create());
  proj_context_set_enable_network(context.get(), 0);
  proj_log_level(context.get(), PJ_LOG_NONE);
  const std::unique_ptr<PJ, FreeProjection> as_stated(
      proj_create_crs_to_crs(context.get(), crs.c_str(), "EPSG:4326", nullptr));
  const std::unique_ptr<PJ, FreeProjection> east_north(
      as_stated ? proj_normalize_for_visualization(context.get(), as_stated.get()) : nullptr);
  if (!east_north) {
    return Result<PJ_COORD>::Failed(Unusable(messages::kCoordinatesNoProj, crs));
  }
  const PJ_COORD to = proj_trans(east_north.get(), direction, from);
  if (!std::isfinite(to.xy.x) || !std::isfinite(to.xy.y)) {
    return Result<PJ_COORD>::Failed(Unusable(messages::kCoordinatesNowhere, crs));
  }
  return Result<PJ_COORD>::Of(to);
}

}  // namespace

Result<Wgs84> ToWgs84(const Vn2000& grid) {
  const Result<PJ_COORD> point = Convert(grid.crs, PJ_FWD, proj_coord(grid.y, grid.x, 0, 0));
  if (!point) {
    return Result<Wgs84>::Failed(point.diagnostics);
  }
  return Result<Wgs84>::Of({.lat = point->xy.y, .lon = point->xy.x});
}

Result<Vn2000> ToVn2000(const Wgs84& point, const std::string& crs) {
  const Result<PJ_COORD> grid = Convert(crs, PJ_INV, proj_coord(point.lon, point.lat, 0, 0));
  if (!grid) {
    return Result<Vn2000>::Failed(grid.diagnostics);
  }
  return Result<Vn2000>::Of({.x = grid->xy.y, .y = grid->xy.x, .crs = crs});
}

std::string UsualGrid(const Wgs84& point) {
  return point.lon < 108 ? "EPSG:3405" : "EPSG:3406";
}

bool InVietnam(const Wgs84& point) {
  return point.lat > 6 && point.lat < 24 && point.lon > 101 && point.lon < 119;
}

std::vector<Diagnostic> Complete(Location& location, const std::string& file) {
  std::vector<Diagnostic> said;
  if (location.given == "vn2000" && location.vn2000) {
    Result<Wgs84> point = ToWgs84(*location.vn2000);
    said = std::move(point.diagnostics);
    if (point) {
      location.wgs84 = Wgs84{Rounded(point->lat, 1e7), Rounded(point->lon, 1e7)};
    }
  } else if (location.given == "wgs84" && location.wgs84 && InVietnam(*location.wgs84)) {
    Result<Vn2000> grid = ToVn2000(*location.wgs84, UsualGrid(*location.wgs84));
    said = std::move(grid.diagnostics);
    if (grid) {
      location.vn2000 = Vn2000{Rounded(grid->x, 1e3), Rounded(grid->y, 1e3), grid->crs};
    }
  }
  if (location.given == "vn2000" && location.wgs84 && !InVietnam(*location.wgs84)) {
    said.push_back({.severity = Severity::kWarning,
                    .what = Say(messages::kCoordinatesOutside,
                                fmt::arg("lat", location.wgs84->lat),
                                fmt::arg("lon", location.wgs84->lon)),
                    .remedy = Say(messages::kCoordinatesRemedy)});
  }
  for (Diagnostic& diagnostic : said) {
    diagnostic.severity = Severity::kWarning;
    diagnostic.file = file;
  }
  return said;
}

}  // namespace disan::canonical
