// HEIC and RAW: files made here by libheif and libtiff, since no camera's own may be kept.
#include "formats/files/read_file.h"
#include "formats/image/heic.h"
#include "formats/image/photo.h"
#include "formats/image/raw.h"
#include "tests/formats/image/test_pictures.h"
#include "tests/support/temporary_folder.h"

#include <array>

#include <gtest/gtest.h>
#include <libheif/heif.h>
#include <tiffio.h>

// The encoder behind WriteHeic, which only this test uses, keeps some memory for good.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libx265";
}

namespace disan {
namespace {

using testing::BytesOf;
using testing::SmoothPicture;

// False when the library was built without an encoder.
bool WriteHeic(const std::filesystem::path& file, const Image8& image, const Exif& exif) {
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  if (heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder).code != 0) {
    heif_context_free(context);
    return false;
  }
  heif_encoder_set_lossy_quality(encoder, 95);
  heif_image* pixels = nullptr;
  heif_image_create(
      image.width, image.height, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &pixels);
  heif_image_add_plane(pixels, heif_channel_interleaved, image.width, image.height, 24);
  int stride = 0;
  uint8_t* plane = heif_image_get_plane(pixels, heif_channel_interleaved, &stride);
  for (int y = 0; y < image.height; ++y) {
    std::copy_n(image.At(0, y), image.width * 3, plane + y * stride);
  }
  heif_image_handle* handle = nullptr;
  heif_context_encode_image(context, pixels, encoder, nullptr, &handle);
  const std::vector<uint8_t> block = EncodeExif(exif);
  heif_context_add_exif_metadata(context, handle, block.data(), static_cast<int>(block.size()));
  heif_context_write_to_file(context, file.c_str());
  heif_image_handle_release(handle);
  heif_image_release(pixels);
  heif_encoder_release(encoder);
  heif_context_free(context);
  return true;
}

// A DNG of one flat colour: RGGB, `raw` values of red, green and blue of 65535.
void WriteDng(const std::filesystem::path& file,
              int width,
              int height,
              const std::array<uint16_t, 3>& raw) {
  TIFF* tiff = TIFFOpen(file.c_str(), "w");
  const std::array<uint8_t, 4> version = {1, 4, 0, 0};
  const std::array<uint16_t, 2> repeat = {2, 2};
  const std::array<uint8_t, 4> pattern = {0, 1, 1, 2};
  const std::array<float, 9> matrix = {3.2404542F,
                                       -1.5371385F,
                                       -0.4985314F,
                                       -0.9692660F,
                                       1.8760108F,
                                       0.0415560F,
                                       0.0556434F,
                                       -0.2040259F,
                                       1.0572252F};
  const std::array<float, 3> neutral = {1, 1, 1};
  TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, 0);
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 16);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_CFA);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height);
  TIFFSetField(tiff, TIFFTAG_MAKE, "Disan");
  TIFFSetField(tiff, TIFFTAG_MODEL, "Test");
  TIFFSetField(tiff, TIFFTAG_UNIQUECAMERAMODEL, "Disan Test");
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_RIGHTTOP);
  TIFFSetField(tiff, TIFFTAG_DNGVERSION, version.data());
  TIFFSetField(tiff, TIFFTAG_CFAREPEATPATTERNDIM, repeat.data());
  TIFFSetField(tiff, TIFFTAG_CFAPATTERN, 4, pattern.data());
  TIFFSetField(tiff, TIFFTAG_COLORMATRIX1, 9, matrix.data());
  TIFFSetField(tiff, TIFFTAG_ASSHOTNEUTRAL, 3, neutral.data());
  TIFFSetField(tiff, TIFFTAG_CALIBRATIONILLUMINANT1, 21);
  std::vector<uint16_t> row(static_cast<size_t>(width));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      row[static_cast<size_t>(x)] = raw[pattern[static_cast<size_t>(y % 2 * 2 + x % 2)]];
    }
    TIFFWriteScanline(tiff, row.data(), static_cast<uint32_t>(y));
  }
  TIFFClose(tiff);
}

TEST(Heic, PixelsAndFactsAreRead) {
  const testing::TemporaryFolder folder;
  const Image8 image = SmoothPicture<uint8_t>(96, 64);
  if (!WriteHeic(folder / "a.heic", image, {.make = "Phone", .orientation = 6})) {
    GTEST_SKIP() << "libheif has no HEVC encoder here";
  }
  const auto photo = ReadPhoto(folder / "a.heic");
  ASSERT_TRUE(photo.ok());
  EXPECT_TRUE(photo.diagnostics.empty());
  EXPECT_EQ(photo->facts.format, PhotoFormat::kHeic);
  EXPECT_EQ(photo->facts.exif.make, "Phone");
  // The container turns pictures; EXIF's word is not obeyed a second time.
  EXPECT_EQ(photo->facts.width_px, 96);
  EXPECT_LE(testing::LargestDifference(std::get<Image8>(photo->pixels), image), 16);
}

TEST(Heic, SurvivesTruncation) {
  const testing::TemporaryFolder folder;
  if (!WriteHeic(folder / "a.heic", SmoothPicture<uint8_t>(64, 64), {})) {
    GTEST_SKIP() << "libheif has no HEVC encoder here";
  }
  const std::string whole = *ReadFile(folder / "a.heic");
  for (size_t n = 0; n < whole.size(); n += 7) {
    const std::string cut = whole.substr(0, n);
    const auto back = DecodeHeic(BytesOf(cut), uint64_t{1} << 30);
    EXPECT_TRUE(back.ok() || HasErrors(back.diagnostics));
  }
}

TEST(Raw, DevelopsToSrgbUprightAndAtHalfSize) {
  const testing::TemporaryFolder folder;
  WriteDng(folder / "a.dng", 64, 48, {14000, 14000, 14000});
  const auto photo = ReadPhoto(folder / "a.dng");
  ASSERT_TRUE(photo.ok());
  EXPECT_EQ(photo->facts.format, PhotoFormat::kRaw);
  EXPECT_EQ(photo->facts.exif.make, "Disan");
  const auto& pixels = std::get<Image16>(photo->pixels);
  EXPECT_EQ(pixels.width, photo->facts.width_px);
  EXPECT_EQ(pixels.height, photo->facts.height_px);
  EXPECT_GT(pixels.height, pixels.width);
  const uint16_t* middle = pixels.At(pixels.width / 2, pixels.height / 2);
  // A grey of 14000 / 65535 in linear light is 0.4996 in sRGB.
  for (int c = 0; c < 3; ++c) {
    EXPECT_NEAR(middle[c], 0.4996 * 65535, 900) << c;
  }
  const auto half = ReadPhoto(folder / "a.dng", {.reduce_to_px = 24});
  ASSERT_TRUE(half.ok());
  EXPECT_EQ(std::get<Image16>(half->pixels).height, pixels.height / 2);
}

TEST(Raw, SurvivesTruncation) {
  const testing::TemporaryFolder folder;
  WriteDng(folder / "a.dng", 32, 24, {14000, 14000, 14000});
  const std::string whole = *ReadFile(folder / "a.dng");
  for (size_t n = 1; n < whole.size(); n += 23) {
    const std::string cut = whole.substr(0, n);
    const auto back = DecodeRaw(BytesOf(cut), {});
    EXPECT_TRUE(back.ok() || HasErrors(back.diagnostics));
  }
}

}  // namespace
}  // namespace disan
