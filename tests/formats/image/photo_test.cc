#include "formats/image/photo.h"

#include "formats/files/atomic_write.h"
#include "formats/image/jpeg.h"
#include "formats/image/orientation.h"
#include "formats/image/xmp.h"
#include "tests/formats/image/test_pictures.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::LargestDifference;
using testing::SmoothPicture;

constexpr JpegOptions kFine{.quality = 97, .full_colour_resolution = true};

// The stored picture that a camera held in orientation `o` would write of `upright`: each of the
// eight is undone by its inverse, 6 and 8 by each other.
Image8 Stored(const Image8& upright, int o) {
  return Upright(upright, o == 6 ? 8 : o == 8 ? 6 : o);
}

TEST(Orientation, FollowsTheStandardsWords) {
  // Stored 2x1: A B. Where TIFF 6.0 says its first row and first column belong.
  Image8 stored(2, 1, 1);
  stored.pixels = {'A', 'B'};
  const auto turned = [&](int o) {
    const Image8 image = Upright(stored, o);
    return std::to_string(image.width) + ":" +
           std::string(image.pixels.begin(), image.pixels.end());
  };
  EXPECT_EQ(turned(1), "2:AB");
  EXPECT_EQ(turned(2), "2:BA");
  EXPECT_EQ(turned(3), "2:BA");
  EXPECT_EQ(turned(4), "2:AB");
  EXPECT_EQ(turned(5), "1:AB");
  EXPECT_EQ(turned(6), "1:AB");
  EXPECT_EQ(turned(7), "1:BA");
  EXPECT_EQ(turned(8), "1:BA");
}

TEST(Photo, AllEightOrientationsComeUpright) {
  const testing::TemporaryFolder folder;
  const Image8 upright = SmoothPicture<uint8_t>(72, 40);
  for (int o = 1; o <= 8; ++o) {
    JpegOptions options = kFine;
    options.exif = EncodeExif({.orientation = o});
    const auto file = folder / ("o" + std::to_string(o) + ".jpg");
    ASSERT_FALSE(WriteFileAtomically(file, *EncodeJpeg(Stored(upright, o), options)));
    const auto facts = ReadPhotoFacts(file);
    ASSERT_TRUE(facts.ok());
    EXPECT_EQ(facts->width_px, 72) << o;
    EXPECT_EQ(facts->height_px, 40) << o;
    const auto photo = ReadPhoto(file);
    ASSERT_TRUE(photo.ok());
    EXPECT_LE(LargestDifference(std::get<Image8>(photo->pixels), upright), 8) << o;
  }
}

TEST(Photo, FactsOfAPanorama) {
  const testing::TemporaryFolder folder;
  JpegOptions options = kFine;
  options.xmp = EncodeXmp({.gpano = GPano{.full_width_px = 64, .full_height_px = 32}});
  ASSERT_FALSE(WriteFileAtomically(folder / "Toàn cảnh.jpg",
                                   *EncodeJpeg(SmoothPicture<uint8_t>(64, 32), options)));
  const auto facts = ReadPhotoFacts(folder / "Toàn cảnh.jpg");
  ASSERT_TRUE(facts.ok());
  ASSERT_TRUE(facts->gpano);
  EXPECT_EQ(facts->gpano->full_width_px, 64);
  EXPECT_TRUE(facts.diagnostics.empty());
}

TEST(Photo, WrongExtensionIsNamedAndContentWins) {
  const testing::TemporaryFolder folder;
  ASSERT_FALSE(
      WriteFileAtomically(folder / "a.png", *EncodeJpeg(SmoothPicture<uint8_t>(8, 8), kFine)));
  const auto photo = ReadPhoto(folder / "a.png");
  ASSERT_TRUE(photo.ok());
  EXPECT_EQ(photo->facts.format, PhotoFormat::kJpeg);
  ASSERT_EQ(photo.diagnostics.size(), 1u);
  EXPECT_EQ(photo.diagnostics[0].severity, Severity::kWarning);
  EXPECT_NE(photo.diagnostics[0].what.en.find(".png"), std::string::npos);
  EXPECT_NE(photo.diagnostics[0].file.find("a.png"), std::string::npos);
}

TEST(Photo, EmptyMissingAndForeignFilesAreNamed) {
  const testing::TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "zero.jpg", ""));
  ASSERT_FALSE(WriteFileAtomically(folder / "words.jpg", "these are only words"));
  for (const char* name : {"zero.jpg", "words.jpg", "missing.jpg"}) {
    const auto photo = ReadPhoto(folder / name);
    ASSERT_FALSE(photo.ok()) << name;
    EXPECT_NE(photo.diagnostics[0].file.find(name), std::string::npos);
    EXPECT_FALSE(photo.diagnostics[0].what.vi.empty());
    EXPECT_FALSE(photo.diagnostics[0].remedy.vi.empty());
  }
  EXPECT_FALSE(ReadPhoto(folder.path()).ok());
}

TEST(Photo, FocalPlaneFollowsASmallerCopy) {
  const testing::TemporaryFolder folder;
  JpegOptions options = kFine;
  options.exif = EncodeExif({.focal_plane_pixels_per_mm = 200, .pixels_wide = 640});
  ASSERT_FALSE(
      WriteFileAtomically(folder / "a.jpg", *EncodeJpeg(SmoothPicture<uint8_t>(64, 32), options)));
  EXPECT_NEAR(*ReadPhotoFacts(folder / "a.jpg")->exif.focal_plane_pixels_per_mm, 20, 1e-6);
}

}  // namespace
}  // namespace disan
