// What a camera says of a photo. Every field may be missing; a camera that writes 0 for "unknown"
// counts as missing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace disan {

struct Exif {
  std::string make;
  std::string model;
  std::string lens;
  std::string captured_at;         // "2026-05-10T09:00:05", local time as the camera wrote it
  std::optional<int> captured_ms;  // SubSecTimeOriginal
  int orientation = 1;             // 1 to 8, as the file says
  std::optional<double> focal_mm;
  std::optional<double> focal_35mm_equivalent;
  std::optional<double> focal_plane_pixels_per_mm;  // of the sensor, for the stored pixel size
  std::optional<double> exposure_s;
  std::optional<double> f_number;
  std::optional<double> iso;
  std::optional<double> exposure_bias_ev;
  std::optional<double> latitude_deg;
  std::optional<double> longitude_deg;
  std::string artist;
  std::string copyright;
  std::string description;
  bool adobe_rgb = false;          // the colours are Adobe RGB although no profile travels along
  std::optional<int> pixels_wide;  // PixelXDimension: the width that the camera wrote
};

// `tiff` is the structure behind the "Exif" mark of a JPEG, or a whole TIFF file's head. Never
// fails: what cannot be read is missing.
Exif ParseExif(std::span<const uint8_t> tiff);

std::vector<uint8_t> EncodeExif(const Exif& exif);

}  // namespace disan
