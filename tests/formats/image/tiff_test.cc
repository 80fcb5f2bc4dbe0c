#include "formats/image/tiff.h"

#include "formats/files/read_file.h"
#include "formats/image/srgb.h"
#include "tests/formats/image/test_pictures.h"
#include "tests/support/temporary_folder.h"

#include <fstream>

#include <gtest/gtest.h>
#include <tiffio.h>

namespace disan {
namespace {

using testing::BytesOf;
using testing::LargestDifference;
using testing::SmoothPicture;

constexpr uint64_t kNoLimit = uint64_t{1} << 30;

struct Kind {
  int compression = COMPRESSION_NONE;
  bool tiled = false;
  bool apart = false;
  int extra = 0;  // channels after the third
  const char* mode = "w";
};

// Writes `image` as libtiff can; extra channels are filled with 200.
template <typename Sample>
std::string Written(const testing::TemporaryFolder& folder,
                    const Image<Sample>& image,
                    const Kind& kind) {
  const auto file = folder / "x.tif";
  const int samples = 3 + kind.extra;
  TIFF* tiff = TIFFOpen(file.c_str(), kind.mode);
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, image.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, image.height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, static_cast<int>(8 * sizeof(Sample)));
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField(
      tiff, TIFFTAG_PLANARCONFIG, kind.apart ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
  if (kind.extra > 0) {
    const uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
  }
  const int block = kind.tiled ? 16 : 7;
  if (kind.tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, block);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, block);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, block);
  }
  const int block_width = kind.tiled ? block : image.width;
  const int step = kind.apart ? 1 : samples;
  std::vector<Sample> buffer(static_cast<size_t>(block_width * block * step));
  uint32_t index = 0;
  for (int plane = 0; plane < (kind.apart ? samples : 1); ++plane) {
    for (int top = 0; top < image.height; top += block) {
      for (int left = 0; left < image.width; left += block_width, ++index) {
        for (int y = 0; y < block; ++y) {
          for (int x = 0; x < block_width; ++x) {
            for (int s = 0; s < step; ++s) {
              const int channel = kind.apart ? plane : s;
              const bool inside = left + x < image.width && top + y < image.height;
              buffer[static_cast<size_t>((y * block_width + x) * step + s)] =
                  channel >= 3 ? Sample{200}
                  : inside     ? image.At(left + x, top + y)[channel]
                               : Sample{0};
            }
          }
        }
        const int rows = kind.tiled ? block : std::min(block, image.height - top);
        const auto size = static_cast<tmsize_t>(block_width * rows * step) *
                          static_cast<tmsize_t>(sizeof(Sample));
        if (kind.tiled) {
          TIFFWriteEncodedTile(tiff, index, buffer.data(), size);
        } else {
          TIFFWriteEncodedStrip(tiff, index, buffer.data(), size);
        }
      }
    }
  }
  TIFFClose(tiff);
  return *ReadFile(file);
}

template <typename Sample>
void ExpectAllKinds() {
  const testing::TemporaryFolder folder;
  const auto image = SmoothPicture<Sample>(37, 29);
  for (const int compression :
       {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS}) {
    for (const bool tiled : {false, true}) {
      for (const bool apart : {false, true}) {
        for (const int extra : {0, 1}) {
          for (const char* mode : {"wl", "wb", "w8"}) {
            const std::string bytes =
                Written(folder, image, {compression, tiled, apart, extra, mode});
            const auto back = DecodeTiff(BytesOf(bytes), kNoLimit);
            ASSERT_TRUE(back.ok()) << compression << tiled << apart << extra << mode;
            EXPECT_EQ(std::get<Image<Sample>>(back->pixels).pixels, image.pixels)
                << compression << tiled << apart << extra << mode;
          }
        }
      }
    }
  }
}

TEST(Tiff, EightBitsOfEveryLayout) {
  ExpectAllKinds<uint8_t>();
}

TEST(Tiff, SixteenBitsOfEveryLayout) {
  ExpectAllKinds<uint16_t>();
}

TEST(Tiff, RowWriterRoundTripsWithProfileAndXmp) {
  const testing::TemporaryFolder folder;
  const auto image = SmoothPicture<uint16_t>(301, 203);
  const TiffOptions options{.icc = SrgbProfile(), .xmp = "<x/>", .copyright = "UBND"};
  ASSERT_FALSE(WriteTiff(folder / "m.tif", image, options));
  const std::string bytes = *ReadFile(folder / "m.tif");
  const auto back = DecodeTiff(BytesOf(bytes), kNoLimit);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(std::get<Image16>(back->pixels).pixels, image.pixels);
  EXPECT_EQ(back->icc, SrgbProfile());
  const auto facts = ReadTiffFacts(folder / "m.tif");
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->xmp, "<x/>");
  EXPECT_EQ(facts->bits, 16);
  EXPECT_EQ(facts->exif.copyright, "UBND");
  ASSERT_FALSE(WriteTiff(folder / "n.tif", image, options));
  EXPECT_EQ(*ReadFile(folder / "n.tif"), bytes);
}

TEST(Tiff, UnfinishedWriterLeavesNothing) {
  const testing::TemporaryFolder folder;
  {
    auto writer = TiffRowWriter::Open(folder / "m.tif", {.width_px = 4, .height_px = 2});
    ASSERT_TRUE(writer.ok());
    const std::vector<uint16_t> row(12);
    EXPECT_TRUE(writer->Write(row.data()));
    EXPECT_TRUE(writer->Finish());
  }
  { auto abandoned = TiffRowWriter::Open(folder / "m.tif", {.width_px = 4, .height_px = 2}); }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Tiff, SurvivesTruncationAtEveryLength) {
  const testing::TemporaryFolder folder;
  const auto image = SmoothPicture<uint8_t>(20, 20);
  for (const Kind& kind : {Kind{}, Kind{.compression = COMPRESSION_LZW, .tiled = true}}) {
    const std::string whole = Written(folder, image, kind);
    for (size_t n = 0; n < whole.size(); ++n) {
      const std::string cut = whole.substr(0, n);
      const auto back = DecodeTiff(BytesOf(cut), kNoLimit);
      EXPECT_TRUE(back.ok() || HasErrors(back.diagnostics));
      if (n % 5 != 0) {
        continue;
      }
      const auto file = folder / ("cut" + std::to_string(whole.size() + n) + ".tif");
      std::ofstream(file, std::ios::binary) << cut;
      const auto facts = ReadTiffFacts(file);
      EXPECT_TRUE(facts.ok() || HasErrors(facts.diagnostics));
    }
  }
}

TEST(Tiff, SurvivesHostileHeaders) {
  const testing::TemporaryFolder folder;
  const std::string whole =
      Written(folder, SmoothPicture<uint8_t>(20, 20), {.compression = COMPRESSION_LZW});
  const size_t directory = static_cast<uint8_t>(whole[4]) | static_cast<uint8_t>(whole[5]) << 8;
  for (size_t i = directory; i < whole.size(); ++i) {
    for (const char value : {'\0', '\x7F', '\xFF'}) {
      std::string bytes = whole;
      bytes[i] = value;
      const auto back = DecodeTiff(BytesOf(bytes), uint64_t{1} << 20);
      EXPECT_TRUE(back.ok() || HasErrors(back.diagnostics));
    }
  }
}

}  // namespace
}  // namespace disan
