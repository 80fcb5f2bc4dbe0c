// The directories of a TIFF file, which are EXIF's too: every offset is checked before it is used.
// For reading tags only; pixels are libtiff's work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace disan {

class TiffStructure {
 public:
  // Fills `out` with the bytes at `offset`; false when they are not there.
  using ReadAt = std::function<bool(uint64_t offset, std::span<uint8_t> out)>;

  struct Entry {
    uint16_t tag = 0;
    uint16_t type = 0;
    uint32_t count = 0;
    uint64_t value_offset = 0;
  };
  using Directory = std::vector<Entry>;

  // Nothing when the bytes do not begin as a TIFF (II*\0, MM\0*) or as one of the RAW formats that
  // differ from it in the mark only.
  static std::optional<TiffStructure> Open(ReadAt read);
  static std::optional<TiffStructure> Open(std::span<const uint8_t> bytes);

  // Empty when there is none at `offset`. Unknown types and impossible counts are left out.
  Directory ReadDirectory(uint32_t offset) const;
  Directory FirstDirectory() const { return ReadDirectory(first_); }

  static const Entry* Find(const Directory& directory, uint16_t tag);

  std::optional<uint32_t> Unsigned(const Entry& entry, uint32_t index = 0) const;
  // Integers and rationals; a rational x/0 is nothing.
  std::optional<double> Number(const Entry& entry, uint32_t index = 0) const;
  // At most `limit` bytes, as they are.
  std::vector<uint8_t> Bytes(const Entry& entry, size_t limit) const;

 private:
  TiffStructure(ReadAt read, bool big_endian) : read_(std::move(read)), big_endian_(big_endian) {}
  uint32_t Integer(const uint8_t* bytes, size_t size) const;
  std::optional<uint32_t> ReadInteger(uint64_t offset, size_t size) const;

  ReadAt read_;
  bool big_endian_ = false;
  uint32_t first_ = 0;
};

}  // namespace disan
