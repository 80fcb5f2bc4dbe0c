#include "datasets/scan_project.h"

#include "formats/cloud/write_e57.h"
#include "formats/cloud/write_las.h"

#include <cmath>

namespace disan::world {
namespace {

// The world's origin on the surveyor's grid: at the courtyard's place in Hà Nội, to the kilometre.
constexpr Double3 kGridOrigin{588750.0, 2323650.0, 8.0};

constexpr const char* kGrid =
    R"(PROJCS["VN-2000 / UTM zone 48N",GEOGCS["VN-2000",DATUM["Vietnam_2000",SPHEROID["WGS 84",)"
    R"(6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],)"
    R"(PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],)"
    R"(PARAMETER["central_meridian",105],PARAMETER["scale_factor",0.9996],)"
    R"(PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],)"
    R"(AUTHORITY["EPSG","3405"]])";

// x east, y up, z south becomes x east, y north, z up.
Float3 ZUp(Vec3 v) {
  return {v.x, -v.z, v.y};
}

Scan ScanOf(const Scanner& scanner) {
  const double half = static_cast<double>(Radians(scanner.turn_deg)) / 2;
  const Float3 at = ZUp(scanner.position);
  Scan scan;
  scan.name = scanner.id;
  scan.world_from_scan = {{std::cos(half), 0, 0, std::sin(half)},
                          {double{at.x}, double{at.y}, double{at.z}}};
  scan.posed = true;
  scan.sensor_position = scan.world_from_scan.translation;
  return scan;
}

Cloud Join(const std::vector<Scanned>& scans) {
  Cloud cloud;
  cloud.metres_per_unit = 1.0;
  cloud.up = SourceUp::kZ;
  for (const Scanned& scanned : scans) {
    const Mat3 turn = RotationY(Radians(scanned.scanner.turn_deg));
    const auto index = static_cast<uint16_t>(cloud.scans.size());
    cloud.scans.push_back(ScanOf(scanned.scanner));
    for (const ColouredPoint& point : scanned.points) {
      cloud.points.push_back(ZUp(turn * point.position + scanned.scanner.position));
      cloud.normals.push_back(ZUp(turn * point.normal));
      cloud.colours.push_back({point.colour[0], point.colour[1], point.colour[2], 255});
      cloud.scan_of_points.push_back(index);
    }
  }
  return cloud;
}

}  // namespace

void WriteScanProject(const std::string& id,
                      const std::vector<Scanned>& scans,
                      const Output& output) {
  Cloud cloud = Join(scans);
  WriteText(output.session / "scans" / (id + ".e57"), EncodeE57(cloud, {.step_m = 0.0001}));
  cloud.origin = kGridOrigin;
  cloud.crs = kGrid;
  WriteText(output.session / "scans" / (id + ".las"), EncodeLas(cloud));
  const nlohmann::json truth{{"files", {id + ".e57", id + ".las"}},
                             {"unit", "m"},
                             {"up", "z"},
                             {"points", cloud.size()},
                             {"las_origin_m", {kGridOrigin.x, kGridOrigin.y, kGridOrigin.z}},
                             {"las_crs", "EPSG:3405"}};
  WriteText(output.truth / (id + ".scan.truth.json"), truth.dump(1));
}

}  // namespace disan::world
