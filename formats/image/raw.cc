#include "formats/image/raw.h"

#include "formats/image/damaged.h"
#include "formats/image/exif_read.h"
#include "formats/image/file_window.h"
#include "formats/image/plausible_size.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <libraw/libraw.h>

namespace disan {
namespace {

struct FreePixels {
  void operator()(libraw_processed_image_t* image) const { LibRaw::dcraw_clear_mem(image); }
};

Result<DecodedPicture> Damaged(int error) {
  return Result<DecodedPicture>::Failed(DamagedPicture("RAW", LibRaw::strerror(error)));
}

void SetDevelopment(libraw_output_params_t& parameters) {
  parameters.use_camera_wb = 1;
  parameters.no_auto_bright = 1;
  parameters.output_color = 1;  // sRGB
  parameters.output_bps = 16;
  parameters.gamm[0] = 1 / 2.4;
  parameters.gamm[1] = 12.92;
}

// What RAW files that are no TIFF say of the shot.
void FillFromLibrary(LibRaw& raw, Exif& exif) {
  const libraw_iparams_t& camera = raw.imgdata.idata;
  const libraw_imgother_t& shot = raw.imgdata.other;
  if (exif.make.empty()) {
    exif.make = camera.make;
    exif.model = camera.model;
  }
  const auto fill = [](std::optional<double>& field, double value) {
    if (!field && value > 0) {
      field = value;
    }
  };
  fill(exif.focal_mm, static_cast<double>(shot.focal_len));
  fill(exif.exposure_s, static_cast<double>(shot.shutter));
  fill(exif.f_number, static_cast<double>(shot.aperture));
  fill(exif.iso, static_cast<double>(shot.iso_speed));
}

}  // namespace

Result<DecodedPicture> DecodeRaw(std::span<const uint8_t> bytes, const PhotoOptions& options) {
  const auto raw = std::make_unique<LibRaw>();
  raw->set_dataerror_handler(nullptr, nullptr);  // else it prints
  SetDevelopment(raw->imgdata.params);
  // LibRaw only reads the buffer.
  int error = raw->open_buffer(const_cast<uint8_t*>(bytes.data()), bytes.size());
  if (error != LIBRAW_SUCCESS) {
    return Damaged(error);
  }
  const libraw_image_sizes_t& sizes = raw->imgdata.sizes;
  if (auto refused = RefuseImplausibleSize({sizes.raw_width, sizes.raw_height, bytes.size()},
                                           options.max_pixels)) {
    return Result<DecodedPicture>::Failed(std::move(*refused));
  }
  const int longest = std::max(sizes.width, sizes.height);
  raw->imgdata.params.half_size =
      options.reduce_to_px > 0 && longest / 2 >= options.reduce_to_px ? 1 : 0;
  if ((error = raw->unpack()) != LIBRAW_SUCCESS ||
      (error = raw->dcraw_process()) != LIBRAW_SUCCESS) {
    return Damaged(error);
  }
  const std::unique_ptr<libraw_processed_image_t, FreePixels> made(
      raw->dcraw_make_mem_image(&error));
  if (!made || made->type != LIBRAW_IMAGE_BITMAP || made->bits != 16 || made->colors != 3) {
    return Damaged(error);
  }
  Image16 image(made->width, made->height, 3);
  std::memcpy(image.pixels.data(), made->data, image.pixels.size() * sizeof(uint16_t));
  return Result<DecodedPicture>::Of({.pixels = std::move(image)});
}

Result<PhotoFacts> ReadRawFacts(const std::filesystem::path& file) {
  const auto raw = std::make_unique<LibRaw>();
  raw->set_dataerror_handler(nullptr, nullptr);  // else it prints
  int error = raw->open_file(file.c_str());
  if (error == LIBRAW_SUCCESS) {
    error = raw->adjust_sizes_info_only();
  }
  if (error != LIBRAW_SUCCESS) {
    return Result<PhotoFacts>::Failed(DamagedPicture("RAW", LibRaw::strerror(error)));
  }
  PhotoFacts facts{.format = PhotoFormat::kRaw,
                   .width_px = raw->imgdata.sizes.iwidth,
                   .height_px = raw->imgdata.sizes.iheight,
                   .bits = 16,
                   .stored_upright = true};
  FileWindow window(file);
  const auto structure = TiffStructure::Open(
      [&](uint64_t offset, std::span<uint8_t> out) { return window.Read(offset, out); });
  if (structure) {
    facts.exif = ReadExif(*structure);
    facts.exif.adobe_rgb = false;  // of the preview; LibRaw gives sRGB
  }
  FillFromLibrary(*raw, facts.exif);
  return Result<PhotoFacts>::Of(std::move(facts));
}

}  // namespace disan
