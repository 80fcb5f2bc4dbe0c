#include "formats/image/exif.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace disan {
namespace {

enum Type : uint16_t {
  kByte = 1,
  kAscii = 2,
  kShort = 3,
  kLong = 4,
  kRational = 5,
  kUndefined = 7
};
constexpr uint16_t kSignedRational = 10;

void Put16(std::vector<uint8_t>& out, uint32_t value) {
  out.push_back(static_cast<uint8_t>(value));
  out.push_back(static_cast<uint8_t>(value >> 8));
}

void Put32(std::vector<uint8_t>& out, uint32_t value) {
  Put16(out, value & 0xFFFF);
  Put16(out, value >> 16);
}

// The nearest fraction whose terms fit 31 bits, by continued fractions: 1/250 stays 1/250.
std::pair<uint32_t, uint32_t> Fraction(double value) {
  value = std::clamp(value, 0.0, 2147483647.0);
  double rest = value;
  uint64_t before_top = 0, before_bottom = 1, top = 1, bottom = 0;
  for (int i = 0; i < 32; ++i) {
    const double whole = std::floor(rest);
    const uint64_t next_top = static_cast<uint64_t>(whole) * top + before_top;
    const uint64_t next_bottom = static_cast<uint64_t>(whole) * bottom + before_bottom;
    if (next_top > 0x7FFFFFFF || next_bottom > 0x7FFFFFFF) {
      break;
    }
    before_top = top, before_bottom = bottom;
    top = next_top, bottom = next_bottom;
    const double error = std::abs(static_cast<double>(top) / static_cast<double>(bottom) - value);
    if (rest - whole < 1e-9 || error <= value * 1e-10) {
      break;
    }
    rest = 1 / (rest - whole);
  }
  return {static_cast<uint32_t>(top), static_cast<uint32_t>(bottom)};
}

// One directory in the making. Tags are added in ascending order, as TIFF asks.
class Directory {
 public:
  void Add(uint16_t tag, uint16_t type, uint32_t count, std::vector<uint8_t> value) {
    entries_.push_back({tag, type, count, std::move(value)});
  }
  void Text(uint16_t tag, std::string_view text) {
    if (!text.empty()) {
      std::vector<uint8_t> value(text.begin(), text.end());
      value.push_back(0);
      const auto count = static_cast<uint32_t>(value.size());
      Add(tag, kAscii, count, std::move(value));
    }
  }
  void Short(uint16_t tag, int number) {
    std::vector<uint8_t> value;
    Put16(value, static_cast<uint32_t>(std::clamp(number, 0, 65535)));
    Add(tag, kShort, 1, std::move(value));
  }
  void Long(uint16_t tag, uint32_t number) {
    std::vector<uint8_t> value;
    Put32(value, number);
    Add(tag, kLong, 1, std::move(value));
  }
  void Rational(uint16_t tag, std::optional<double> number) {
    if (number && std::isfinite(*number) && *number >= 0) {
      Add(tag, kRational, 1, Rationals(std::array{*number}));
    }
  }
  void SignedRational(uint16_t tag, std::optional<double> number) {
    if (number && std::isfinite(*number)) {
      auto [top, bottom] = Fraction(std::abs(*number));
      std::vector<uint8_t> value;
      Put32(value, *number < 0 ? ~top + 1 : top);
      Put32(value, bottom);
      Add(tag, kSignedRational, 1, std::move(value));
    }
  }
  template <typename Numbers>
  static std::vector<uint8_t> Rationals(const Numbers& numbers) {
    std::vector<uint8_t> value;
    for (const double number : numbers) {
      const auto [top, bottom] = Fraction(number);
      Put32(value, top);
      Put32(value, bottom);
    }
    return value;
  }

  bool empty() const { return entries_.empty(); }
  size_t size() const {
    size_t bytes = 2 + 12 * entries_.size() + 4;
    for (const Entry& entry : entries_) {
      bytes += entry.value.size() > 4 ? Even(entry.value.size()) : 0;
    }
    return bytes;
  }

  // `out` already holds what comes before this directory.
  void Write(std::vector<uint8_t>& out) const {
    size_t free = out.size() + 2 + 12 * entries_.size() + 4;
    Put16(out, static_cast<uint32_t>(entries_.size()));
    for (const Entry& entry : entries_) {
      Put16(out, entry.tag);
      Put16(out, entry.type);
      Put32(out, entry.count);
      if (entry.value.size() > 4) {
        Put32(out, static_cast<uint32_t>(free));
        free += Even(entry.value.size());
      } else {
        std::vector<uint8_t> inside = entry.value;
        inside.resize(4);
        out.insert(out.end(), inside.begin(), inside.end());
      }
    }
    Put32(out, 0);
    for (const Entry& entry : entries_) {
      if (entry.value.size() > 4) {
        out.insert(out.end(), entry.value.begin(), entry.value.end());
        out.resize(out.size() + entry.value.size() % 2);
      }
    }
  }

