#include "formats/image/png.h"

#include "formats/files/atomic_write.h"
#include "formats/image/srgb.h"
#include "tests/formats/image/test_pictures.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <png.h>
#include <zlib.h>

namespace disan {
namespace {

using testing::BytesOf;
using testing::SmoothPicture;

constexpr uint64_t kNoLimit = uint64_t{1} << 30;

// Any kind of PNG, through libpng's simplified writer where it can, else row by row.
std::string Interlaced(const Image8& image) {
  std::string bytes;
  png_structp codec = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(codec);
  png_set_write_fn(
      codec,
      &bytes,
      [](png_structp c, png_bytep data, size_t size) {
        static_cast<std::string*>(png_get_io_ptr(c))->append(reinterpret_cast<char*>(data), size);
      },
      nullptr);
  png_set_IHDR(codec,
               info,
               static_cast<png_uint_32>(image.width),
               static_cast<png_uint_32>(image.height),
               8,
               PNG_COLOR_TYPE_RGB,
               PNG_INTERLACE_ADAM7,
               PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(codec, info);
  std::vector<png_bytep> rows;
  for (int y = 0; y < image.height; ++y) {
    rows.push_back(const_cast<png_bytep>(image.At(0, y)));
  }
  png_write_image(codec, rows.data());
  png_write_end(codec, nullptr);
  png_destroy_write_struct(&codec, &info);
  return bytes;
}

TEST(Png, EightAndSixteenBitsRoundTripExactly) {
  for (const auto& [width, height] : {std::pair{1, 1}, {17, 5}, {64, 64}}) {
    const auto eight = SmoothPicture<uint8_t>(width, height);
    const auto sixteen = SmoothPicture<uint16_t>(width, height);
    const auto back8 = DecodePng(BytesOf(*EncodePng(eight)), kNoLimit);
    const auto back16 = DecodePng(BytesOf(*EncodePng(sixteen)), kNoLimit);
    ASSERT_TRUE(back8.ok() && back16.ok());
    EXPECT_EQ(std::get<Image8>(back8->pixels).pixels, eight.pixels);
    EXPECT_EQ(std::get<Image16>(back16->pixels).pixels, sixteen.pixels);
  }
}

TEST(Png, GreyIsRepeatedAndAlphaDropped) {
  Image8 grey(4, 4, 1);
  std::fill(grey.pixels.begin(), grey.pixels.end(), uint8_t{77});
  const auto from_grey = DecodePng(BytesOf(*EncodePng(grey)), kNoLimit);
  ASSERT_TRUE(from_grey.ok());
  EXPECT_EQ(std::get<Image8>(from_grey->pixels).pixels, std::vector<uint8_t>(48, 77));
  Image8 alpha(2, 1, 4);
  alpha.pixels = {1, 2, 3, 0, 4, 5, 6, 255};
  const auto from_alpha = DecodePng(BytesOf(*EncodePng(alpha)), kNoLimit);
  ASSERT_TRUE(from_alpha.ok());
  EXPECT_EQ(std::get<Image8>(from_alpha->pixels).pixels, (std::vector<uint8_t>{1, 2, 3, 4, 5, 6}));
}

TEST(Png, InterlacedIsRead) {
  const auto image = SmoothPicture<uint8_t>(33, 21);
  const auto back = DecodePng(BytesOf(Interlaced(image)), kNoLimit);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(std::get<Image8>(back->pixels).pixels, image.pixels);
}

TEST(Png, ProfileAndXmpTravel) {
  const testing::TemporaryFolder folder;
  const std::string bytes =
      *EncodePng(SmoothPicture<uint8_t>(8, 8), {.icc = SrgbProfile(), .xmp = "<x/>"});
  EXPECT_EQ(DecodePng(BytesOf(bytes), kNoLimit)->icc, SrgbProfile());
  ASSERT_FALSE(WriteFileAtomically(folder / "a.png", bytes));
  FileWindow window(folder / "a.png");
  EXPECT_EQ(ReadPngFacts(window)->xmp, "<x/>");
}

TEST(Png, SurvivesTruncationAtEveryLengthAndSaysSo) {
  const testing::TemporaryFolder folder;
  for (const std::string& whole : {*EncodePng(SmoothPicture<uint8_t>(24, 24), {.xmp = "<x/>"}),
                                   Interlaced(SmoothPicture<uint8_t>(24, 24))}) {
    const Image8 right = std::get<Image8>(DecodePng(BytesOf(whole), kNoLimit)->pixels);
    for (size_t n = 0; n < whole.size(); ++n) {
      const std::string cut = whole.substr(0, n);
      const auto back = DecodePng(BytesOf(cut), kNoLimit);
      // Only a file whose pixels are all there may pass without a word.
      EXPECT_TRUE(!back.diagnostics.empty() ||
                  std::get<Image8>(back->pixels).pixels == right.pixels)
          << n;
    }
  }
}

TEST(Png, CutShortKeepsTheRowsAbove) {
  const auto image = SmoothPicture<uint8_t>(200, 200);
  std::string bytes = *EncodePng(image);
  bytes.resize(bytes.size() / 2);
  const auto back = DecodePng(BytesOf(bytes), kNoLimit);
  ASSERT_TRUE(back.ok());
  ASSERT_EQ(back.diagnostics.size(), 1u);
  const Image8& pixels = std::get<Image8>(back->pixels);
  EXPECT_TRUE(std::equal(pixels.At(0, 0), pixels.At(0, 40), image.At(0, 0)));
}

TEST(Png, HugeHeaderInATinyFileIsRefused) {
  std::string bytes = *EncodePng(SmoothPicture<uint8_t>(8, 8));
  // IHDR's size and its checksum.
  const std::string head("IHDR\0\0\x75\x30\0\0\x4E\x20\x08\x02\0\0\0", 17);
  bytes.replace(12, 17, head);
  const uint32_t sum = static_cast<uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(head.data()), static_cast<uInt>(head.size())));
  for (size_t i = 0; i < 4; ++i) {
    bytes[29 + i] = static_cast<char>(sum >> (24 - 8 * i));
  }
  const auto back = DecodePng(BytesOf(bytes), kNoLimit);
  ASSERT_FALSE(back.ok());
  EXPECT_NE(back.diagnostics[0].what.en.find("30000x20000"), std::string::npos);
}

}  // namespace
}  // namespace disan
