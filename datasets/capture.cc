#include "datasets/capture.h"

#include "datasets/noise.h"
#include "formats/diagnostics/failure.h"
#include "formats/files/write_or_throw.h"

#include <fmt/core.h>

namespace disan::world {

Image8 Develop(const ImageFloat& linear,
               const Camera& camera,
               float ev,
               const Sensor& sensor,
               const Execution& execution) {
  Image8 out(linear.width, linear.height, 3);
  const float gain = std::exp2(ev);
  const float half = static_cast<float>(camera.width_px) / 2;
  const float middle_x = static_cast<float>(camera.width_px - 1) / 2;
  const float middle_y = static_cast<float>(camera.height_px - 1) / 2;
  const Execution quiet{.threads = execution.threads, .cancelled = execution.cancelled};
  ParallelFor(quiet, static_cast<size_t>(linear.height), [&](size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < linear.width; ++x) {
      const float dx = (static_cast<float>(x) - middle_x) / half;
      const float dy = (static_cast<float>(y) - middle_y) / half;
      const bool flat = camera.lens == Lens::kRectilinear;
      const float corner = flat ? 1 - sensor.vignette * (dx * dx + dy * dy) / 1.5F : 1.0F;
      Random grain(Hash(sensor.seed, static_cast<uint32_t>(x), static_cast<uint32_t>(y)));
      for (int c = 0; c < 3; ++c) {
        const float light = Clamp01(linear.At(x, y)[c] * gain * corner);
        const float value = SrgbFromLinear(light) + sensor.noise * grain.Normal();
        out.At(x, y)[c] = static_cast<uint8_t>(Clamp01(value) * 255 + 0.5F);
      }
    }
  });
  return out;
}

std::string CapturedAt(int seconds_after_eight) {
  const int s = 8 * 3600 + seconds_after_eight;
  return fmt::format("2026-05-10T{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

Exif ExifOf(const Device& device, const Camera& camera, int seconds_after_eight) {
  Exif exif{.make = device.make,
            .model = device.model,
            .lens = device.lens,
            .captured_at = CapturedAt(seconds_after_eight),
            .exposure_s = device.exposure_s,
            .f_number = device.f_number,
            .iso = device.iso};
  if (camera.lens == Lens::kRectilinear) {
    const double f35 = 36.0 * static_cast<double>(camera.focal_px) / camera.width_px;
    exif.focal_mm = std::round(f35 * 100) / 100;
    exif.focal_35mm_equivalent = std::round(f35);
    exif.focal_plane_pixels_per_mm = camera.width_px / 36.0;
  }
  exif.artist = "disan-world";
  exif.description = "Computer-made sample";
  return exif;
}

void WriteText(const std::filesystem::path& file, std::string_view text) {
  WriteFileOrThrow(file, text);
}

void WriteJpeg(const std::filesystem::path& file, const Image8& image, const JpegOptions& options) {
  WriteText(file, ValueOrThrow(EncodeJpeg(image, options)));
}

nlohmann::json ToJson(const Mat3& m) {
  return {{m.x.x, m.y.x, m.z.x}, {m.x.y, m.y.y, m.z.y}, {m.x.z, m.y.z, m.z.z}};
}

nlohmann::json ToJson(Vec3 v) {
  return {v.x, v.y, v.z};
}

}  // namespace disan::world