 private:
  struct Entry {
    uint16_t tag;
    uint16_t type;
    uint32_t count;
    std::vector<uint8_t> value;
  };
  static size_t Even(size_t bytes) { return bytes + bytes % 2; }
  std::vector<Entry> entries_;
};

// "2026-05-10T09:00:05" to "2026:05:10 09:00:05".
std::string ExifTime(std::string time) {
  if (time.size() >= 19) {
    time.resize(19);
    time[4] = time[7] = ':';
    time[10] = ' ';
  }
  return time;
}

Directory CameraDirectory(const Exif& exif) {
  Directory camera;
  camera.Rational(0x829A, exif.exposure_s);
  camera.Rational(0x829D, exif.f_number);
  if (exif.iso) {
    camera.Short(0x8827, static_cast<int>(std::lround(std::min(*exif.iso, 65535.0))));
  }
  camera.Add(0x9000, kUndefined, 4, {'0', '2', '3', '2'});
  camera.Text(0x9003, ExifTime(exif.captured_at));
  camera.Add(0x9101, kUndefined, 4, {1, 2, 3, 0});  // Y, Cb, Cr
  camera.SignedRational(0x9204, exif.exposure_bias_ev);
  camera.Rational(0x920A, exif.focal_mm);
  if (exif.captured_ms) {
    camera.Text(0x9291, fmt::format("{:03}", std::clamp(*exif.captured_ms, 0, 999)));
  }
  camera.Add(0xA000, kUndefined, 4, {'0', '1', '0', '0'});
  camera.Short(0xA001, exif.adobe_rgb ? 0xFFFF : 1);
  if (exif.pixels_wide) {
    camera.Long(0xA002, static_cast<uint32_t>(std::max(*exif.pixels_wide, 0)));
  }
  if (exif.focal_plane_pixels_per_mm) {
    camera.Rational(0xA20E, *exif.focal_plane_pixels_per_mm * 10);
    camera.Rational(0xA20F, *exif.focal_plane_pixels_per_mm * 10);
    camera.Short(0xA210, 3);  // a centimetre
  }
  if (exif.focal_35mm_equivalent) {
    camera.Short(0xA405, static_cast<int>(std::lround(*exif.focal_35mm_equivalent)));
  }
  camera.Text(0xA434, exif.lens);
  return camera;
}

std::vector<uint8_t> Sexagesimal(double degrees) {
  degrees = std::abs(degrees);
  const double whole = std::floor(degrees);
  const double minutes = std::floor((degrees - whole) * 60);
  // A ten-thousandth of a second of arc is 3 mm on the ground.
  const double seconds = std::round(((degrees - whole) * 60 - minutes) * 60 * 1e4) / 1e4;
  return Directory::Rationals(std::array{whole, minutes, seconds});
}

Directory GpsDirectory(const Exif& exif) {
  Directory gps;
  if (exif.latitude_deg && exif.longitude_deg) {
    gps.Add(0x0000, kByte, 4, {2, 3, 0, 0});
    gps.Text(0x0001, *exif.latitude_deg < 0 ? "S" : "N");
    gps.Add(0x0002, kRational, 3, Sexagesimal(*exif.latitude_deg));
    gps.Text(0x0003, *exif.longitude_deg < 0 ? "W" : "E");
    gps.Add(0x0004, kRational, 3, Sexagesimal(*exif.longitude_deg));
  }
  return gps;
}

Directory ImageDirectory(const Exif& exif, uint32_t camera_offset, uint32_t gps_offset) {
  Directory image;
  image.Text(0x010E, exif.description);
  image.Text(0x010F, exif.make);
  image.Text(0x0110, exif.model);
  image.Short(0x0112, exif.orientation);
  image.Rational(0x011A, 72);
  image.Rational(0x011B, 72);
  image.Short(0x0128, 2);  // an inch
  image.Text(0x013B, exif.artist);
  image.Short(0x0213, 1);  // JFIF's chroma stands in the middle
  image.Text(0x8298, exif.copyright);
  image.Long(0x8769, camera_offset);
  if (gps_offset != 0) {
    image.Long(0x8825, gps_offset);
  }
  return image;
}

}  // namespace

std::vector<uint8_t> EncodeExif(const Exif& exif) {
  const Directory camera = CameraDirectory(exif);
  const Directory gps = GpsDirectory(exif);
  // The offsets have their size whatever their value is: one pass to measure, one to write.
  const uint32_t any = gps.empty() ? 0 : 1;
  const auto camera_offset = static_cast<uint32_t>(8 + ImageDirectory(exif, 1, any).size());
  const auto gps_offset = static_cast<uint32_t>(camera_offset + camera.size());
  std::vector<uint8_t> out = {'I', 'I', 42, 0, 8, 0, 0, 0};
  ImageDirectory(exif, camera_offset, gps.empty() ? 0 : gps_offset).Write(out);
  camera.Write(out);
  if (!gps.empty()) {
    gps.Write(out);
  }
  return out;
}

}  // namespace disan
