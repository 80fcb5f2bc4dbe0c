// JPEG through libjpeg-turbo, with the metadata segments that travel in it. Encoding is TurboJPEG;
// decoding is its classic interface, which can say how far a damaged file could be read.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace disan {

// Of a panorama that is kept: at 92 the coding alone costs one to two decibels against the truth.
inline constexpr int kMasterQuality = 95;

struct JpegOptions {
  int quality = 92;
  bool full_colour_resolution = false;  // 4:4:4 instead of 4:2:0
  bool progressive = false;
  std::vector<uint8_t> exif;  // a TIFF structure without the "Exif" mark, from EncodeExif
  std::string xmp;            // a whole packet, from EncodeXmp
  std::vector<uint8_t> icc;   // split over segments as it needs
};

// 1 or 3 channels, sRGB unless an ICC profile says otherwise. The same pixels and options give the
// same bytes.
Result<std::string> EncodeJpeg(const Image8& image, const JpegOptions& options);

struct JpegLimits {
  uint64_t pixels = uint64_t{1} << 30;  // refused before any memory is asked for
};

// Pixels as stored (EXIF orientation is not applied, ICC is not applied), always 3 channels: grey
// is repeated, CMYK and YCCK are converted. A file that is cut short gives its pixels and a warning
// that names how much is missing.
Result<Image8> DecodeJpeg(std::span<const uint8_t> bytes, const JpegLimits& limits = {});

// At 1/2, 1/4 or 1/8 of the size, whichever is the smallest with a long side of at least
// `long_side_px`: much cheaper.
Result<Image8> DecodeJpegReduced(std::span<const uint8_t> bytes,
                                 int long_side_px,
                                 const JpegLimits& limits = {});

}  // namespace disan
