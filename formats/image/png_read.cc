// The head is walked by our own hand, chunk by chunk; pixels are libpng's work, which reports
// errors through longjmp: what it is called from has nothing to destroy.
#include "formats/image/damaged.h"
#include "formats/image/exif.h"
#include "formats/image/plausible_size.h"
#include "formats/image/png.h"

#include <algorithm>
#include <array>
#include <bit>
#include <csetjmp>
#include <cstring>
#include <string_view>

#include <png.h>

namespace disan {
namespace {

constexpr size_t kSignature = 8;
constexpr uint32_t kLargestMetadata = 16U << 20;

// libpng's push interface: it takes exactly what is there, so that a file cut short gives every row
// that can be known.
struct Reader {
  png_structp codec = nullptr;
  png_infop info = nullptr;
  std::string error;
  bool head_is_whole = false;
  size_t left_after_head = 0;
  uint8_t* pixels = nullptr;
  size_t stride = 0;
  uint64_t rows_given = 0;
  uint64_t rows_in_all = 1;
  bool finished = false;

  ~Reader() { png_destroy_read_struct(&codec, &info, nullptr); }
};

void Fail(png_structp codec, png_const_charp text) {
  static_cast<Reader*>(png_get_error_ptr(codec))->error = text;
  png_longjmp(codec, 1);
}

void SetTransforms(png_structp codec, png_infop info) {
  if (png_get_color_type(codec, info) == PNG_COLOR_TYPE_PALETTE) {
    png_set_palette_to_rgb(codec);
  }
  if (png_get_bit_depth(codec, info) < 8) {
    png_set_expand(codec);
  }
  png_set_strip_alpha(codec);
  png_set_gray_to_rgb(codec);
  if (std::endian::native == std::endian::little) {
    png_set_swap(codec);
  }
}

// Stops after the head: memory is asked for when its size has been judged.
void TakeHead(png_structp codec, png_infop info) {
  Reader& reader = *static_cast<Reader*>(png_get_progressive_ptr(codec));
  SetTransforms(codec, info);
  const auto passes = static_cast<uint64_t>(png_set_interlace_handling(codec));
  png_read_update_info(codec, info);
  reader.rows_in_all = passes * png_get_image_height(codec, info);
  reader.head_is_whole = true;
  reader.left_after_head = png_process_data_pause(codec, 0);
}

void TakeRow(png_structp codec, png_bytep row, png_uint_32 y, int) {
  Reader& reader = *static_cast<Reader*>(png_get_progressive_ptr(codec));
  ++reader.rows_given;
  if (row != nullptr && reader.pixels != nullptr) {
    png_progressive_combine_row(codec, reader.pixels + size_t{y} * reader.stride, row);
  }
}

void TakeEnd(png_structp codec, png_infop) {
  static_cast<Reader*>(png_get_progressive_ptr(codec))->finished = true;
}

bool Start(Reader& reader) {
  reader.codec = png_create_read_struct(
      PNG_LIBPNG_VER_STRING, &reader, Fail, [](png_structp, png_const_charp) {});
  if (setjmp(png_jmpbuf(reader.codec)) != 0) {
    return false;
  }
  reader.info = png_create_info_struct(reader.codec);
  png_set_user_limits(reader.codec, 0x7FFFFFFF, 0x7FFFFFFF);
  png_set_chunk_malloc_max(reader.codec, kLargestMetadata);
  png_set_progressive_read_fn(reader.codec, &reader, TakeHead, TakeRow, TakeEnd);
  return true;
}

bool Push(Reader& reader, std::span<const uint8_t> bytes) {
  if (setjmp(png_jmpbuf(reader.codec)) != 0) {
    return false;
  }
  // libpng only reads them.
  png_process_data(reader.codec, reader.info, const_cast<png_bytep>(bytes.data()), bytes.size());
  return true;
}

template <typename Sample>
Result<DecodedPicture> ReadPixels(Reader& reader, std::span<const uint8_t> rest) {
  Image<Sample> image(static_cast<int>(png_get_image_width(reader.codec, reader.info)),
                      static_cast<int>(png_get_image_height(reader.codec, reader.info)),
                      3);
  DecodedPicture picture;
  std::vector<Diagnostic> said;
  reader.stride = static_cast<size_t>(image.width) * 3 * sizeof(Sample);
  if (png_get_rowbytes(reader.codec, reader.info) != reader.stride) {
    return Result<DecodedPicture>::Failed(UnsupportedPicture("PNG", "row size"));
  }
  reader.pixels = reinterpret_cast<uint8_t*>(image.pixels.data());
  Push(reader, rest);
  if (reader.rows_given < reader.rows_in_all) {
    if (reader.rows_given == 0) {
      return Result<DecodedPicture>::Failed(
          DamagedPicture("PNG", reader.error.empty() ? "the file ends early" : reader.error));
    }
    said.push_back(TruncatedPicture(1 - static_cast<double>(reader.rows_given) /
                                            static_cast<double>(reader.rows_in_all)));
  }
  char* name = nullptr;
  int compression = 0;
  png_bytep profile = nullptr;
  png_uint_32 size = 0;
  if (png_get_iCCP(reader.codec, reader.info, &name, &compression, &profile, &size) != 0) {
    picture.icc.assign(profile, profile + size);
  }
  picture.pixels = std::move(image);
  return {std::move(picture), std::move(said)};
}

uint32_t Big32(const uint8_t* bytes) {
  return uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 | uint32_t{bytes[2]} << 8 | bytes[3];
}

struct Chunk {
  uint64_t offset = 0;  // of the content
  uint32_t size = 0;
  std::string type;
};

std::optional<Chunk> ChunkAt(FileWindow& window, uint64_t offset) {
  std::array<uint8_t, 8> head{};
  if (!window.Read(offset, head)) {
    return std::nullopt;
  }
  return Chunk{offset + 8,
               Big32(head.data()),
               std::string(reinterpret_cast<const char*>(head.data()) + 4, 4)};
}

std::vector<uint8_t> ContentOf(FileWindow& window, const Chunk& chunk) {
  std::vector<uint8_t> bytes;
  if (chunk.size <= kLargestMetadata && chunk.size <= window.size()) {
    bytes.resize(chunk.size);
    if (!window.Read(chunk.offset, bytes)) {
      bytes.clear();
    }
  }
  return bytes;
}

// iTXt: keyword, 0, compressed?, method, language, 0, translated keyword, 0, text.
std::string XmpOf(std::span<const uint8_t> content) {
  using namespace std::string_view_literals;
  std::string_view text(reinterpret_cast<const char*>(content.data()), content.size());
  constexpr std::string_view kKeyword = "XML:com.adobe.xmp\0\0"sv;
  if (!text.starts_with(kKeyword) || text.size() < kKeyword.size() + 1) {
    return "";
  }
  text.remove_prefix(kKeyword.size() + 1);
  for (int i = 0; i < 2; ++i) {
    const size_t end = text.find('\0');
    if (end == std::string_view::npos) {
      return "";
    }
    text.remove_prefix(end + 1);
  }
  return std::string(text);
}

}  // namespace

Result<DecodedPicture> DecodePng(std::span<const uint8_t> bytes, uint64_t limit_pixels) {
  Reader reader;
  if (!Start(reader) || !Push(reader, bytes) || !reader.head_is_whole) {
    return Result<DecodedPicture>::Failed(
        DamagedPicture("PNG", reader.error.empty() ? "the head is not whole" : reader.error));
  }
  const ClaimedSize claimed{png_get_image_width(reader.codec, reader.info),
                            png_get_image_height(reader.codec, reader.info),
                            bytes.size()};
  if (auto refused = RefuseImplausibleSize(claimed, limit_pixels)) {
    return Result<DecodedPicture>::Failed(std::move(*refused));
  }
  const auto rest = bytes.last(reader.left_after_head);
  return png_get_bit_depth(reader.codec, reader.info) == 16 ? ReadPixels<uint16_t>(reader, rest)
                                                            : ReadPixels<uint8_t>(reader, rest);
}

Result<PhotoFacts> ReadPngFacts(FileWindow& window) {
  PhotoFacts facts{.format = PhotoFormat::kPng};
  uint64_t at = kSignature;
  while (const auto chunk = ChunkAt(window, at)) {
    if (at == kSignature) {
      const std::vector<uint8_t> header = ContentOf(window, *chunk);
      if (chunk->type != "IHDR" || header.size() < 9) {
        break;
      }
      facts.width_px = static_cast<int>(std::min(Big32(header.data()), 0x7FFFFFFFU));
      facts.height_px = static_cast<int>(std::min(Big32(header.data() + 4), 0x7FFFFFFFU));
      facts.bits = header[8] == 16 ? 16 : 8;
    } else if (chunk->type == "eXIf") {
      facts.exif = ParseExif(ContentOf(window, *chunk));
    } else if (chunk->type == "iTXt" && facts.xmp.empty()) {
      facts.xmp = XmpOf(ContentOf(window, *chunk));
    } else if (chunk->type == "IDAT" || chunk->type == "IEND") {
      break;
    }
    at = chunk->offset + chunk->size + 4;
  }
  if (facts.width_px == 0 || facts.height_px == 0) {
    return Result<PhotoFacts>::Failed(DamagedPicture("PNG", "the head is not whole"));
  }
  return Result<PhotoFacts>::Of(std::move(facts));
}

}  // namespace disan
