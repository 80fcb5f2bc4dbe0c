#include "formats/image/jpeg.h"

#include "formats/image/icc.h"
#include "formats/image/jpeg_rows.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/srgb.h"
#include "tests/formats/image/test_pictures.h"
#include "tests/support/cmyk_jpeg.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::BytesOf;
using testing::LargestDifference;
using testing::SmoothPicture;

std::string Encoded(const Image8& image, const JpegOptions& options = {}) {
  return *EncodeJpeg(image, options);
}

TEST(Jpeg, RoundTripIsClose) {
  for (const auto& [width, height] : {std::pair{1, 1}, {7, 3}, {65, 33}, {240, 160}}) {
    const Image8 image = SmoothPicture<uint8_t>(width, height);
    const std::string bytes = Encoded(image, {.quality = 97, .full_colour_resolution = true});
    const Result<Image8> back = DecodeJpeg(BytesOf(bytes));
    ASSERT_TRUE(back.ok());
    EXPECT_TRUE(back.diagnostics.empty());
    EXPECT_LE(LargestDifference(image, *back), 8) << width << "x" << height;
  }
}

TEST(Jpeg, SameBytesEveryTime) {
  const Image8 image = SmoothPicture<uint8_t>(100, 50);
  const JpegOptions options{.icc = SrgbProfile()};
  EXPECT_EQ(Encoded(image, options), Encoded(image, options));
}

TEST(Jpeg, MetadataTravelsBetweenJfifAndTables) {
  const std::vector<uint8_t> icc(150000, 7);
  const std::string bytes =
      Encoded(SmoothPicture<uint8_t>(20, 10), {.exif = {1, 2, 3}, .xmp = "<x/>", .icc = icc});
  const auto head = ParseJpegHead(BytesOf(bytes));
  ASSERT_TRUE(head);
  EXPECT_EQ(head->segments.front().marker, 0xE0);
  EXPECT_EQ(head->width_px, 20);
  EXPECT_EQ(head->height_px, 10);
  const auto exif = FindExif(*head);
  EXPECT_EQ(std::vector<uint8_t>(exif.begin(), exif.end()), (std::vector<uint8_t>{1, 2, 3}));
  EXPECT_EQ(FindXmp(*head), "<x/>");
  EXPECT_EQ(FindIcc(*head), icc);
  EXPECT_TRUE(DecodeJpeg(BytesOf(bytes)).ok());
}

TEST(Jpeg, GreyIsRepeated) {
  Image8 grey(16, 16, 1);
  std::fill(grey.pixels.begin(), grey.pixels.end(), uint8_t{90});
  const std::string bytes = Encoded(grey);
  const Result<Image8> back = DecodeJpeg(BytesOf(bytes));
  ASSERT_TRUE(back.ok());
  ASSERT_EQ(back->channels, 3);
  EXPECT_TRUE(std::all_of(
      back->pixels.begin(), back->pixels.end(), [](uint8_t v) { return std::abs(v - 90) <= 1; }));
}

TEST(Jpeg, AdobeCmykBecomesRgb) {
  // No cyan, half magenta, all yellow, no black.
  std::vector<uint8_t> inks;
  for (int i = 0; i < 64; ++i) {
    inks.insert(inks.end(), {255, 128, 0, 255});
  }
  const std::string bytes = testing::EncodedCmyk(8, 8, inks);
  const Result<Image8> back = DecodeJpeg(BytesOf(bytes));
  ASSERT_TRUE(back.ok());
  EXPECT_NEAR(back->At(4, 4)[0], 255, 4);
  EXPECT_NEAR(back->At(4, 4)[1], 128, 4);
  EXPECT_NEAR(back->At(4, 4)[2], 0, 4);
}

TEST(Jpeg, ReducedIsTheSmallestThatIsLargeEnough) {
  const std::string bytes = Encoded(SmoothPicture<uint8_t>(400, 200));
  EXPECT_EQ(DecodeJpegReduced(BytesOf(bytes), 100)->width, 100);
  EXPECT_EQ(DecodeJpegReduced(BytesOf(bytes), 101)->width, 200);
  EXPECT_EQ(DecodeJpegReduced(BytesOf(bytes), 1)->width, 50);
  EXPECT_EQ(DecodeJpegReduced(BytesOf(bytes), 5000)->width, 400);
}

