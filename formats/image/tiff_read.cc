#include "formats/image/damaged.h"
#include "formats/image/exif_read.h"
#include "formats/image/file_window.h"
#include "formats/image/plausible_size.h"
#include "formats/image/tiff.h"
#include "formats/image/tiff_handle.h"

#include <algorithm>
#include <cstring>

namespace disan {
namespace {

// One strip or tile at a time is in memory; a hostile file may claim one of any size.
constexpr uint64_t kLargestBlock = uint64_t{1} << 30;

TiffOpenOptions Quiet() {
  TiffOpenOptions options = QuietTiff();
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kLargestBlock);
  return options;
}

// libtiff reads and seeks through these.
struct Memory {
  std::span<const uint8_t> bytes;
  uint64_t at = 0;
};

tmsize_t ReadMemory(thandle_t handle, void* out, tmsize_t wanted) {
  Memory& memory = *static_cast<Memory*>(handle);
  if (memory.at >= memory.bytes.size() || wanted < 0) {
    return 0;
  }
  const size_t count =
      std::min(static_cast<size_t>(wanted), memory.bytes.size() - static_cast<size_t>(memory.at));
  std::memcpy(out, memory.bytes.data() + memory.at, count);
  memory.at += count;
  return static_cast<tmsize_t>(count);
}

toff_t SeekMemory(thandle_t handle, toff_t offset, int whence) {
  Memory& memory = *static_cast<Memory*>(handle);
  memory.at = offset + (whence == SEEK_CUR   ? memory.at
                        : whence == SEEK_END ? memory.bytes.size()
                                             : 0);
  return memory.at;
}

TiffHandle OpenMemory(Memory& memory) {
  return TiffHandle(TIFFClientOpenExt(
      "memory",
      "rm",
      &memory,
      ReadMemory,
      [](thandle_t, void*, tmsize_t) -> tmsize_t { return 0; },
      SeekMemory,
      [](thandle_t) { return 0; },
      [](thandle_t handle) -> toff_t { return static_cast<Memory*>(handle)->bytes.size(); },
      nullptr,
      nullptr,
      Quiet().get()));
}

struct Layout {
  uint32_t width = 0;
  uint32_t height = 0;
  uint16_t bits = 1;
  uint16_t samples = 1;
  uint16_t planes = PLANARCONFIG_CONTIG;
  uint16_t colours = PHOTOMETRIC_MINISBLACK;
  uint16_t format = SAMPLEFORMAT_UINT;
  bool tiled = false;
  uint32_t block_width = 0;
  uint32_t block_height = 0;
  uint64_t block_bytes = 0;

  bool apart() const { return planes == PLANARCONFIG_SEPARATE && samples > 1; }
  // What is read sample by sample; anything else goes through libtiff's RGBA.
  bool plain() const {
    const bool rgb = colours == PHOTOMETRIC_RGB && samples >= 3;
    const bool grey = colours == PHOTOMETRIC_MINISBLACK || colours == PHOTOMETRIC_MINISWHITE;
    return (bits == 8 || bits == 16) && format == SAMPLEFORMAT_UINT && (rgb || grey);
  }
};

Layout LayoutOf(TIFF* tiff) {
  Layout layout;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planes);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout.format);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.colours);
  layout.tiled = TIFFIsTiled(tiff) != 0;
  if (layout.tiled) {
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &layout.block_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &layout.block_height);
    layout.block_bytes = TIFFTileSize64(tiff);
  } else {
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &layout.block_height);
    layout.block_width = layout.width;
    layout.block_height = std::min(layout.block_height, layout.height);
    layout.block_bytes = TIFFStripSize64(tiff);
  }
  return layout;
}

// Where one strip or tile stands in the picture.
struct Block {
  uint32_t left = 0;
  uint32_t top = 0;
  uint16_t plane = 0;
};

