#include "formats/cloud/text_cloud.h"

#include "formats/cloud/pcd.h"
#include "formats/cloud/ply_cloud.h"
#include "formats/cloud/read_cloud.h"
#include "tests/formats/cloud/sample_cloud.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

Cloud Read(const std::string& text, const std::string& file = "a.xyz") {
  const auto read = ReadCloudFromBytes(text, file);
  EXPECT_TRUE(read.ok()) << text.substr(0, 60);
  return read.ok() ? *read : Cloud();
}

TEST(TextCloud, ReadsPositionsHoweverTheyAreSeparated) {
  for (const char* text : {"1.5 2.5 3.5\n4 5 6\n",
                           "1.5,2.5,3.5\n4,5,6\n",
                           "1.5, 2.5, 3.5\r\n4, 5, 6\r\n",
                           "1,5 2,5 3,5\n4,0 5,0 6,0\n",
                           "1,5;2,5;3,5\n4,0;5,0;6,0",
                           "\t+1.5\t2.5\t3.5 \n# remark\n4\t5\t6\n",
                           "\xEF\xBB\xBFX Y Z\n1.5 2.5 3.5\n4 5 6\n"}) {
    const Cloud cloud = Read(text);
    ASSERT_EQ(cloud.size(), 2U) << text;
    EXPECT_EQ(cloud.points[0], (Float3{1.5F, 2.5F, 3.5F})) << text;
    EXPECT_EQ(cloud.points[1], (Float3{4, 5, 6})) << text;
  }
}

TEST(TextCloud, RecognisesColoursIntensitiesAndNormals) {
  const Cloud colours = Read("1.5 2 3 10 20 30\n4 5 6 40 50 60\n");
  ASSERT_EQ(colours.colours.size(), 2U);
  EXPECT_EQ(colours.colours[1], (Rgba8{40, 50, 60, 255}));
  const Cloud both = Read("1 2 3 -500 10 20 30\n4 5 6 700 40 50 60\n");
  ASSERT_EQ(both.intensities.size(), 2U);
  EXPECT_EQ(both.intensities[1], 65535);
  EXPECT_EQ(both.colours[0], (Rgba8{10, 20, 30, 255}));
  const Cloud normals = Read("1 2 3 0.6 0.8 0\n4 5 6 0 0 -1\n");
  ASSERT_EQ(normals.normals.size(), 2U);
  EXPECT_TRUE(normals.colours.empty());
}

TEST(TextCloud, SaysWhenColumnsAreAmbiguous) {
  const auto doubtful = ReadTextCloud("1 2 3 4 10 20 30\n4 5 6 7 40 50 60\n", "a.xyz");
  ASSERT_TRUE(doubtful.ok());
  ASSERT_EQ(doubtful.diagnostics.size(), 1U);
  const auto named =
      ReadTextCloud("//X,Y,Z,Intensity,R,G,B\n1,2,3,4,10,20,30\n4,5,6,7,40,50,60\n", "a.xyz");
  ASSERT_TRUE(named.ok());
  EXPECT_TRUE(named.diagnostics.empty());
  EXPECT_EQ(named->colours[0], (Rgba8{10, 20, 30, 255}));
}

TEST(TextCloud, CountsThePointsOfPts) {
  EXPECT_EQ(Read("2\n1 2 3 -5 1 2 3\n4 5 6 7 8 9 10\n", "a.pts").size(), 2U);
  EXPECT_FALSE(ReadTextCloud("3\n1 2 3 -5 1 2 3\n4 5 6 7 8 9 10\n", "a.pts").ok());
  EXPECT_EQ(Read("1\n1 2 3\n1\n4 5 6\n", "a.pts").scans.size(), 2U);
}

TEST(TextCloud, RefusesProseAndSurvivesAnything) {
  for (const char* text : {"",
                           "\n\n",
                           "once upon a time\n",
                           "1 2\n",
                           "nan nan nan\n",
                           "x y z\n",
                           "1e999 1e999 1e999\n",
                           ",,,\n;;;\n",
                           "1,2 3,4 5,6,7\n"}) {
    const auto read = ReadCloudFromBytes(text, "a.xyz");
    EXPECT_FALSE(read.ok()) << text;
    EXPECT_FALSE(read.diagnostics.empty()) << text;
  }
}

const char kPtx[] =
    "2\n2\n1 2 3\n0 1 0\n-1 0 0\n0 0 1\n0 1 0 0\n-1 0 0 0\n0 0 1 0\n1 2 3 1\n"
    "1 0 0 0.5 255 0 0\n0 0 0 0.5 0 0 0\n0 2 0 0.7 0 255 0\n0 0 3 0.2 0 0 255\n";

