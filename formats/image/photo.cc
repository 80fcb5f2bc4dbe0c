#include "formats/image/photo.h"

#include "formats/files/read_file.h"
#include "formats/image/decoded_picture.h"
#include "formats/image/heic.h"
#include "formats/image/icc.h"
#include "formats/image/jpeg.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/orientation.h"
#include "formats/image/png.h"
#include "formats/image/raw.h"
#include "formats/image/tiff.h"

#include <algorithm>

namespace disan {
namespace {

std::span<const uint8_t> BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

Result<DecodedPicture> DecodeJpegPhoto(std::span<const uint8_t> bytes,
                                       const PhotoOptions& options) {
  const JpegLimits limits{.pixels = options.max_pixels};
  Result<Image8> image = options.reduce_to_px > 0
                             ? DecodeJpegReduced(bytes, options.reduce_to_px, limits)
                             : DecodeJpeg(bytes, limits);
  if (!image) {
    return Result<DecodedPicture>::Failed(std::move(image.diagnostics));
  }
  DecodedPicture picture{.pixels = std::move(*image)};
  // Inks were turned into sRGB on the way, their profile is spent.
  if (const auto head = ParseJpegHead(bytes); head && head->components != 4) {
    picture.icc = FindIcc(*head);
  }
  return {std::move(picture), std::move(image.diagnostics)};
}

Result<DecodedPicture> Decode(PhotoFormat format,
                              std::span<const uint8_t> bytes,
                              const PhotoOptions& options) {
  switch (format) {
    case PhotoFormat::kJpeg:
      return DecodeJpegPhoto(bytes, options);
    case PhotoFormat::kPng:
      return DecodePng(bytes, options.max_pixels);
    case PhotoFormat::kTiff:
      return DecodeTiff(bytes, options.max_pixels);
    case PhotoFormat::kRaw:
      return DecodeRaw(bytes, options);
    case PhotoFormat::kHeic:
      return DecodeHeic(bytes, options.max_pixels);
  }
  return {};
}

// The mean of squares of `factor` pixels; what is left over at the right and below joins the last.
template <typename Sample>
Image<Sample> Shrunk(const Image<Sample>& image, int factor) {
  Image<Sample> small(
      std::max(1, image.width / factor), std::max(1, image.height / factor), image.channels);
  for (int y = 0; y < small.height; ++y) {
    const int bottom = y + 1 == small.height ? image.height : (y + 1) * factor;
    for (int x = 0; x < small.width; ++x) {
      const int right = x + 1 == small.width ? image.width : (x + 1) * factor;
      for (int c = 0; c < image.channels; ++c) {
        uint64_t sum = 0;
        for (int from_y = y * factor; from_y < bottom; ++from_y) {
          for (int from_x = x * factor; from_x < right; ++from_x) {
            sum += image.At(from_x, from_y)[c];
          }
        }
        const auto count =
            static_cast<uint64_t>(bottom - y * factor) * static_cast<uint64_t>(right - x * factor);
        small.At(x, y)[c] = static_cast<Sample>((sum + count / 2) / count);
      }
    }
  }
  return small;
}

template <typename Sample>
Image<Sample> Reduced(Image<Sample> image, int long_side_px) {
  const int longest = std::max(image.width, image.height);
  const int factor = long_side_px > 0 ? longest / long_side_px : 1;
  return factor < 2 ? std::move(image) : Shrunk(image, factor);
}

}  // namespace

Result<Photo> ReadPhoto(const std::filesystem::path& file, const PhotoOptions& options) {
  Result<PhotoFacts> facts = ReadPhotoFacts(file);
  if (!facts) {
    return Result<Photo>::Failed(std::move(facts.diagnostics));
  }
  const Result<std::string> content = ReadFile(file);
  if (!content) {
    return Result<Photo>::Failed(content.diagnostics);
  }
  Result<DecodedPicture> decoded = Decode(facts->format, BytesOf(*content), options);
  std::vector<Diagnostic> said = std::move(facts.diagnostics);
  const auto say = [&](Diagnostic diagnostic) {
    diagnostic.file = file.string();
    said.push_back(std::move(diagnostic));
  };
  std::for_each(decoded.diagnostics.begin(), decoded.diagnostics.end(), say);
  if (!decoded) {
    return Result<Photo>::Failed(std::move(said));
  }
  if (decoded->icc.empty() && facts->exif.adobe_rgb) {
    decoded->icc = AdobeRgbProfile();
  }
  const int orientation = facts->stored_upright ? 1 : facts->exif.orientation;
  Photo photo{.facts = std::move(*facts)};
  std::visit(
      [&](auto& image) {
        image = Reduced(std::move(image), options.reduce_to_px);
        if (auto warning = ConvertToSrgb(image, decoded->icc)) {
          say(std::move(*warning));
        }
        photo.pixels = Upright(std::move(image), orientation);
      },
      decoded->pixels);
  return {std::move(photo), std::move(said)};
}

}  // namespace disan
