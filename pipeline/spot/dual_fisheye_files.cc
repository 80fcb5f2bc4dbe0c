#include "formats/diagnostics/failure.h"
#include "formats/image/eight_bits.h"
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"
#include "formats/image/srgb.h"
#include "formats/language/panorama_messages.h"
#include "pipeline/panorama/dual_fisheye.h"
#include "pipeline/panorama/photo_set.h"
#include "pipeline/panorama/sphere_level.h"
#include "pipeline/spot/spot_panorama.h"
#include "pipeline/tiles/equirect_pyramid.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan {
namespace {

struct Read {
  std::vector<Image8> pictures;
  std::vector<std::string> names;
  Exif exif;  // of the first
};

Result<Read> ReadPictures(const std::vector<SpotPicture>& pictures) {
  Result<Read> all = Result<Read>::Of({});
  for (const SpotPicture& picture : pictures) {
    Result<Photo> photo = ReadPhoto(picture.path);
    for (Diagnostic& one : photo.diagnostics) {
      one.file = picture.name;
      all.diagnostics.push_back(std::move(one));
    }
    if (!photo) {
      return Result<Read>::Failed(std::move(all.diagnostics));
    }
    if (all->names.empty()) {
      all->exif = photo->facts.exif;
    }
    all->pictures.push_back(ToEightBits(std::move(photo->pixels)));
    all->names.push_back(std::filesystem::path(picture.name).filename().string());
  }
  return all;
}

// Of the camera's words those that are still true: when, by what, where.
Exif KeptExif(const Exif& from) {
  return {.make = from.make,
          .model = from.model,
          .captured_at = from.captured_at,
          .exposure_s = from.exposure_s,
          .f_number = from.f_number,
          .iso = from.iso,
          .latitude_deg = from.latitude_deg,
          .longitude_deg = from.longitude_deg,
          .artist = from.artist,
          .copyright = from.copyright};
}

std::string Encoded(const Image8& image, const SpotOptions& options, const Exif& exif) {
  Xmp packet = options.packet.value_or(Xmp{});
  packet.gpano = GPano{.full_width_px = image.width,
                       .full_height_px = image.height,
                       .cropped_width_px = image.width,
                       .cropped_height_px = image.height,
                       .heading_deg = options.heading_deg};
  JpegOptions jpeg{.quality = options.quality, .full_colour_resolution = true};
  jpeg.exif = EncodeExif(KeptExif(exif));
  jpeg.xmp = EncodeXmp(packet);
  jpeg.icc = SrgbProfile();
  return ValueOrThrow(EncodeJpeg(image, jpeg));
}

Image16 Deepened(const Image8& narrow) {
  Image16 deep(narrow.width, narrow.height, narrow.channels);
  std::transform(narrow.pixels.begin(), narrow.pixels.end(), deep.pixels.begin(), [](uint8_t v) {
    return static_cast<uint16_t>(v * 257);
  });
  return deep;
}

std::vector<std::array<std::string, 3>> FiguresOf(const panorama::DualFisheyeResult& stitched,
                                                  size_t photos) {
  return {{"Kích thước (px)",
           "Size (px)",
           fmt::format("{} × {}", stitched.pixels.width, stitched.pixels.height)},
          {"Số ảnh đã ghép", "Photos joined", fmt::format("{} / {}", photos, photos)},
          {"Góc nhìn của ống kính", "Field of view", fmt::format("{:.1f}°", stitched.fov_deg)},
          {"Sai lệch", "Misfit", fmt::format("{:.2f} px", stitched.misfit_px)}};
}

}  // namespace

Result<SpotPanorama> MakeDualFisheyePanorama(const std::vector<SpotPicture>& pictures,
                                             const SpotOptions& options,
                                             const Execution& execution) {
  Result<Read> read = ReadPictures(pictures);
  if (!read) {
    return Result<SpotPanorama>::Failed(std::move(read.diagnostics));
  }
  Result<panorama::DualFisheyeResult> stitched = panorama::StitchDualFisheye(
      read->pictures, {.width = options.width, .level = options.level}, execution);
  if (!stitched) {
    for (Diagnostic& one : stitched.diagnostics) {
      one.file = pictures.empty() ? std::string() : pictures.front().name;
      read.diagnostics.push_back(std::move(one));
    }
    return Result<SpotPanorama>::Failed(std::move(read.diagnostics));
  }
  SpotPanorama made{.width_px = stitched->pixels.width, .height_px = stitched->pixels.height};
  made.doubts = std::move(read.diagnostics);
  for (Diagnostic& one : stitched->doubts) {
    one.file = pictures.front().name;
    made.doubts.push_back(one);
  }
  made.jpeg = Encoded(stitched->pixels, options, read->exif);
  made.report = panorama::EncodeFisheyeReport(read->names, *stitched);
  made.project = panorama::EncodeFisheyePto(read->names, *stitched);
  const int small = std::min(kSmallPx, made.width_px);
  made.small = ResizeEquirect(stitched->pixels, small, small / 2, execution);
  made.figures = FiguresOf(*stitched, read->names.size());
  if (options.keep_pixels) {
    made.pixels = Deepened(stitched->pixels);
  }
  return Result<SpotPanorama>::Of(std::move(made));
}

}  // namespace disan
