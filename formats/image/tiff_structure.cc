#include "formats/image/tiff_structure.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace disan {
namespace {

constexpr uint16_t kMostEntries = 4096;

// By type number: BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE, UNDEFINED, SSHORT, SLONG, SRATIONAL,
// FLOAT, DOUBLE, IFD. 0: not known.
constexpr std::array<uint8_t, 14> kTypeSize = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

enum Type : uint16_t {
  kByte = 1,
  kShort = 3,
  kLong = 4,
  kRational = 5,
  kSignedByte = 6,
  kSignedShort = 8,
  kSignedLong = 9,
  kSignedRational = 10,
  kFloat = 11,
  kIfd = 13
};

}  // namespace

uint32_t TiffStructure::Integer(const uint8_t* bytes, size_t size) const {
  uint32_t value = 0;
  for (size_t i = 0; i < size; ++i) {
    value = value << 8 | bytes[big_endian_ ? i : size - 1 - i];
  }
  return value;
}

std::optional<uint32_t> TiffStructure::ReadInteger(uint64_t offset, size_t size) const {
  std::array<uint8_t, 4> bytes{};
  if (!read_(offset, std::span(bytes).first(size))) {
    return std::nullopt;
  }
  return Integer(bytes.data(), size);
}

std::optional<TiffStructure> TiffStructure::Open(ReadAt read) {
  std::array<uint8_t, 8> head{};
  if (!read(0, head)) {
    return std::nullopt;
  }
  const bool big = head[0] == 'M' && head[1] == 'M';
  if (!big && !(head[0] == 'I' && head[1] == 'I')) {
    return std::nullopt;
  }
  TiffStructure structure(std::move(read), big);
  // 42; "RO" and "RS" are Olympus's mark, 85 is Panasonic's.
  const uint32_t mark = structure.Integer(head.data() + 2, 2);
  if (mark != 42 && mark != 0x4F52 && mark != 0x5352 && mark != 0x55) {
    return std::nullopt;
  }
  structure.first_ = structure.Integer(head.data() + 4, 4);
  return structure;
}

std::optional<TiffStructure> TiffStructure::Open(std::span<const uint8_t> bytes) {
  return Open([bytes](uint64_t offset, std::span<uint8_t> out) {
    if (offset > bytes.size() || out.size() > bytes.size() - offset) {
      return false;
    }
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
    return true;
  });
}

TiffStructure::Directory TiffStructure::ReadDirectory(uint32_t offset) const {
  Directory directory;
  const uint32_t count = ReadInteger(offset, 2).value_or(0);
  for (uint32_t i = 0; i < std::min<uint32_t>(count, kMostEntries); ++i) {
    std::array<uint8_t, 12> raw{};
    const uint64_t at = uint64_t{offset} + 2 + uint64_t{i} * 12;
    if (!read_(at, raw)) {
      break;
    }
    Entry entry{.tag = static_cast<uint16_t>(Integer(raw.data(), 2)),
                .type = static_cast<uint16_t>(Integer(raw.data() + 2, 2)),
                .count = Integer(raw.data() + 4, 4)};
    const uint64_t size =
        entry.type < kTypeSize.size() ? uint64_t{kTypeSize[entry.type]} * entry.count : 0;
    if (size == 0) {
      continue;
    }
    entry.value_offset = size <= 4 ? at + 8 : Integer(raw.data() + 8, 4);
    directory.push_back(entry);
  }
  return directory;
}

const TiffStructure::Entry* TiffStructure::Find(const Directory& directory, uint16_t tag) {
  const auto found = std::find_if(
      directory.begin(), directory.end(), [tag](const Entry& entry) { return entry.tag == tag; });
  return found == directory.end() ? nullptr : &*found;
}

std::optional<uint32_t> TiffStructure::Unsigned(const Entry& entry, uint32_t index) const {
  const bool integer =
      entry.type == kByte || entry.type == kShort || entry.type == kLong || entry.type == kIfd;
  if (!integer || index >= entry.count) {
    return std::nullopt;
  }
  const size_t size = kTypeSize[entry.type];
  return ReadInteger(entry.value_offset + uint64_t{index} * size, size);
}

std::optional<double> TiffStructure::Number(const Entry& entry, uint32_t index) const {
  if (const auto integer = Unsigned(entry, index)) {
    return *integer;
  }
  if (index >= entry.count) {
    return std::nullopt;
  }
  const size_t size = kTypeSize[entry.type];
  const uint64_t at = entry.value_offset + uint64_t{index} * size;
  const auto first = ReadInteger(at, std::min<size_t>(size, 4));
  if (!first) {
    return std::nullopt;
  }
  switch (entry.type) {
    case kSignedByte:
      return static_cast<int8_t>(*first);
    case kSignedShort:
      return static_cast<int16_t>(*first);
    case kSignedLong:
      return static_cast<int32_t>(*first);
    case kFloat:
      return std::bit_cast<float>(*first);
    case kRational:
    case kSignedRational: {
      const auto second = ReadInteger(at + 4, 4);
      if (!second || *second == 0) {
        return std::nullopt;
      }
      return entry.type == kRational ? static_cast<double>(*first) / *second
                                     : static_cast<double>(static_cast<int32_t>(*first)) /
                                           static_cast<double>(static_cast<int32_t>(*second));
    }
    default:
      return std::nullopt;
  }
}

std::vector<uint8_t> TiffStructure::Bytes(const Entry& entry, size_t limit) const {
  const uint64_t size = uint64_t{kTypeSize[entry.type]} * entry.count;
  std::vector<uint8_t> bytes(static_cast<size_t>(std::min<uint64_t>(size, limit)));
  if (!read_(entry.value_offset, bytes)) {
    bytes.clear();
  }
  return bytes;
}

}  // namespace disan
