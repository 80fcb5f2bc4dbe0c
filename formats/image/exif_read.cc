// Our own bounded reader. libexif was tried on paper: it keeps what it reads in a tree that is then
// asked tag by tag, and takes no offset-based source, so TIFF and RAW would need a second reader.
#include "formats/image/exif_read.h"

#include "formats/language/unicode.h"

#include <algorithm>
#include <cmath>

namespace disan {
namespace {

constexpr size_t kLongestText = 64 * 1024;

// Cameras pad with spaces and NUL; old programs write Latin-1 where ASCII is asked for.
std::string Clean(const std::vector<uint8_t>& raw) {
  std::string text(raw.begin(), std::find(raw.begin(), raw.end(), uint8_t{0}));
  const auto last = text.find_last_not_of(" \t\r\n");
  text.resize(last == std::string::npos ? 0 : last + 1);
  text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (IsValidUtf8(text)) {
    return text;
  }
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | byte >> 6);
      utf8 += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return utf8;
}

// One directory, asked by tag.
class Tags {
 public:
  Tags(const TiffStructure& structure, TiffStructure::Directory directory)
      : structure_(structure), directory_(std::move(directory)) {}

  std::string Text(uint16_t tag) const {
    const auto* entry = TiffStructure::Find(directory_, tag);
    return entry == nullptr ? "" : Clean(structure_.Bytes(*entry, kLongestText));
  }
  std::optional<double> Number(uint16_t tag, uint32_t index = 0) const {
    const auto* entry = TiffStructure::Find(directory_, tag);
    return entry == nullptr ? std::nullopt : structure_.Number(*entry, index);
  }
  // A 0, a negative number and infinity stand for "unknown".
  std::optional<double> Positive(uint16_t tag) const {
    const auto number = Number(tag);
    return number && *number > 0 && std::isfinite(*number) ? number : std::nullopt;
  }
  Tags Below(uint16_t tag) const {
    const auto* entry = TiffStructure::Find(directory_, tag);
    const auto offset = entry == nullptr ? std::nullopt : structure_.Unsigned(*entry);
    return {structure_, offset ? structure_.ReadDirectory(*offset) : TiffStructure::Directory{}};
  }

 private:
  const TiffStructure& structure_;
  TiffStructure::Directory directory_;
};

// "2026:05:10 09:00:05" to "2026-05-10T09:00:05"; empty for anything else and for all zeros.
std::string IsoTime(std::string text) {
  constexpr std::string_view kForm = "dddd:dd:dd dd:dd:dd";
  if (text.size() < kForm.size() || text.starts_with("0000")) {
    return "";
  }
  text.resize(kForm.size());
  for (size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == 'd' ? !digit : digit) {
      return "";
    }
  }
  text[4] = text[7] = '-';
  text[10] = 'T';
  text[13] = text[16] = ':';
  return text;
}

std::string CaptureTime(const Tags& camera, const Tags& image) {
  for (const std::string& text : {camera.Text(0x9003), camera.Text(0x9004), image.Text(0x0132)}) {
    if (std::string time = IsoTime(text); !time.empty()) {
      return time;
    }
  }
  return "";
}

// The digits after the second's decimal point.
std::optional<int> Milliseconds(const std::string& fraction) {
  if (fraction.empty() || fraction.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  return std::stoi((fraction + "00").substr(0, 3));
}

std::optional<double> PixelsPerMillimetre(const Tags& camera) {
  const auto resolution = camera.Positive(0xA20E);
  if (!resolution) {
    return std::nullopt;
  }
  const auto unit = static_cast<int>(camera.Number(0xA210).value_or(2));
  const double unit_mm = unit == 3 ? 10.0 : unit == 4 ? 1.0 : unit == 5 ? 0.001 : 25.4;
  return *resolution / unit_mm;
}

std::optional<double> Degrees(const Tags& gps, uint16_t reference, char negative, double limit) {
  const auto value = static_cast<uint16_t>(reference + 1);
  const auto degrees = gps.Number(value, 0);
  if (!degrees) {
    return std::nullopt;
  }
  const double sum =
      *degrees + gps.Number(value, 1).value_or(0) / 60 + gps.Number(value, 2).value_or(0) / 3600;
  if (!std::isfinite(sum) || std::abs(sum) > limit) {
    return std::nullopt;
  }
  const std::string side = gps.Text(reference);
  return !side.empty() && side[0] == negative ? -sum : sum;
}

void ReadCamera(const Tags& camera, const Tags& image, Exif& exif) {
  exif.captured_at = CaptureTime(camera, image);
  exif.captured_ms = Milliseconds(camera.Text(0x9291));
  exif.lens = camera.Text(0xA434);
  exif.focal_mm = camera.Positive(0x920A);
  exif.focal_35mm_equivalent = camera.Positive(0xA405);
  exif.focal_plane_pixels_per_mm = PixelsPerMillimetre(camera);
  exif.exposure_s = camera.Positive(0x829A);
  exif.f_number = camera.Positive(0x829D);
  exif.iso = camera.Positive(0x8827);
  exif.exposure_bias_ev = camera.Number(0x9204);
  if (const auto wide = camera.Positive(0xA002); wide && *wide < 1e6) {
    exif.pixels_wide = static_cast<int>(*wide);
  }
  // Design rule for Camera File systems: "R03" is Adobe RGB.
  exif.adobe_rgb = camera.Below(0xA005).Text(0x0001) == "R03";
}

}  // namespace

Exif ReadExif(const TiffStructure& structure) {
  Exif exif;
  const Tags image(structure, structure.FirstDirectory());
  exif.description = image.Text(0x010E);
  exif.make = image.Text(0x010F);
  exif.model = image.Text(0x0110);
  exif.artist = image.Text(0x013B);
  exif.copyright = image.Text(0x8298);
  const auto orientation = image.Number(0x0112);
  if (orientation && *orientation >= 1 && *orientation <= 8) {
    exif.orientation = static_cast<int>(*orientation);
  }
  ReadCamera(image.Below(0x8769), image, exif);
  const Tags gps = image.Below(0x8825);
  exif.latitude_deg = Degrees(gps, 1, 'S', 90);
  exif.longitude_deg = Degrees(gps, 3, 'W', 180);
  return exif;
}

Exif ParseExif(std::span<const uint8_t> tiff) {
  const auto structure = TiffStructure::Open(tiff);
  return structure ? ReadExif(*structure) : Exif{};
}

}  // namespace disan
