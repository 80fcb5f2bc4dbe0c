#include "formats/image/photo_format.h"

#include "formats/language/image_messages.h"

#include <algorithm>
#include <array>

namespace disan {
namespace {

using namespace std::string_view_literals;

constexpr std::array kJpegEndings = {".jpg"sv, ".jpeg"sv, ".jpe"sv, ".jfif"sv, ".mpo"sv, ".insp"sv};
constexpr std::array kPngEndings = {".png"sv};
constexpr std::array kTiffEndings = {".tif"sv, ".tiff"sv};
constexpr std::array kHeicEndings = {".heic"sv, ".heif"sv, ".hif"sv, ".avif"sv};

std::span<const std::string_view> Endings(PhotoFormat format) {
  switch (format) {
    case PhotoFormat::kJpeg:
      return kJpegEndings;
    case PhotoFormat::kPng:
      return kPngEndings;
    case PhotoFormat::kTiff:
      return kTiffEndings;
    case PhotoFormat::kHeic:
      return kHeicEndings;
    case PhotoFormat::kRaw:
      return {};
  }
  return {};
}

bool Has(std::span<const std::string_view> endings, std::string_view extension) {
  return std::find(endings.begin(), endings.end(), extension) != endings.end();
}

bool IsHeifBrand(std::string_view brand) {
  constexpr std::array kBrands = {
      "heic"sv, "heix"sv, "hevc"sv, "heim"sv, "heis"sv, "mif1"sv, "msf1"sv, "avif"sv};
  return Has(kBrands, brand);
}

}  // namespace

std::optional<PhotoFormat> SniffFormat(std::span<const uint8_t> head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  if (text.starts_with("\xFF\xD8\xFF"sv)) {
    return PhotoFormat::kJpeg;
  }
  if (text.starts_with("\x89PNG\r\n\x1A\n"sv)) {
    return PhotoFormat::kPng;
  }
  if (text.substr(0, 10).ends_with("CR") && text.starts_with("II*\0"sv)) {
    return PhotoFormat::kRaw;
  }
  if (text.starts_with("II*\0"sv) || text.starts_with("MM\0*"sv) || text.starts_with("II+\0"sv) ||
      text.starts_with("MM\0+"sv)) {
    return PhotoFormat::kTiff;
  }
  if (text.starts_with("IIRO") || text.starts_with("IIRS") || text.starts_with("MMOR") ||
      text.starts_with("IIU\0"sv) || text.starts_with("FUJIFILMCCD-RAW")) {
    return PhotoFormat::kRaw;
  }
  if (text.size() >= 12 && text.substr(4, 4) == "ftyp") {
    const std::string_view brand = text.substr(8, 4);
    if (brand == "crx ") {
      return PhotoFormat::kRaw;
    }
    if (IsHeifBrand(brand)) {
      return PhotoFormat::kHeic;
    }
  }
  return std::nullopt;
}

bool HoldsSensorData(const TiffStructure& structure) {
  constexpr uint16_t kDngVersion = 50706, kPhotometric = 262, kSubDirectories = 330;
  constexpr uint32_t kColourFilterArray = 32803, kLinearRaw = 34892;
  const auto directory = structure.FirstDirectory();
  const auto is_sensor = [&](const TiffStructure::Directory& tags) {
    const auto* photometric = TiffStructure::Find(tags, kPhotometric);
    const uint32_t kind = photometric == nullptr ? 0 : structure.Unsigned(*photometric).value_or(0);
    return kind == kColourFilterArray || kind == kLinearRaw;
  };
  if (TiffStructure::Find(directory, kDngVersion) != nullptr || is_sensor(directory)) {
    return true;
  }
  const auto* below = TiffStructure::Find(directory, kSubDirectories);
  for (uint32_t i = 0; below != nullptr && i < std::min(below->count, 16U); ++i) {
    const auto offset = structure.Unsigned(*below, i);
    if (offset && is_sensor(structure.ReadDirectory(*offset))) {
      return true;
    }
  }
  return false;
}

std::string_view FormatName(PhotoFormat format) {
  constexpr std::array kNames = {"JPEG"sv, "PNG"sv, "TIFF"sv, "RAW"sv, "HEIC"sv};
  return kNames[static_cast<size_t>(format)];
}

std::optional<Diagnostic> CheckExtension(std::string extension, PhotoFormat format) {
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  bool right = Has(Endings(format), extension);
  if (format == PhotoFormat::kRaw) {
    // Every maker has an ending of its own: any is right that is not another format's.
    right = true;
    for (const PhotoFormat other : {PhotoFormat::kJpeg, PhotoFormat::kPng, PhotoFormat::kHeic}) {
      right = right && !Has(Endings(other), extension);
    }
  }
  if (right) {
    return std::nullopt;
  }
  return Diagnostic{.severity = Severity::kWarning,
                    .what = Say(messages::kImageWrongExtension,
                                fmt::arg("format", FormatName(format)),
                                fmt::arg("extension", extension)),
                    .remedy = Say(messages::kImageWrongExtensionRemedy)};
}

}  // namespace disan
