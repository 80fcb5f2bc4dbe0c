#include "formats/mesh/usdz_package.h"

#include <cstdint>

#include <zlib.h>

namespace disan {
namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kLocalHeader = 30;
constexpr uint16_t kPaddingField = 0x1986;  // the extra field's id that Pixar's own tools use
constexpr uint16_t kVersion = 20;
constexpr uint16_t kDate = 0x0021;  // 1980-01-01, the first day that a zip knows

void Put16(std::string& out, size_t value) {
  out.push_back(static_cast<char>(value & 0xFF));
  out.push_back(static_cast<char>(value >> 8 & 0xFF));
}
void Put32(std::string& out, size_t value) {
  Put16(out, value & 0xFFFF);
  Put16(out, value >> 16 & 0xFFFF);
}

struct Entry {
  std::string name;
  size_t crc;
  size_t size;
  size_t at;
};

// What both the local header and the directory say.
void PutCommon(std::string& out, const Entry& entry, size_t extra) {
  Put16(out, kVersion);
  Put16(out, 0);
  Put16(out, 0);  // stored
  Put16(out, 0);
  Put16(out, kDate);
  Put32(out, entry.crc);
  Put32(out, entry.size);
  Put32(out, entry.size);
  Put16(out, entry.name.size());
  Put16(out, extra);
}

}  // namespace

std::string PackUsdz(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out;
  std::vector<Entry> entries;
  for (const auto& [name, content] : files) {
    const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    entries.push_back({name, crc, content.size(), out.size()});
    // A field of four bytes and more fills up to the boundary.
    const size_t begin = out.size() + kLocalHeader + name.size() + 4;
    const size_t padding = (kAlignment - begin % kAlignment) % kAlignment;
    Put32(out, 0x04034B50);
    PutCommon(out, entries.back(), padding + 4);
    out += name;
    Put16(out, kPaddingField);
    Put16(out, padding);
    out.append(padding, '\0');
    out += content;
  }
  const size_t directory = out.size();
  for (const Entry& entry : entries) {
    Put32(out, 0x02014B50);
    Put16(out, kVersion);
    PutCommon(out, entry, 0);
    Put16(out, 0);
    Put16(out, 0);
    Put16(out, 0);
    Put32(out, 0);
    Put32(out, entry.at);
    out += entry.name;
  }
  const size_t size = out.size() - directory;
  Put32(out, 0x06054B50);
  Put32(out, 0);
  Put16(out, entries.size());
  Put16(out, entries.size());
  Put32(out, size);
  Put32(out, directory);
  Put16(out, 0);
  return out;
}

}  // namespace disan
