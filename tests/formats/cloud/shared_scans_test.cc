// Scans that others wrote, compared with what independent readers say of them: the headers of the
// LAS files, and a SHA-256 of the positions, intensities and colours that laz-perf 0.0.7 (npm)
// decodes.
#include "formats/cloud/las_header.h"
#include "formats/cloud/laz.h"
#include "formats/cloud/read_cloud.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/language/cloud_messages.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

fs::path Scans() {
  const char* source = std::getenv("DISAN_SOURCE");
  const fs::path root = source != nullptr ? source : ".";
  for (const char* up : {"../shared/data/scans", "../../shared/data/scans"}) {
    if (fs::exists(root / up)) {
      return root / up;
    }
  }
  return {};
}

struct Expected {
  const char* file;
  size_t points;
  Double3 min;
  Double3 max;
  bool coloured;
  double metres;
};

TEST(SharedScans, GoodOnesHaveTheRightPointsBoundsAndColours) {
  if (Scans().empty()) {
    GTEST_SKIP() << "no shared scans beside the project";
  }
  const Expected all[] = {
      {"e57/ColourRepresentation.e57", 153, {-0.5, -0.5, -0.5}, {0.5, 0.5, 0.5}, true, 1},
      {"e57/ColouredCubeDouble.e57", 7680, {-0.5, -0.5, -0.5}, {0.5, 0.5, 0.5}, true, 1},
      {"e57/ColouredCubeFloat.e57", 7680, {-0.5, -0.5, -0.5}, {0.5, 0.5, 0.5}, true, 1},
      {"e57/bunnyDouble.e57",
       30571,
       {-0.094689, 0.040011, -0.061873},
       {0.061009, 0.187321, 0.058799},
       false,
       1},
      {"e57/bunnyInt32.e57",
       30571,
       {-0.094689, 0.040011, -0.061873},
       {0.061009, 0.187321, 0.058799},
       false,
       1},
      {"las/1815.las",
       1247,
       {2014000.418369, 6493002.071107, 87.959183},
       {2014999.693419, 6493999.930217, 124.074133},
       false,
       0},
      {"las/1815.laz",
       1247,
       {2014000.418369, 6493002.071107, 87.959183},
       {2014999.693419, 6493999.930217, 124.074133},
       false,
       0},
      {"las/autzen_trim.laz",
       110000,
       {636001.76, 848935.20, 406.26},
       {637179.22, 849497.90, 520.51},
       true,
       0.3048},
      {"las/point-color.las",
       1065,
       {493994.87, 4877429.62, 123.93},
       {494993.68, 4878817.02, 178.73},
       true,
       1},
      {"las/point-color.las.laz",
       1065,
       {493994.87, 4877429.62, 123.93},
       {494993.68, 4878817.02, 178.73},
       true,
       1},
      {"las/point-time-1.4.las.laz",
       1065,
       {493994.87, 4877429.62, 123.93},
       {494993.68, 4878817.02, 178.73},
       false,
       1},
      {"las/point10-1.0.las", 1, {1, 2, 3}, {1, 2, 3}, false, 0},
  };
  for (const Expected& one : all) {
    const auto cloud = ReadCloud(Scans() / one.file);
    ASSERT_TRUE(cloud.ok()) << one.file;
    EXPECT_EQ(cloud->size(), one.points) << one.file;
    const Bounds bounds = BoundsOf(*cloud);
    const double tolerance = 1e-4 + 1e-7 * bounds.Diagonal();
    EXPECT_LT(Length(bounds.min - one.min), tolerance) << one.file;
    EXPECT_LT(Length(bounds.max - one.max), tolerance) << one.file;
    EXPECT_EQ(!cloud->colours.empty(), one.coloured) << one.file;
    if (one.metres > 0) {
      EXPECT_NEAR(cloud->metres_per_unit.value_or(0), one.metres, 1e-9) << one.file;
    }
  }
}

TEST(SharedScans, CompressedPointsAreThoseOfTheUncompressedFile) {
  if (Scans().empty()) {
    GTEST_SKIP() << "no shared scans beside the project";
  }
  for (const char* name : {"las/1815.las", "las/point-color.las"}) {
    const auto plain = ReadCloud(Scans() / name);
    const std::string packed_name =
        std::string(name) == "las/1815.las" ? "las/1815.laz" : "las/point-color.las.laz";
    const auto packed = ReadCloud(Scans() / packed_name);
    ASSERT_TRUE(plain.ok() && packed.ok());
    EXPECT_EQ(plain->points, packed->points) << name;
    EXPECT_EQ(plain->colours, packed->colours) << name;
    EXPECT_EQ(plain->intensities, packed->intensities) << name;
  }
}

