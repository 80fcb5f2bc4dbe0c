// The segments before a JPEG's pixels: found, read and rewritten without touching the pixels.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct JpegSegment {
  uint8_t marker = 0;  // 0xE1 for APP1
  size_t offset = 0;   // of the 0xFF before the marker
  size_t size = 0;     // marker, length and payload together
  std::span<const uint8_t> payload;
};

struct JpegHead {
  std::vector<JpegSegment> segments;  // all between SOI and the first scan
  size_t scan_offset = 0;             // of the first SOS; 0 when the bytes end before it
  int width_px = 0;                   // 0 when no frame header was found
  int height_px = 0;
  int components = 0;
  int bits = 8;
  bool progressive = false;

  bool complete() const { return scan_offset != 0 && width_px > 0; }
};

// Nothing when the bytes do not begin as a JPEG. What follows a fault in the structure is left out.
std::optional<JpegHead> ParseJpegHead(std::span<const uint8_t> bytes);

// Views into the bytes that `head` was parsed from. Empty when absent.
std::span<const uint8_t> FindExif(const JpegHead& head);  // the TIFF structure
std::string_view FindXmp(const JpegHead& head);           // the main packet, not the extended one
// Joined from its numbered parts; empty when a part is missing.
std::vector<uint8_t> FindIcc(const JpegHead& head);

// What to put in place: nothing keeps what is there, an empty value takes it out.
struct JpegMetadata {
  std::optional<std::vector<uint8_t>> exif;
  std::optional<std::string> xmp;  // an extended packet that belonged to the old one goes with it
  std::optional<std::vector<uint8_t>> icc;
};

// The same JPEG with other metadata, every other byte as it was: lossless. Fails when `bytes` is no
// whole JPEG head, or when a block does not fit a segment (64 kB; ICC is split).
Result<std::string> RewriteJpegMetadata(std::span<const uint8_t> bytes,
                                        const JpegMetadata& metadata);

// The segments themselves, in the order in which writers put them: EXIF, XMP, ICC.
Result<std::string> EncodeJpegMetadata(const JpegMetadata& metadata);

}  // namespace disan
