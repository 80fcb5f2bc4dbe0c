// One photo file of any kind the house knows (JPEG, PNG, TIFF 8 and 16 bit, RAW, HEIC): what it is
// without decoding it, and its upright pixels.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/exif.h"
#include "formats/image/image.h"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

namespace disan {

enum class PhotoFormat { kJpeg, kPng, kTiff, kRaw, kHeic };

// XMP GPano: present when the file says it is a panorama.
struct GPano {
  std::string projection = "equirectangular";
  int full_width_px = 0;
  int full_height_px = 0;
  int cropped_left_px = 0;
  int cropped_top_px = 0;
  int cropped_width_px = 0;
  int cropped_height_px = 0;
  std::optional<double>
      heading_deg;  // PoseHeadingDegrees: compass direction of the picture's centre
  std::optional<double> pitch_deg;
  std::optional<double> roll_deg;

  bool operator==(const GPano&) const = default;
};

struct PhotoFacts {
  PhotoFormat format = PhotoFormat::kJpeg;
  int width_px = 0;  // upright: EXIF orientation is applied
  int height_px = 0;
  int bits = 8;
  Exif exif;
  std::optional<GPano> gpano;
  std::string xmp;  // the packet as found
  // The pixels in the file stand upright whatever exif.orientation says (HEIC, RAW turn by
  // themselves). Set exif.orientation to 1 before writing it beside pixels of ReadPhoto.
  bool stored_upright = false;
};

// Reads the head of the file only. Says when the content is not what the file's extension promises.
Result<PhotoFacts> ReadPhotoFacts(const std::filesystem::path& file);

struct PhotoOptions {
  int reduce_to_px =
      0;  // 0: full size; else decode as small as it gets with a long side of at least this
  uint64_t max_pixels = uint64_t{1} << 30;
};

struct Photo {
  PhotoFacts facts;
  std::variant<Image8, Image16> pixels;  // upright, 3 channels, sRGB transfer curve and primaries
};

Result<Photo> ReadPhoto(const std::filesystem::path& file, const PhotoOptions& options = {});

}  // namespace disan
