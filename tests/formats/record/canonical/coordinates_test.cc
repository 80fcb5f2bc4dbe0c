#include "formats/record/canonical/coordinates.h"

#include "tests/support/run_program.h"

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <proj.h>

namespace disan::canonical {
namespace {

constexpr double kMetresPerDegree = 111'320;

// PROJ asked in another way than ours: by pipeline of its own choice, one zone after the other.
Wgs84 ProjSays(const Vn2000& grid) {
  PJ_CONTEXT* context = proj_context_create();
  PJ* as_stated = proj_create_crs_to_crs(context, grid.crs.c_str(), "OGC:CRS84", nullptr);
  PJ* conversion = proj_normalize_for_visualization(context, as_stated);
  const PJ_COORD to = proj_trans(conversion, PJ_FWD, proj_coord(grid.y, grid.x, 0, 0));
  proj_destroy(conversion);
  proj_destroy(as_stated);
  proj_context_destroy(context);
  return {.lat = to.xy.y, .lon = to.xy.x};
}

TEST(Coordinates, AgreeWithProjInEveryZoneThatHanoiUses) {
  for (const auto& [crs, easting] : {std::pair{"EPSG:3405", 588'700.0},
                                     {"EPSG:5897", 588'700.0},
                                     {"EPSG:9209", 536'700.0},
                                     {"EPSG:9210", 510'700.0},
                                     {"EPSG:9211", 484'700.0}}) {
    const Vn2000 grid{2'323'400.0, easting, crs};
    const Result<Wgs84> ours = ToWgs84(grid);
    ASSERT_TRUE(ours) << crs;
    const Wgs84 theirs = ProjSays(grid);
    EXPECT_NEAR(ours->lat, theirs.lat, 0.1 / kMetresPerDegree) << crs;
    EXPECT_NEAR(ours->lon, theirs.lon, 0.1 / kMetresPerDegree) << crs;
    EXPECT_NEAR(ours->lat, 21.0, 0.1) << crs;
    EXPECT_NEAR(ours->lon, 105.85, 0.3) << crs;
  }
}

// The national parameters move a point by about 200 m: a null shift would not be noticed elsewhere.
TEST(Coordinates, TheDatumsAreToldApart) {
  const Wgs84 point{21.0093, 105.8534};
  const Result<Vn2000> grid = ToVn2000(point, "EPSG:3405");
  ASSERT_TRUE(grid);
  PJ_CONTEXT* context = proj_context_create();
  PJ* utm = proj_create(context, "+proj=utm +zone=48 +ellps=WGS84");
  const PJ_COORD plain =
      proj_trans(utm, PJ_FWD, proj_coord(proj_torad(point.lon), proj_torad(point.lat), 0, 0));
  proj_destroy(utm);
  proj_context_destroy(context);
  const double moved = std::hypot(grid->y - plain.xy.x, grid->x - plain.xy.y);
  EXPECT_GT(moved, 50);
  EXPECT_LT(moved, 400);
}

TEST(Coordinates, ThereAndBackIsTheSamePlace) {
  for (const char* crs : {"EPSG:3405", "EPSG:5897", "EPSG:9210", "EPSG:3406", "EPSG:9215"}) {
    const Wgs84 point{21.0093, 105.8534};
    const Result<Vn2000> grid = ToVn2000(point, crs);
    ASSERT_TRUE(grid) << crs;
    const Result<Wgs84> back = ToWgs84(*grid);
    ASSERT_TRUE(back) << crs;
    EXPECT_NEAR(back->lat, point.lat, 0.01 / kMetresPerDegree) << crs;
    EXPECT_NEAR(back->lon, point.lon, 0.01 / kMetresPerDegree) << crs;
  }
}

TEST(Coordinates, ASystemThatIsNotVietnamsIsRefusedWithTheRightOnes) {
  const Result<Wgs84> read = ToWgs84({2'323'400, 588'700, "EPSG:32648"});
  ASSERT_FALSE(read);
  EXPECT_NE(read.diagnostics[0].remedy.en.find("EPSG:3405"), std::string::npos);
}

TEST(Coordinates, TheOtherSystemIsFilledIn) {
  Location location{.wgs84 = Wgs84{21.0093, 105.8534}, .given = "wgs84"};
  EXPECT_TRUE(Complete(location, "site.yaml").empty());
  ASSERT_TRUE(location.vn2000);
  EXPECT_EQ(location.vn2000->crs, "EPSG:3405");
  Location back{.vn2000 = location.vn2000, .given = "vn2000"};
  EXPECT_TRUE(Complete(back, "site.yaml").empty());
  ASSERT_TRUE(back.wgs84);
  EXPECT_NEAR(back.wgs84->lat, 21.0093, 2e-7);
}

TEST(Coordinates, AGridPointOutsideVietnamIsAWarning) {
  Location location{.vn2000 = Vn2000{5'500'000, 500'000, "EPSG:3405"}, .given = "vn2000"};
  const std::vector<Diagnostic> said = Complete(location, "site.yaml");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].severity, Severity::kWarning);
  EXPECT_EQ(said[0].file, "site.yaml");
}

}  // namespace
}  // namespace disan::canonical
