#include "formats/image/jpeg_segments.h"

#include "formats/files/atomic_write.h"
#include "formats/image/exif.h"
#include "formats/image/jpeg.h"
#include "formats/image/srgb.h"
#include "formats/image/xmp.h"
#include "tests/formats/image/test_pictures.h"
#include "tests/support/temporary_folder.h"

#include <array>
#include <cstdio>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using testing::BytesOf;
using testing::SmoothPicture;

std::string_view ScanOf(const std::string& bytes) {
  return std::string_view(bytes).substr(ParseJpegHead(BytesOf(bytes))->scan_offset);
}

std::string Plain() {
  return *EncodeJpeg(SmoothPicture<uint8_t>(64, 32), {});
}

std::string WithExtendedXmp() {
  std::string bytes = *EncodeJpeg(SmoothPicture<uint8_t>(64, 32), {.xmp = "<main/>"});
  const std::string extended =
      std::string("http://ns.adobe.com/xmp/extension/\0", 35) + std::string(100, 'e');
  const size_t length = extended.size() + 2;
  std::string segment = "\xFF\xE1";
  segment += static_cast<char>(length >> 8);
  segment += static_cast<char>(length & 0xFF);
  return bytes.insert(20, segment + extended);
}

TEST(JpegSegments, RewritingTouchesNoPixelAndKeepsWhatIsNotNamed) {
  const std::string before =
      *EncodeJpeg(SmoothPicture<uint8_t>(64, 32), {.exif = {1, 2}, .icc = SrgbProfile()});
  const auto after = RewriteJpegMetadata(BytesOf(before), {.xmp = "<new/>"});
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(ScanOf(*after), ScanOf(before));
  const auto head = ParseJpegHead(BytesOf(*after));
  EXPECT_EQ(FindXmp(*head), "<new/>");
  EXPECT_EQ(FindExif(*head).size(), 2u);
  EXPECT_EQ(FindIcc(*head), SrgbProfile());
  // Out again: the file is what it was, apart from the order of segments.
  const auto without = RewriteJpegMetadata(BytesOf(*after), {.xmp = ""});
  EXPECT_EQ(*without, before);
}

TEST(JpegSegments, ReplacingXmpDropsTheExtendedPacketThatBelongedToIt) {
  const std::string before = WithExtendedXmp();
  EXPECT_EQ(FindXmp(*ParseJpegHead(BytesOf(before))), "<main/>");
  const auto after = RewriteJpegMetadata(BytesOf(before), {.xmp = "<new/>"});
  EXPECT_EQ(after->find("xmp/extension"), std::string::npos);
  EXPECT_EQ(FindXmp(*ParseJpegHead(BytesOf(*after))), "<new/>");
}

TEST(JpegSegments, WhatDoesNotFitASegmentIsRefused) {
  const std::string bytes = Plain();
  EXPECT_TRUE(RewriteJpegMetadata(BytesOf(bytes), {.xmp = std::string(65504, 'x')}).ok());
  const auto refused = RewriteJpegMetadata(BytesOf(bytes), {.xmp = std::string(65505, 'x')});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.diagnostics[0].what.en.find("XMP"), std::string::npos);
  EXPECT_FALSE(RewriteJpegMetadata(BytesOf(bytes), {.exif = std::vector<uint8_t>(65530)}).ok());
}

TEST(JpegSegments, AMissingPartOfAProfileLeavesNone) {
  std::string bytes =
      *EncodeJpeg(SmoothPicture<uint8_t>(8, 8), {.icc = std::vector<uint8_t>(90000)});
  bytes[bytes.find("ICC_PROFILE") + 12] = 9;
  EXPECT_TRUE(FindIcc(*ParseJpegHead(BytesOf(bytes))).empty());
}

