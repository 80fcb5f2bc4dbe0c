#include "formats/cloud/e57.h"

#include "formats/cloud/crc32c.h"
#include "formats/cloud/write_e57.h"
#include "formats/language/cloud_messages.h"
#include "tests/formats/cloud/sample_cloud.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::FarthestApart;
using testing::SampleCloud;

// Puts right the checksums of a file that was changed on purpose.
std::string WithChecksums(std::string file) {
  for (size_t page = 0; page + 1024 <= file.size(); page += 1024) {
    const uint32_t crc = Crc32c(std::string_view(file).substr(page, 1020));
    for (size_t k = 0; k < 4; ++k) {
      file[page + 1020 + k] = static_cast<char>(crc >> (24 - 8 * k));
    }
  }
  return file;
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  EXPECT_EQ(from.size(), to.size());
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(Crc32c, IsTheOneOfTheStandard) {
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283U);
}

TEST(E57, GivesBackWhatWasWritten) {
  const Cloud cloud = SampleCloud(5000);
  const auto read = ReadE57(EncodeE57(cloud), "a.e57");
  ASSERT_TRUE(read.ok()) << Line(read.diagnostics.front(), Language::kEnglish);
  EXPECT_LT(FarthestApart(cloud, *read), 1e-6);
  EXPECT_EQ(read->colours, cloud.colours);
  EXPECT_EQ(read->intensities, cloud.intensities);
  EXPECT_EQ(read->scan_of_points, cloud.scan_of_points);
  ASSERT_EQ(read->scans.size(), 2U);
  EXPECT_EQ(read->scans[1].name, cloud.scans[1].name);
  EXPECT_EQ(read->scans[1].sensor_position, cloud.scans[1].world_from_scan.translation);
  EXPECT_EQ(read->metres_per_unit, 1.0);
}

TEST(E57, UnpacksIntegersOfAnyWidth) {
  for (const double step : {0.5, 0.013, 1e-4, 1e-9}) {
    const Cloud cloud = SampleCloud(2500);
    const auto read = ReadE57(EncodeE57(cloud, {.step_m = step}), "a.e57");
    ASSERT_TRUE(read.ok());
    EXPECT_LT(FarthestApart(cloud, *read), step + 1e-6) << step;
  }
}

TEST(E57, IsRefusedWhenCutAtAnyLength) {
  const std::string file = EncodeE57(SampleCloud(20));
  for (size_t n = 0; n < file.size(); ++n) {
    ASSERT_FALSE(ReadE57(std::string_view(file).substr(0, n), "a.e57").ok()) << n;
  }
}

TEST(E57, NoticesEveryFlippedByte) {
  const std::string file = EncodeE57(SampleCloud(20));
  for (size_t i = 0; i < file.size(); i += 7) {
    std::string damaged = file;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    const auto read = ReadE57(damaged, "a.e57");
    // What lies on a damaged page may be unused: the padding behind the XML.
    ASSERT_TRUE(!read.ok() || FarthestApart(*read, SampleCloud(20)) < 1e-6) << i;
  }
}

TEST(E57, SurvivesEveryFlippedByteThatTheChecksumsAgreeWith) {
  const std::string file = EncodeE57(SampleCloud(20), {.step_m = 0.01});
  for (size_t i = 0; i < file.size(); i += 3) {
    for (const int flip : {0x01, 0x80, 0xFF}) {
      std::string damaged = file;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      const auto read = ReadE57(WithChecksums(std::move(damaged)), "a.e57");
      ASSERT_TRUE(read.ok() || !read.diagnostics.empty());
    }
  }
}

TEST(E57, DoesNotBelieveACountThatTheFileCannotHold) {
  const std::string file = EncodeE57(SampleCloud(60));
  const std::string many = Replaced(file, "recordCount=\"40\"", "recordCount=\"99\"");
  EXPECT_FALSE(ReadE57(WithChecksums(many), "a.e57").ok());
}

TEST(E57, NamesTheFileAndThePageOfABadChecksum) {
  std::string file = EncodeE57(SampleCloud(300));
  file[1500] = static_cast<char>(file[1500] ^ 1);
  const auto read = ReadE57(file, "bia đá.e57");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.diagnostics[0].what,
            Say(messages::kE57Checksum,
                fmt::arg("file", "bia đá.e57"),
                fmt::arg("page", 2),
                fmt::arg("count", 1)));
}

TEST(E57, WithoutPointsSaysSo) {
  Cloud empty;
  empty.scans.emplace_back();
  const auto read = ReadE57(EncodeE57(empty), "a.e57");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.diagnostics[0].what, Say(messages::kCloudEmpty, fmt::arg("file", "a.e57")));
}

}  // namespace
}  // namespace disan
