#include "formats/image/jpeg.h"

#include "formats/image/jpeg_rows.h"
#include "formats/image/jpeg_segments.h"
#include "formats/language/image_messages.h"

#include <memory>

#include <turbojpeg.h>

namespace disan {
namespace {

struct DestroyHandle {
  void operator()(void* handle) const { tjDestroy(handle); }
};
struct FreeBytes {
  void operator()(unsigned char* bytes) const { tjFree(bytes); }
};

Result<std::string> CannotEncode(const Image8& image, const char* detail) {
  return Result<std::string>::Failed({.what = Say(messages::kImageCannotEncode,
                                                  fmt::arg("format", "JPEG"),
                                                  fmt::arg("width", image.width),
                                                  fmt::arg("height", image.height),
                                                  fmt::arg("detail", detail)),
                                      .remedy = Say(messages::kImageTooLargeRemedy)});
}

Result<Image8> Decode(std::span<const uint8_t> bytes, int denominator, const JpegLimits& limits) {
  Result<JpegRowReader> reader = JpegRowReader::Open(bytes, denominator, limits);
  if (!reader) {
    return Result<Image8>::Failed(std::move(reader.diagnostics));
  }
  Image8 image(reader->width(), reader->height(), 3);
  int rows = 0;
  while (rows < image.height && reader->Read(image.At(0, rows))) {
    ++rows;
  }
  std::vector<Diagnostic> said = reader->Diagnostics();
  if (rows == 0) {
    return Result<Image8>::Failed(std::move(said));
  }
  // Damage that stopped the reader half-way: the rows above it are good.
  for (Diagnostic& diagnostic : said) {
    diagnostic.severity = Severity::kWarning;
  }
  return {std::move(image), std::move(said)};
}

}  // namespace

Result<std::string> EncodeJpeg(const Image8& image, const JpegOptions& options) {
  if (image.empty() || (image.channels != 1 && image.channels != 3)) {
    return CannotEncode(image, "1 or 3 channels");
  }
  const Result<std::string> segments =
      EncodeJpegMetadata({.exif = options.exif, .xmp = options.xmp, .icc = options.icc});
  if (!segments) {
    return segments;
  }
  const std::unique_ptr<void, DestroyHandle> codec(tjInitCompress());
  const bool grey = image.channels == 1;
  unsigned char* raw = nullptr;
  unsigned long size = 0;
  const int colours = grey ? TJSAMP_GRAY : options.full_colour_resolution ? TJSAMP_444 : TJSAMP_420;
  const int error =
      tjCompress2(codec.get(),
                  image.pixels.data(),
                  image.width,
                  0,
                  image.height,
                  grey ? TJPF_GRAY : TJPF_RGB,
                  &raw,
                  &size,
                  colours,
                  options.quality,
                  TJFLAG_ACCURATEDCT | (options.progressive ? TJFLAG_PROGRESSIVE : 0));
  const std::unique_ptr<unsigned char, FreeBytes> bytes(raw);
  if (error != 0) {
    return CannotEncode(image, tjGetErrorStr2(codec.get()));
  }
  const std::string_view encoded(reinterpret_cast<const char*>(raw), size);
  // SOI and JFIF's segment (18 bytes) come first, then ours.
  constexpr size_t kJfifEnd = 20;
  std::string out;
  out.reserve(encoded.size() + segments->size());
  out += encoded.substr(0, kJfifEnd);
  out += *segments;
  out += encoded.substr(kJfifEnd);
  return Result<std::string>::Of(std::move(out));
}

Result<Image8> DecodeJpeg(std::span<const uint8_t> bytes, const JpegLimits& limits) {
  return Decode(bytes, 1, limits);
}

Result<Image8> DecodeJpegReduced(std::span<const uint8_t> bytes,
                                 int long_side_px,
                                 const JpegLimits& limits) {
  int denominator = 1;
  if (const auto head = ParseJpegHead(bytes)) {
    const int longest = std::max(head->width_px, head->height_px);
    while (denominator < 8 && longest / (denominator * 2) >= long_side_px) {
      denominator *= 2;
    }
  }
  return Decode(bytes, denominator, limits);
}

}  // namespace disan
