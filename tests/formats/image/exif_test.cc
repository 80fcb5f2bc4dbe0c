#include "formats/image/exif.h"

#include "tests/formats/image/test_pictures.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

Exif Full() {
  return {.make = "Hãng Máy",
          .model = "X-1",
          .lens = "8mm f/3.5",
          .captured_at = "2026-05-10T09:00:05",
          .captured_ms = 42,
          .orientation = 6,
          .focal_mm = 8.3,
          .focal_35mm_equivalent = 12,
          .focal_plane_pixels_per_mm = 167.25,
          .exposure_s = 1.0 / 250,
          .f_number = 5.6,
          .iso = 400,
          .exposure_bias_ev = -2.0 / 3,
          .latitude_deg = 21.0093,
          .longitude_deg = -105.8534,
          .artist = "Nguyễn Văn A",
          .copyright = "UBND phường",
          .description = "Sân trước"};
}

TEST(Exif, RoundTripKeepsEveryField) {
  const Exif exif = Full();
  const Exif back = ParseExif(EncodeExif(exif));
  EXPECT_EQ(back.make, exif.make);
  EXPECT_EQ(back.model, exif.model);
  EXPECT_EQ(back.lens, exif.lens);
  EXPECT_EQ(back.captured_at, exif.captured_at);
  EXPECT_EQ(back.captured_ms, exif.captured_ms);
  EXPECT_EQ(back.orientation, 6);
  EXPECT_DOUBLE_EQ(*back.focal_mm, 8.3);
  EXPECT_DOUBLE_EQ(*back.focal_35mm_equivalent, 12);
  EXPECT_NEAR(*back.focal_plane_pixels_per_mm, 167.25, 1e-9);
  EXPECT_DOUBLE_EQ(*back.exposure_s, 1.0 / 250);
  EXPECT_DOUBLE_EQ(*back.f_number, 5.6);
  EXPECT_DOUBLE_EQ(*back.iso, 400);
  EXPECT_NEAR(*back.exposure_bias_ev, -2.0 / 3, 1e-9);
  EXPECT_NEAR(*back.latitude_deg, 21.0093, 1e-7);
  EXPECT_NEAR(*back.longitude_deg, -105.8534, 1e-7);
  EXPECT_EQ(back.artist, exif.artist);
  EXPECT_EQ(back.copyright, exif.copyright);
  EXPECT_EQ(back.description, exif.description);
}

TEST(Exif, WhatIsMissingStaysMissing) {
  const Exif back = ParseExif(EncodeExif({}));
  EXPECT_TRUE(back.make.empty());
  EXPECT_TRUE(back.captured_at.empty());
  EXPECT_FALSE(back.focal_mm || back.exposure_s || back.iso || back.latitude_deg);
  EXPECT_EQ(back.orientation, 1);
}

TEST(Exif, ZeroFocalLengthAndZeroDenominatorCountAsMissing) {
  EXPECT_FALSE(ParseExif(EncodeExif({.focal_mm = 0.0})).focal_mm);
  EXPECT_FALSE(ParseExif(EncodeExif({.focal_35mm_equivalent = 0.0})).focal_35mm_equivalent);
  std::vector<uint8_t> bytes = EncodeExif({.focal_mm = 77});
  // 77/1: the denominator becomes 0.
  const std::vector<uint8_t> rational = {77, 0, 0, 0, 1, 0, 0, 0};
  const auto at = std::search(bytes.begin(), bytes.end(), rational.begin(), rational.end());
  ASSERT_NE(at, bytes.end());
  *(at + 4) = 0;
  EXPECT_FALSE(ParseExif(bytes).focal_mm);
}

TEST(Exif, BigEndianIsRead) {
  // One directory with orientation 8, Motorola order.
  const std::vector<uint8_t> bytes = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0,
                                      3,   0,   0, 0,  1, 0, 8, 0, 0, 0, 0, 0,    0};
  EXPECT_EQ(ParseExif(bytes).orientation, 8);
}

TEST(Exif, SurvivesTruncationAtEveryLength) {
  const std::vector<uint8_t> whole = EncodeExif(Full());
  for (size_t n = 0; n < whole.size(); ++n) {
    const std::vector<uint8_t> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));
    const Exif exif = ParseExif(cut);
    EXPECT_GE(exif.orientation, 1);
  }
}

TEST(Exif, SurvivesEveryByteSetToEveryHostileValue) {
  const std::vector<uint8_t> whole = EncodeExif(Full());
  for (size_t i = 0; i < whole.size(); ++i) {
    for (const uint8_t value : {uint8_t{0}, uint8_t{1}, uint8_t{0x7F}, uint8_t{0xFF}}) {
      std::vector<uint8_t> bytes = whole;
      bytes[i] = value;
      const Exif exif = ParseExif(bytes);
      EXPECT_TRUE(exif.orientation >= 1 && exif.orientation <= 8);
      EXPECT_TRUE(!exif.focal_mm || *exif.focal_mm > 0);
    }
  }
}

}  // namespace
}  // namespace disan