TEST(Ptx, MovesTheGridIntoTheWorld) {
  const auto read = ReadPtx(kPtx, "a.ptx");
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->size(), 3U);  // the cell without an echo is left out
  EXPECT_LT(Length(read->WorldPoint(0) - Double3{1, 3, 3}), 1e-6);
  EXPECT_LT(Length(read->WorldPoint(1) - Double3{-1, 2, 3}), 1e-6);
  EXPECT_EQ(read->scans[0].sensor_position, (Double3{1, 2, 3}));
  EXPECT_EQ(read->scans[0].rows, 2U);
  EXPECT_EQ(read->colours[2], (Rgba8{0, 0, 255, 255}));
  EXPECT_EQ(ReadCloudFromBytes(std::string(kPtx) + kPtx, "a.ptx")->scans.size(), 2U);
}

TEST(Ptx, IsRefusedWhenCutInsideItsPoints) {
  const std::string file = kPtx;
  for (size_t n = 0; n + 12 < file.size(); ++n) {
    ASSERT_FALSE(ReadPtx(file.substr(0, n), "a.ptx").ok()) << n;
  }
}

const char kPcdHead[] =
    "# .PCD v0.7\nVERSION 0.7\nFIELDS x y z rgb\nSIZE 4 4 4 4\nTYPE F F F U\nCOUNT 1 1 1 1\n"
    "WIDTH 2\nHEIGHT 1\nVIEWPOINT 0 0 5 1 0 0 0\nPOINTS 2\n";

TEST(Pcd, ReadsTextAndBinary) {
  const std::string text = std::string(kPcdHead) + "DATA ascii\n1 2 3 16711680\nnan nan nan 0\n";
  const Cloud ascii = Read(text, "a.pcd");
  ASSERT_EQ(ascii.size(), 1U);
  EXPECT_EQ(ascii.colours[0], (Rgba8{255, 0, 0, 255}));
  EXPECT_EQ(ascii.scans[0].sensor_position, (Double3{0, 0, 5}));
  std::string binary = std::string(kPcdHead) + "DATA binary\n";
  for (const float value : {1.0F, 2.0F, 3.0F}) {
    binary.append(reinterpret_cast<const char*>(&value), 4);
  }
  const std::string whole = binary + std::string("\x03\x02\x01\x00", 4) +
                            binary.substr(binary.size() - 12) + std::string("\x06\x05\x04\x00", 4);
  const Cloud read = Read(whole, "a.pcd");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read.colours[0], (Rgba8{1, 2, 3, 255}));
  for (size_t n = 0; n < whole.size(); ++n) {
    ASSERT_FALSE(ReadPcd(whole.substr(0, n), "a.pcd").ok()) << n;
  }
}

TEST(Pcd, UnpacksWhatIsCompressed) {
  // LZF: 12 literals, then a reference of 20 bytes that starts 12 back, then 0 literals more.
  std::string packed;
  packed.push_back(11);
  packed += std::string("\0\0\x80\x3F\0\0\x80\x3F\0\0\x80\x3F", 12);
  packed += std::string("\xE0\x0B\x0B", 3);  // length 7 + 11 + 2 = 20, distance 12
  std::string file = std::string(kPcdHead) + "DATA binary_compressed\n";
  const auto append = [&](uint32_t value) {
    file.append(reinterpret_cast<const char*>(&value), 4);
  };
  append(static_cast<uint32_t>(packed.size()));
  append(32);
  file += packed;
  const Cloud cloud = Read(file, "a.pcd");
  ASSERT_EQ(cloud.size(), 2U);
  EXPECT_EQ(cloud.points[1], (Float3{1, 1, 1}));
  for (size_t n = 0; n < file.size(); ++n) {
    ASSERT_FALSE(ReadPcd(file.substr(0, n), "a.pcd").ok()) << n;
  }
}

TEST(PlyCloud, GivesBackWhatWasWritten) {
  const Cloud cloud = testing::SampleCloud(100);
  const Cloud read = Read(EncodePlyCloud(cloud), "a.ply");
  EXPECT_EQ(read.points, cloud.points);
  EXPECT_EQ(read.colours, cloud.colours);
}

TEST(PlyCloud, KeepsIntensities) {
  const Cloud cloud = Read(
      "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\n"
      "property float z\nproperty float intensity\nend_header\n0 0 0 1\n1 0 0 2\n0 1 0 3\n",
      "a.ply");
  EXPECT_EQ(cloud.intensities, (std::vector<uint16_t>{0, 32768, 65535}));
}

}  // namespace
}  // namespace disan
