#include "pipeline/panorama/photo_files.h"

#include "formats/files/sha256.h"
#include "formats/image/photo.h"
#include "formats/language/image_messages.h"
#include "formats/language/panorama_messages.h"
#include "pipeline/session/brackets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>

namespace disan::panorama {

namespace {

namespace fs = std::filesystem;

constexpr std::array kExtensions = {
    ".jpg",  ".jpeg", ".jpe", ".jfif", ".insp", ".png", ".tif", ".tiff", ".heic", ".heif", ".hif",
    ".avif", ".dng",  ".cr2", ".cr3",  ".nef",  ".arw", ".orf", ".raf",  ".rw2",  ".pef",  ".srw"};
constexpr int kSmallest = 64;  // px a side: less is no photo
constexpr double kFilmWidthMm = 36;

bool IsPhoto(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  const bool hidden = file.filename().string().starts_with(".");
  return !hidden &&
         std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

std::optional<double> FocalOf(const PhotoFacts& facts) {
  const Exif& exif = facts.exif;
  if (exif.focal_mm && exif.focal_plane_pixels_per_mm) {
    return *exif.focal_mm * *exif.focal_plane_pixels_per_mm;
  }
  if (exif.focal_35mm_equivalent) {
    return *exif.focal_35mm_equivalent / kFilmWidthMm * std::max(facts.width_px, facts.height_px);
  }
  return std::nullopt;
}

// A photo with a part missing would leave grey in the panorama.
bool Damaged(const std::vector<Diagnostic>& diagnostics) {
  const Text copy_again = Say(messages::kImageCopyAgainRemedy);
  return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& diagnostic) {
    return diagnostic.remedy == copy_again;
  });
}

InputPhoto Broken(const fs::path& file, std::vector<Diagnostic> diagnostics) {
  InputPhoto photo{.name = file.filename().string(), .width_px = kSmallest, .height_px = kSmallest};
  photo.camera = "unreadable " + photo.name;
  photo.read = [diagnostics = std::move(diagnostics)](int) {
    return Result<Pixels>::Failed(diagnostics);
  };
  return photo;
}

InputPhoto Open(const fs::path& file) {
  Result<PhotoFacts> facts = ReadPhotoFacts(file);
  if (!facts) {
    return Broken(file, facts.diagnostics);
  }
  if (std::min(facts->width_px, facts->height_px) < kSmallest) {
    return Broken(file,
                  {{.file = file.filename().string(),
                    .what = Say(messages::kPhotoTooSmall,
                                fmt::arg("width", facts->width_px),
                                fmt::arg("height", facts->height_px)),
                    .remedy = Say(messages::kPhotoTooSmallRemedy)}});
  }
  InputPhoto photo{.name = file.filename().string(),
                   .width_px = facts->width_px,
                   .height_px = facts->height_px,
                   .focal_px = FocalOf(*facts),
                   .camera = facts->exif.make + "/" + facts->exif.model + "/" + facts->exif.lens,
                   .captured_at = facts->exif.captured_at,
                   .exposure_ev = ExposureOf(facts->exif)};
  if (!photo.captured_at.empty() && facts->exif.captured_ms) {
    photo.captured_at += fmt::format(".{:03}", *facts->exif.captured_ms);
  }
  photo.read = [file](int long_side_px) {
    Result<Photo> read = ReadPhoto(file, {.reduce_to_px = long_side_px});
    Result<Pixels> pixels;
    pixels.diagnostics = std::move(read.diagnostics);
    if (read.value && !Damaged(pixels.diagnostics)) {
      pixels.value = std::move(read->pixels);
    }
    return pixels;
  };
  return photo;
}

}  // namespace

std::vector<fs::path> ListPhotos(const std::vector<fs::path>& inputs) {
  std::vector<fs::path> files;
  for (const fs::path& input : inputs) {
    std::error_code error;
    if (!fs::is_directory(input, error)) {
      files.push_back(input);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(input, error)) {
      if (entry.is_regular_file(error) && IsPhoto(entry.path())) {
        inside.push_back(entry.path());
      }
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

PhotoSet OpenPhotos(const std::vector<fs::path>& files) {
  std::map<uintmax_t, int> of_size;
  std::error_code error;
  for (const fs::path& file : files) {
    ++of_size[fs::file_size(file, error)];
  }
  PhotoSet photos;
  for (const fs::path& file : files) {
    photos.push_back(Open(file));
    // Only files of one size can hold the same.
    if (of_size[fs::file_size(file, error)] > 1) {
      photos.back().content = Sha256OfFile(file).value.value_or("");
    }
  }
  return photos;
}

}  // namespace disan::panorama