// Made with: node, require('laz-perf').createLazPerf(), LASZip.getPoint for every point, sha256.
TEST(SharedScans, EveryByteOfEveryRecordIsThatOfLazPerf) {
  if (Scans().empty()) {
    GTEST_SKIP() << "no shared scans beside the project";
  }
  const std::pair<const char*, const char*> all[] = {
      {"las/1815.laz", "de5118b24b130f38fd98905d66be2e26798c2eb40b749471af636e14f23b0204"},
      {"las/autzen_trim.laz", "f4eb6d80bf1fa507ffdcdaa73606d09041982659a50ee3895957e0b2b347f54b"},
      {"las/point-color.las.laz",
       "b31e5bc003bae4f6dab5ab7f81488bfc6854a758dd71f1b38a6753425af7c76d"},
      {"las/point-time-1.4.las.laz",
       "0e80c2de788f2a50a3a2797cd807af2434ecd3fd3b8330a2087f699725c94874"},
  };
  for (const auto& [name, sum] : all) {
    const auto bytes = ReadFile(Scans() / name);
    ASSERT_TRUE(bytes.ok());
    const auto header = ReadLasHeader(*bytes, name);
    ASSERT_TRUE(header.ok());
    auto records = laz::Records::Open(*bytes, *header, name);
    ASSERT_TRUE(records.ok());
    Sha256 hash;
    std::vector<uint8_t> record(header->record_bytes);
    for (uint64_t i = 0; i < header->point_count; ++i) {
      ASSERT_TRUE(records->Next(record.data()));
      hash.Add(record);
    }
    EXPECT_EQ(hash.Hex(), sum) << name;
  }
}

TEST(SharedScans, BrokenOnesAreRefusedWithTheRightReason) {
  if (Scans().empty()) {
    GTEST_SKIP() << "no shared scans beside the project";
  }
  const std::pair<const char*, const Message*> all[] = {
      {"e57/InvalidCVHeader.e57", &messages::kE57PointsDamaged},
      {"e57/ZeroPoints.e57", &messages::kCloudEmpty},
      {"e57/ZeroPointsInvalid.e57", &messages::kE57PointsDamaged},
      {"e57/PinholeImageWithDistortionParameters.e57", &messages::kCloudEmpty},
      {"e57/bad-crc.e57", &messages::kE57Checksum},
      {"e57/empty.e57", &messages::kCloudEmpty},
      {"e57/test filename äöü.e57", &messages::kCloudEmpty},
      {"e57/测试点云.e57", &messages::kCloudEmpty},
      {"las/no-points-1.3.laz", &messages::kCloudEmpty},
  };
  for (const auto& [name, message] : all) {
    const auto cloud = ReadCloud(Scans() / name, name);
    ASSERT_FALSE(cloud.ok()) << name;
    const Diagnostic& said = cloud.diagnostics.front();
    const Text right = Say(*message,
                           fmt::arg("file", name),
                           fmt::arg("scan", ""),
                           fmt::arg("page", 1),
                           fmt::arg("count", 1));
    EXPECT_EQ(said.what, right) << name;
    EXPECT_FALSE(said.remedy.vi.empty() || said.remedy.en.empty()) << name;
  }
}

TEST(SharedScans, AreRefusedWhenCutShort) {
  if (Scans().empty()) {
    GTEST_SKIP() << "no shared scans beside the project";
  }
  for (const char* name : {"las/1815.laz",
                           "las/point-color.las.laz",
                           "las/point-time-1.4.las.laz",
                           "e57/ColourRepresentation.e57"}) {
    const auto bytes = ReadFile(Scans() / name);
    ASSERT_TRUE(bytes.ok());
    for (size_t n = 0; n < bytes->size(); n += n < 2000 ? 1 : 97) {
      ASSERT_FALSE(ReadCloudFromBytes(std::string_view(*bytes).substr(0, n), name).ok())
          << name << " " << n;
    }
  }
}

}  // namespace
}  // namespace disan
