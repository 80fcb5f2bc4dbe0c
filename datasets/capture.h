// What a device makes of light: exposure, vignetting, the sRGB curve, grain, a JPEG with EXIF; and
// a scanner's cloud of points. The truth is kept beside it.
#pragma once

#include "datasets/world.h"
#include "formats/image/jpeg.h"
#include "formats/image/xmp.h"

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace disan::world {

struct Sensor {
  float vignette = 0.25F;  // light lost at 1.5 half widths squared, as the test bench has it
  float noise = 0.006F;    // sigma, of the sRGB value
  uint32_t seed = 1;
};

// Linear light to 8 bits: times 2^ev, darkened towards the corners, through the sRGB curve, grain.
Image8 Develop(const ImageFloat& linear,
               const Camera& camera,
               float ev,
               const Sensor& sensor,
               const Execution& execution);

struct Device {
  std::string make, model, lens;
  double f_number = 8;
  double iso = 200;
  double exposure_s = 1.0 / 60;
};

// "2026-05-10T08:30:00" plus seconds.
std::string CapturedAt(int seconds_after_eight);

// EXIF for a photo of this camera; focal length as of a 36 mm wide sensor, unless `blind`.
Exif ExifOf(const Device& device, const Camera& camera, int seconds_after_eight);

// Throw Failure when the disk does not take it.
void WriteJpeg(const std::filesystem::path& file, const Image8& image, const JpegOptions& options);
void WriteText(const std::filesystem::path& file, std::string_view text);

nlohmann::json ToJson(const Mat3& matrix);  // rows
nlohmann::json ToJson(Vec3 vector);

}  // namespace disan::world
