// What a photo file is, from its head: one short function a format.
#include "formats/files/read_file.h"
#include "formats/image/damaged.h"
#include "formats/image/file_window.h"
#include "formats/image/heic.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/orientation.h"
#include "formats/image/photo.h"
#include "formats/image/photo_format.h"
#include "formats/image/png.h"
#include "formats/image/raw.h"
#include "formats/image/tiff.h"
#include "formats/image/xmp.h"
#include "formats/language/image_messages.h"

#include <algorithm>
#include <cerrno>

namespace disan {
namespace {

// A picture that was made smaller keeps the tag of the sensor it came from.
void FitFocalPlane(int stored_width_px, Exif& exif) {
  if (exif.focal_plane_pixels_per_mm && exif.pixels_wide && *exif.pixels_wide > 0) {
    *exif.focal_plane_pixels_per_mm *= static_cast<double>(stored_width_px) / *exif.pixels_wide;
  }
}

void StandUpright(PhotoFacts& facts) {
  FitFocalPlane(facts.width_px, facts.exif);
  if (!facts.stored_upright && OrientationSwapsSides(facts.exif.orientation)) {
    std::swap(facts.width_px, facts.height_px);
  }
}

Result<PhotoFacts> JpegFacts(FileWindow& window) {
  std::vector<uint8_t> bytes;
  std::optional<JpegHead> head;
  // Most heads fit the first window; one with a large preview inside does not.
  for (uint64_t size = 256 * 1024;; size *= 4) {
    bytes = window.Head(size);
    head = ParseJpegHead(bytes);
    if (!head || head->complete() || bytes.size() == window.size()) {
      break;
    }
  }
  if (!head || !head->complete()) {
    return Result<PhotoFacts>::Failed(DamagedPicture("JPEG", "the head is not whole"));
  }
  PhotoFacts facts{.format = PhotoFormat::kJpeg,
                   .width_px = head->width_px,
                   .height_px = head->height_px,
                   .bits = head->bits,
                   .exif = ParseExif(FindExif(*head)),
                   .xmp = std::string(FindXmp(*head))};
  return Result<PhotoFacts>::Of(std::move(facts));
}

bool HoldsSensorData(FileWindow& window) {
  const auto structure = TiffStructure::Open(
      [&](uint64_t offset, std::span<uint8_t> out) { return window.Read(offset, out); });
  return structure && HoldsSensorData(*structure);
}

Result<PhotoFacts> StoredFacts(PhotoFormat format,
                               const std::filesystem::path& file,
                               FileWindow& window) {
  switch (format) {
    case PhotoFormat::kJpeg:
      return JpegFacts(window);
    case PhotoFormat::kPng:
      return ReadPngFacts(window);
    case PhotoFormat::kTiff:
      return HoldsSensorData(window) ? ReadRawFacts(file) : ReadTiffFacts(file);
    case PhotoFormat::kRaw:
      return ReadRawFacts(file);
    case PhotoFormat::kHeic:
      return ReadHeicFacts(file);
  }
  return {};
}

}  // namespace

Result<PhotoFacts> ReadPhotoFacts(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    return Result<PhotoFacts>::Failed(CannotRead(file,
                                                 error                           ? error.value()
                                                 : std::filesystem::exists(file) ? EISDIR
                                                                                 : ENOENT));
  }
  FileWindow window(file);
  const auto named = [&](Diagnostic diagnostic) {
    diagnostic.file = file.string();
    return diagnostic;
  };
  const std::vector<uint8_t> head = window.Head(64);
  if (head.empty()) {
    return Result<PhotoFacts>::Failed(
        std::filesystem::file_size(file, error) > 0
            ? CannotRead(file, EACCES)
            : named({.what = Say(messages::kImageEmptyFile),
                     .remedy = Say(messages::kImageCopyAgainRemedy)}));
  }
  const std::optional<PhotoFormat> format = SniffFormat(head);
  if (!format) {
    return Result<PhotoFacts>::Failed(named({.what = Say(messages::kImageUnknownFormat),
                                             .remedy = Say(messages::kImageUnknownFormatRemedy)}));
  }
  Result<PhotoFacts> facts = StoredFacts(*format, file, window);
  for (Diagnostic& diagnostic : facts.diagnostics) {
    diagnostic.file = file.string();
  }
  if (facts) {
    StandUpright(*facts);
    facts->gpano = ParseGPano(facts->xmp);
    if (auto wrong = CheckExtension(file.extension().string(), facts->format)) {
      facts.diagnostics.push_back(named(std::move(*wrong)));
    }
  }
  return facts;
}

}  // namespace disan