TEST(JpegSegments, SurviveTruncationAtEveryLength) {
  const std::string whole = *EncodeJpeg(SmoothPicture<uint8_t>(16, 16),
                                        {.exif = EncodeExif({.make = "M"}),
                                         .xmp = EncodeXmp({.gpano = GPano{}}),
                                         .icc = SrgbProfile()});
  for (size_t n = 0; n <= whole.size(); ++n) {
    const std::string cut = whole.substr(0, n);
    const auto head = ParseJpegHead(BytesOf(cut));
    const auto rewritten = RewriteJpegMetadata(BytesOf(cut), {.xmp = "<x/>"});
    EXPECT_EQ(rewritten.ok(), head && head->complete()) << n;
  }
}

TEST(JpegSegments, ExiftoolReadsBackWhatWasWritten) {
  const testing::TemporaryFolder folder;
  if (std::system("exiftool -ver > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "exiftool is not installed";
  }
  const std::vector<uint8_t> exif = EncodeExif({.make = "Máy",
                                                .captured_at = "2026-05-10T09:00:05",
                                                .captured_ms = 42,
                                                .focal_mm = 8.25,
                                                .exposure_s = 1.0 / 250,
                                                .iso = 400,
                                                .exposure_bias_ev = -0.5,
                                                .latitude_deg = 21.0093,
                                                .longitude_deg = -105.8534});
  const std::string xmp = EncodeXmp({.title = Text{"Sân trước", "Front court"},
                                     .creator = "Nguyễn Văn A",
                                     .rights = Text{"Của phường", "The ward's"},
                                     .rights_url = "http://rightsstatements.org/vocab/InC/1.0/",
                                     .identifier = "san-truoc",
                                     .location = "Bạch Mai",
                                     .gpano = GPano{.full_width_px = 64,
                                                    .full_height_px = 32,
                                                    .cropped_width_px = 64,
                                                    .cropped_height_px = 32,
                                                    .heading_deg = 12.5}});
  const auto bytes =
      RewriteJpegMetadata(BytesOf(Plain()), {.exif = exif, .xmp = xmp, .icc = SrgbProfile()});
  ASSERT_FALSE(WriteFileAtomically(folder / "a.jpg", *bytes));
  const std::string command =
      "exiftool -json -n -lang en -warning -all " + (folder / "a.jpg").string() + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  std::string said;
  std::array<char, 4096> part{};
  for (size_t got = 0; (got = fread(part.data(), 1, part.size(), pipe)) > 0;) {
    said.append(part.data(), got);
  }
  ASSERT_EQ(pclose(pipe), 0) << said;
  const nlohmann::json tags = nlohmann::json::parse(said)[0];
  EXPECT_FALSE(tags.contains("Warning")) << said;
  EXPECT_EQ(tags["Make"], "Máy");
  EXPECT_EQ(tags["DateTimeOriginal"], "2026:05:10 09:00:05");
  EXPECT_NEAR(tags["FocalLength"].get<double>(), 8.25, 1e-9);
  EXPECT_NEAR(tags["ExposureTime"].get<double>(), 0.004, 1e-9);
  EXPECT_EQ(tags["ISO"], 400);
  EXPECT_NEAR(tags["ExposureCompensation"].get<double>(), -0.5, 1e-9);
  EXPECT_NEAR(tags["GPSLatitude"].get<double>(), 21.0093, 1e-6);
  EXPECT_NEAR(tags["GPSLongitude"].get<double>(), -105.8534, 1e-6);
  EXPECT_EQ(tags["Title"], "Sân trước");
  EXPECT_EQ(tags["Title-en"], "Front court");
  EXPECT_EQ(tags["Creator"], "Nguyễn Văn A");
  EXPECT_EQ(tags["WebStatement"], "http://rightsstatements.org/vocab/InC/1.0/");
  EXPECT_EQ(tags["Identifier"], "san-truoc");
  EXPECT_EQ(tags["Location"], "Bạch Mai");
  EXPECT_EQ(tags["FullPanoWidthPixels"], 64);
  EXPECT_EQ(tags["PoseHeadingDegrees"], 12.5);
  EXPECT_EQ(tags["ProfileDescription"], "sRGB built-in");
}

}  // namespace
}  // namespace disan