bool ReadBlock(TIFF* tiff, const Layout& layout, const Block& block, std::vector<uint8_t>& out) {
  const auto size = static_cast<tmsize_t>(out.size());
  std::fill(out.begin(), out.end(), uint8_t{0});
  if (layout.tiled) {
    const uint32_t index = TIFFComputeTile(tiff, block.left, block.top, 0, block.plane);
    return TIFFReadEncodedTile(tiff, index, out.data(), size) >= 0;
  }
  const uint32_t index = TIFFComputeStrip(tiff, block.top, block.plane);
  return TIFFReadEncodedStrip(tiff, index, out.data(), size) >= 0;
}

template <typename Sample>
void PlaceBlock(const Layout& layout,
                const Block& block,
                const std::vector<uint8_t>& bytes,
                Image<Sample>& image) {
  const auto* from = reinterpret_cast<const Sample*>(bytes.data());
  const size_t step = layout.apart() ? 1 : layout.samples;
  const bool grey = layout.colours != PHOTOMETRIC_RGB;
  const auto flip = static_cast<Sample>(layout.colours == PHOTOMETRIC_MINISWHITE ? ~0U : 0U);
  const uint32_t bottom = std::min(layout.height - block.top, layout.block_height);
  const uint32_t right = std::min(layout.width - block.left, layout.block_width);
  for (uint32_t y = 0; y < bottom; ++y) {
    const Sample* pixel = from + static_cast<size_t>(y) * layout.block_width * step;
    Sample* to = image.At(static_cast<int>(block.left), static_cast<int>(block.top + y));
    for (uint32_t x = 0; x < right; ++x, pixel += step, to += 3) {
      if (grey) {
        to[0] = to[1] = to[2] = pixel[0] ^ flip;
      } else if (layout.apart()) {
        to[block.plane] = pixel[0];
      } else {
        std::copy_n(pixel, 3, to);
      }
    }
  }
}

template <typename Sample>
Result<DecodedPicture> ReadPlain(TIFF* tiff, const Layout& layout) {
  const uint64_t rows = layout.block_height;
  const uint64_t needed =
      uint64_t{layout.block_width} * rows * sizeof(Sample) * (layout.apart() ? 1 : layout.samples);
  if (layout.block_bytes > kLargestBlock || needed > layout.block_bytes || rows == 0) {
    return Result<DecodedPicture>::Failed(DamagedPicture("TIFF", "block size"));
  }
  std::vector<uint8_t> bytes(layout.block_bytes);
  Image<Sample> image(static_cast<int>(layout.width), static_cast<int>(layout.height), 3);
  const bool grey = layout.colours != PHOTOMETRIC_RGB;
  const auto planes = static_cast<uint16_t>(layout.apart() && !grey ? 3 : 1);
  uint64_t blocks = 0;
  uint64_t lost = 0;
  for (uint16_t plane = 0; plane < planes; ++plane) {
    for (uint64_t top = 0; top < layout.height; top += layout.block_height) {
      for (uint64_t left = 0; left < layout.width; left += layout.block_width) {
        const Block block{static_cast<uint32_t>(left), static_cast<uint32_t>(top), plane};
        ++blocks;
        if (ReadBlock(tiff, layout, block, bytes)) {
          PlaceBlock(layout, block, bytes, image);
        } else {
          ++lost;
        }
      }
    }
  }
  if (lost == blocks) {
    return Result<DecodedPicture>::Failed(DamagedPicture("TIFF", "no pixels"));
  }
  Result<DecodedPicture> picture = Result<DecodedPicture>::Of({.pixels = std::move(image)});
  if (lost > 0) {
    picture.diagnostics.push_back(
        TruncatedPicture(static_cast<double>(lost) / static_cast<double>(blocks)));
  }
  return picture;
}