TEST(Jpeg, CutShortGivesTheUpperRowsAndSaysHowMuchIsMissing) {
  const Image8 image = SmoothPicture<uint8_t>(256, 256);
  std::string bytes = Encoded(image, {.quality = 97, .full_colour_resolution = true});
  const Result<Image8> whole = DecodeJpeg(BytesOf(bytes));
  bytes.resize(bytes.size() * 6 / 10);
  const Result<Image8> back = DecodeJpeg(BytesOf(bytes));
  ASSERT_TRUE(back.ok());
  ASSERT_EQ(back.diagnostics.size(), 1u);
  EXPECT_EQ(back.diagnostics[0].severity, Severity::kWarning);
  const std::string& said = back.diagnostics[0].what.en;
  const int percent = std::atoi(said.c_str() + said.find("about ") + 6);
  EXPECT_NEAR(percent, 40, 10) << said;
  EXPECT_TRUE(std::equal(back->At(0, 0), back->At(0, 100), whole->At(0, 0)));
}

TEST(Jpeg, SurvivesTruncationAtEveryLength) {
  for (const bool progressive : {false, true}) {
    const std::string bytes =
        Encoded(SmoothPicture<uint8_t>(40, 24), {.progressive = progressive, .xmp = "<x/>"});
    for (size_t n = 0; n < bytes.size(); ++n) {
      const std::string cut = bytes.substr(0, n);
      const Result<Image8> back = DecodeJpeg(BytesOf(cut));
      if (n + 2 < bytes.size()) {
        EXPECT_FALSE(back.diagnostics.empty()) << n;
      }
      EXPECT_TRUE(back.ok() || HasErrors(back.diagnostics)) << n;
    }
  }
}

TEST(Jpeg, ZeroFilledTailIsNamed) {
  std::string bytes = Encoded(SmoothPicture<uint8_t>(128, 128), {.quality = 97});
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), bytes.end(), '\0');
  const Result<Image8> back = DecodeJpeg(BytesOf(bytes));
  EXPECT_TRUE(back.ok());
  EXPECT_FALSE(back.diagnostics.empty());
}

TEST(Jpeg, HugeHeaderInATinyFileIsRefused) {
  std::string bytes = Encoded(SmoothPicture<uint8_t>(16, 16));
  const auto head = ParseJpegHead(BytesOf(bytes));
  for (const JpegSegment& segment : head->segments) {
    if (segment.marker == 0xC0) {
      const size_t at = segment.offset + 5;  // 20,000 rows of 30,000
      bytes.replace(at, 4, "\x4E\x20\x75\x30");
    }
  }
  const Result<Image8> back = DecodeJpeg(BytesOf(bytes));
  ASSERT_FALSE(back.ok());
  EXPECT_NE(back.diagnostics[0].what.en.find("30000x20000"), std::string::npos);
  EXPECT_FALSE(DecodeJpeg(BytesOf(Encoded(SmoothPicture<uint8_t>(16, 16))), {.pixels = 255}).ok());
}

TEST(JpegRows, WriterAndReaderAgreeWithTheWholePictureWays) {
  const Image8 image = SmoothPicture<uint8_t>(131, 77);
  std::string bytes;
  auto writer = JpegRowWriter::Open(
      [&](std::string_view part) {
        bytes += part;
        return true;
      },
      {.width_px = 131, .height_px = 77},
      {.xmp = "<x/>", .icc = SrgbProfile()});
  ASSERT_TRUE(writer.ok());
  for (int y = 0; y < 77; ++y) {
    ASSERT_TRUE(writer->Write(image.At(0, y)));
  }
  EXPECT_FALSE(writer->Write(image.At(0, 0)));
  ASSERT_TRUE(writer->Finish());
  EXPECT_EQ(bytes, Encoded(image, {.xmp = "<x/>", .icc = SrgbProfile()}));

  auto reader = JpegRowReader::Open(BytesOf(bytes));
  ASSERT_TRUE(reader.ok());
  Image8 back(reader->width(), reader->height(), 3);
  for (int y = 0; y < back.height; ++y) {
    ASSERT_TRUE(reader->Read(back.At(0, y)));
  }
  EXPECT_EQ(back.pixels, DecodeJpeg(BytesOf(bytes))->pixels);
}

TEST(JpegRows, WriterStopsWhenTheSinkRefusesAndWhenTooWide) {
  const JpegOptions options;
  auto writer = JpegRowWriter::Open(
      [](std::string_view) { return false; }, {.width_px = 8, .height_px = 1}, options);
  ASSERT_TRUE(writer.ok());
  const std::vector<uint8_t> row(24);
  writer->Write(row.data());
  EXPECT_FALSE(writer->Finish());
  EXPECT_FALSE(JpegRowWriter::Open(
                   [](std::string_view) { return true; }, {.width_px = 65501, .height_px = 1}, {})
                   .ok());
}

}  // namespace
}  // namespace disan
