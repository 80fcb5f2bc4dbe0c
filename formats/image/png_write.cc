#include "formats/image/png.h"
#include "formats/language/image_messages.h"

#include <bit>
#include <csetjmp>

#include <png.h>

namespace disan {
namespace {

struct Writer {
  png_structp codec = nullptr;
  png_infop info = nullptr;
  std::string bytes;
  std::string error;

  ~Writer() { png_destroy_write_struct(&codec, &info); }
};

void Fail(png_structp codec, png_const_charp text) {
  static_cast<Writer*>(png_get_error_ptr(codec))->error = text;
  png_longjmp(codec, 1);
}

void Take(png_structp codec, png_bytep bytes, size_t size) {
  static_cast<Writer*>(png_get_io_ptr(codec))->bytes.append(reinterpret_cast<char*>(bytes), size);
}

struct Frame {
  int width;
  int height;
  int channels;
  int bits;
  const uint8_t* pixels;
  size_t stride;
};

void PutProfile(Writer& writer, const PngOptions& options) {
  if (options.icc.empty()) {
    png_set_sRGB(writer.codec, writer.info, PNG_sRGB_INTENT_PERCEPTUAL);
  } else {
    png_set_iCCP(writer.codec,
                 writer.info,
                 "ICC",
                 PNG_COMPRESSION_TYPE_BASE,
                 options.icc.data(),
                 static_cast<png_uint_32>(options.icc.size()));
  }
}

void PutXmp(Writer& writer, const std::string& xmp) {
  if (xmp.empty()) {
    return;
  }
  png_text text{};
  text.compression = PNG_ITXT_COMPRESSION_NONE;
  text.key = const_cast<char*>("XML:com.adobe.xmp");
  text.text = const_cast<char*>(xmp.c_str());
  text.itxt_length = xmp.size();
  png_set_text(writer.codec, writer.info, &text, 1);
}

bool Write(Writer& writer, const Frame& frame, const PngOptions& options) {
  writer.codec = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, Fail, nullptr);
  if (setjmp(png_jmpbuf(writer.codec)) != 0) {
    return false;
  }
  writer.info = png_create_info_struct(writer.codec);
  png_set_write_fn(writer.codec, &writer, Take, nullptr);
  png_set_compression_level(writer.codec, options.compression);
  const int colour = frame.channels == 1   ? PNG_COLOR_TYPE_GRAY
                     : frame.channels == 3 ? PNG_COLOR_TYPE_RGB
                                           : PNG_COLOR_TYPE_RGB_ALPHA;
  png_set_IHDR(writer.codec,
               writer.info,
               static_cast<png_uint_32>(frame.width),
               static_cast<png_uint_32>(frame.height),
               frame.bits,
               colour,
               PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  PutProfile(writer, options);
  PutXmp(writer, options.xmp);
  png_write_info(writer.codec, writer.info);
  if (frame.bits == 16 && std::endian::native == std::endian::little) {
    png_set_swap(writer.codec);
  }
  for (int y = 0; y < frame.height; ++y) {
    png_write_row(writer.codec, frame.pixels + static_cast<size_t>(y) * frame.stride);
  }
  png_write_end(writer.codec, nullptr);
  return true;
}

template <typename Sample>
Result<std::string> Encode(const Image<Sample>& image, const PngOptions& options) {
  Writer writer;
  const auto channels = static_cast<size_t>(image.channels);
  const Frame frame{.width = image.width,
                    .height = image.height,
                    .channels = image.channels,
                    .bits = 8 * static_cast<int>(sizeof(Sample)),
                    .pixels = reinterpret_cast<const uint8_t*>(image.pixels.data()),
                    .stride = static_cast<size_t>(image.width) * channels * sizeof(Sample)};
  const bool fits = !image.empty() && (channels == 1 || channels == 3 || channels == 4);
  if (!fits || !Write(writer, frame, options)) {
    return Result<std::string>::Failed({.what = Say(messages::kImageCannotEncode,
                                                    fmt::arg("format", "PNG"),
                                                    fmt::arg("width", image.width),
                                                    fmt::arg("height", image.height),
                                                    fmt::arg("detail", writer.error)),
                                        .remedy = Say(messages::kImageTooLargeRemedy)});
  }
  return Result<std::string>::Of(std::move(writer.bytes));
}

}  // namespace

Result<std::string> EncodePng(const Image8& image, const PngOptions& options) {
  return Encode(image, options);
}

Result<std::string> EncodePng(const Image16& image, const PngOptions& options) {
  return Encode(image, options);
}

}  // namespace disan