// Palettes, inks, YCbCr, one bit: what libtiff can make of them.
Result<DecodedPicture> ReadThroughRgba(TIFF* tiff, const Layout& layout) {
  char why[1024] = "";
  if (layout.block_bytes > kLargestBlock || TIFFRGBAImageOK(tiff, why) == 0) {
    return Result<DecodedPicture>::Failed(UnsupportedPicture("TIFF", why));
  }
  std::vector<uint32_t> raster(size_t{layout.width} * layout.height);
  if (TIFFReadRGBAImageOriented(
          tiff, layout.width, layout.height, raster.data(), ORIENTATION_TOPLEFT, 1) == 0) {
    return Result<DecodedPicture>::Failed(DamagedPicture("TIFF", "pixels"));
  }
  Image8 image(static_cast<int>(layout.width), static_cast<int>(layout.height), 3);
  for (size_t i = 0; i < raster.size(); ++i) {
    image.pixels[i * 3] = static_cast<uint8_t>(TIFFGetR(raster[i]));
    image.pixels[i * 3 + 1] = static_cast<uint8_t>(TIFFGetG(raster[i]));
    image.pixels[i * 3 + 2] = static_cast<uint8_t>(TIFFGetB(raster[i]));
  }
  return Result<DecodedPicture>::Of({.pixels = std::move(image)});
}

}  // namespace

Result<DecodedPicture> DecodeTiff(std::span<const uint8_t> bytes, uint64_t limit_pixels) {
  Memory memory{bytes};
  const TiffHandle tiff = OpenMemory(memory);
  if (!tiff) {
    return Result<DecodedPicture>::Failed(DamagedPicture("TIFF", "the directory is not whole"));
  }
  const Layout layout = LayoutOf(tiff.get());
  const ClaimedSize claimed{layout.width, layout.height, bytes.size()};
  if (auto refused = RefuseImplausibleSize(claimed, limit_pixels)) {
    return Result<DecodedPicture>::Failed(std::move(*refused));
  }
  // The raster's way turns by itself; the caller turns: hide the tag from it.
  TIFFSetField(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  Result<DecodedPicture> picture = !layout.plain()    ? ReadThroughRgba(tiff.get(), layout)
                                   : layout.bits == 8 ? ReadPlain<uint8_t>(tiff.get(), layout)
                                                      : ReadPlain<uint16_t>(tiff.get(), layout);
  uint32_t size = 0;
  void* profile = nullptr;
  // What went through inks or a palette is plain RGB by now.
  if (picture && layout.plain() &&
      TIFFGetField(tiff.get(), TIFFTAG_ICCPROFILE, &size, &profile) == 1) {
    const auto* start = static_cast<const uint8_t*>(profile);
    picture->icc.assign(start, start + size);
  }
  return picture;
}

Result<PhotoFacts> ReadTiffFacts(const std::filesystem::path& file) {
  const TiffHandle tiff(TIFFOpenExt(file.c_str(), "rm", Quiet().get()));
  if (!tiff) {
    return Result<PhotoFacts>::Failed(DamagedPicture("TIFF", "the directory is not whole"));
  }
  const Layout layout = LayoutOf(tiff.get());
  PhotoFacts facts{.format = PhotoFormat::kTiff,
                   .width_px = static_cast<int>(std::min(layout.width, 0x7FFFFFFFU)),
                   .height_px = static_cast<int>(std::min(layout.height, 0x7FFFFFFFU)),
                   .bits = layout.plain() && layout.bits == 16 ? 16 : 8};
  if (facts.width_px == 0 || facts.height_px == 0) {
    return Result<PhotoFacts>::Failed(DamagedPicture("TIFF", "no size"));
  }
  uint32_t size = 0;
  void* packet = nullptr;
  if (TIFFGetField(tiff.get(), TIFFTAG_XMLPACKET, &size, &packet) == 1) {
    facts.xmp.assign(static_cast<const char*>(packet), size);
  }
  FileWindow window(file);
  const auto structure = TiffStructure::Open(
      [&](uint64_t offset, std::span<uint8_t> out) { return window.Read(offset, out); });
  if (structure) {
    facts.exif = ReadExif(*structure);
  }
  return Result<PhotoFacts>::Of(std::move(facts));
}

}  // namespace disan
