#include "formats/cloud/las.h"

#include "formats/cloud/little_endian.h"
#include "formats/cloud/write_las.h"
#include "formats/language/cloud_messages.h"
#include "tests/formats/cloud/sample_cloud.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::FarthestApart;
using testing::SampleCloud;

template <typename T>
std::string With(std::string file, size_t at, T value) {
  std::memcpy(&file[at], &value, sizeof(T));
  return file;
}

TEST(Las, GivesBackWhatWasWritten) {
  for (const int minor : {2, 4}) {
    Cloud cloud = SampleCloud(500);
    cloud.origin = {587000, 2323000, 10};
    cloud.crs = "PROJCS[\"VN-2000\",GEOGCS[\"x\",UNIT[\"degree\",0.0174]],UNIT[\"metre\",1]]";
    const auto read = ReadLas(EncodeLas(cloud, {.minor_version = minor}), "a.las");
    ASSERT_TRUE(read.ok());
    EXPECT_LT(FarthestApart(cloud, *read), 0.001);
    EXPECT_EQ(read->colours, cloud.colours);
    EXPECT_EQ(read->intensities, cloud.intensities);
    EXPECT_EQ(read->crs, cloud.crs);
    EXPECT_EQ(read->metres_per_unit, 1.0);
    EXPECT_EQ(read->up, SourceUp::kZ);
  }
}

TEST(Las, KnowsColoursThatWereStoredWithEightBits) {
  const Cloud cloud = SampleCloud(50);
  std::string file = EncodeLas(cloud, {.minor_version = 2});
  for (size_t at = 227; at < file.size(); at += 26) {
    for (size_t k = 20; k < 26; k += 2) {
      file[at + k + 1] = 0;
    }
  }
  const auto read = ReadLas(file, "a.las");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->colours, cloud.colours);
}

TEST(Las, IsRefusedWhenCutAtAnyLength) {
  for (const int minor : {2, 4}) {
    const std::string file = EncodeLas(SampleCloud(12), {.minor_version = minor});
    for (size_t n = 0; n < file.size(); ++n) {
      ASSERT_FALSE(ReadLas(std::string_view(file).substr(0, n), "a.las").ok()) << n;
    }
  }
}

TEST(Las, SurvivesAnyByteOfItsHeader) {
  const std::string file = EncodeLas(SampleCloud(12), {.minor_version = 4});
  for (size_t i = 0; i < 375; ++i) {
    for (int value = 0; value < 256; value += 5) {
      const auto read = ReadLas(With(file, i, static_cast<uint8_t>(value)), "a.las");
      ASSERT_TRUE(read.ok() || !read.diagnostics.empty());
    }
  }
}

TEST(Las, RefusesCountsAndFormatsThatCannotBe) {
  const std::string file = EncodeLas(SampleCloud(12), {.minor_version = 2});
  const auto many = ReadLas(With(file, 107, uint32_t{1} << 31), "a.las");
  ASSERT_FALSE(many.ok());
  EXPECT_EQ(many.diagnostics[0].what,
            Say(messages::kCloudFewerPoints,
                fmt::arg("file", "a.las"),
                fmt::arg("said", uint32_t{1} << 31),
                fmt::arg("there", 12)));
  const auto format = ReadLas(With(file, 104, uint8_t{11}), "a.las");
  ASSERT_FALSE(format.ok());
  EXPECT_EQ(format.diagnostics[0].what,
            Say(messages::kLasPointFormat, fmt::arg("file", "a.las"), fmt::arg("format", 11)));
  const auto none = ReadLas(With(file, 107, uint32_t{0}), "a.las");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.diagnostics[0].what, Say(messages::kCloudEmpty, fmt::arg("file", "a.las")));
}

TEST(Las, LeavesOutWithheldPointsAndSaysHowMany) {
  std::string file = EncodeLas(SampleCloud(12), {.minor_version = 2});
  file[227 + 26 * 3 + 15] = static_cast<char>(0x80);
  const auto read = ReadLas(file, "a.las");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->size(), 11U);
  ASSERT_EQ(read.diagnostics.size(), 1U);
  EXPECT_EQ(read.diagnostics[0].severity, Severity::kWarning);
}

}  // namespace
}  // namespace disan
