// What a photo file is, from its head: one short function a format.
#include "formats/files/read_file.h"
#include "formats/image/exif_read.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/orientation.h"
#include "formats/image/photo.h"
#include "formats/image/photo_format.h"
#include "formats/image/xmp.h"
#include "formats/language/image_messages.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

namespace disan {
namespace {

// Random access to a file, so that a directory at the end of a large TIFF costs nothing.
class FileWindow {
 public:
  explicit FileWindow(const std::filesystem::path& file) : stream_(file, std::ios::binary) {
    stream_.seekg(0, std::ios::end);
    size_ = stream_ ? static_cast<uint64_t>(stream_.tellg()) : 0;
  }
  bool Read(uint64_t offset, std::span<uint8_t> out) {
    if (offset > size_ || out.size() > size_ - offset) {
      return false;
    }
    stream_.clear();
    stream_.seekg(static_cast<std::streamoff>(offset));
    stream_.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
    return stream_.good();
  }
  std::vector<uint8_t> Head(uint64_t wanted) {
    std::vector<uint8_t> bytes(std::min(wanted, size_));
    if (!Read(0, bytes)) {
      bytes.clear();
    }
    return bytes;
  }
  uint64_t size() const { return size_; }

 private:
  std::ifstream stream_;
  uint64_t size_ = 0;
};

Diagnostic Damaged(PhotoFormat format, const char* detail) {
  return {.what = Say(messages::kImageDamaged,
                      fmt::arg("format", FormatName(format)),
                      fmt::arg("detail", detail)),
          .remedy = Say(messages::kImageCopyAgainRemedy)};
}

// A picture that was made smaller keeps the tag of the sensor it came from.
void FitFocalPlane(int stored_width_px, Exif& exif) {
  if (exif.focal_plane_pixels_per_mm && exif.pixels_wide && *exif.pixels_wide > 0) {
    *exif.focal_plane_pixels_per_mm *= static_cast<double>(stored_width_px) / *exif.pixels_wide;
  }
}

void StandUpright(PhotoFacts& facts) {
  FitFocalPlane(facts.width_px, facts.exif);
  if (OrientationSwapsSides(facts.exif.orientation)) {
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
    return Result<PhotoFacts>::Failed(Damaged(PhotoFormat::kJpeg, "the head is not whole"));
  }
  PhotoFacts facts{.format = PhotoFormat::kJpeg,
                   .width_px = head->width_px,
                   .height_px = head->height_px,
                   .bits = head->bits,
                   .exif = ParseExif(FindExif(*head)),
                   .xmp = std::string(FindXmp(*head))};
  StandUpright(facts);
  return Result<PhotoFacts>::Of(std::move(facts));
}

Result<PhotoFacts> FactsOf(PhotoFormat format, FileWindow& window) {
  switch (format) {
    case PhotoFormat::kJpeg:
      return JpegFacts(window);
    default:
      return Result<PhotoFacts>::Failed(Damaged(format, "no reader"));
  }
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
  Result<PhotoFacts> facts = FactsOf(*format, window);
  for (Diagnostic& diagnostic : facts.diagnostics) {
    diagnostic.file = file.string();
  }
  if (facts) {
    facts->gpano = ParseGPano(facts->xmp);
    if (auto wrong = CheckExtension(file.extension().string(), facts->format)) {
      facts.diagnostics.push_back(named(std::move(*wrong)));
    }
  }
  return facts;
}

}  // namespace disan
