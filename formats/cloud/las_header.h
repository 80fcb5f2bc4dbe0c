// The header of LAS and LAZ files (ASPRS LAS 1.0 to 1.4) and the variable-length records behind it.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/cloud/laz_chunk.h"
#include "formats/diagnostics/diagnostic.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

// How LASzip stored the points; only in a compressed file.
struct LasCompression {
  uint16_t compressor = 0;  // 1 one stream, 2 chunks, 3 layered chunks
  uint32_t chunk_points = 0;
  std::vector<laz::Item> items;
};

struct LasHeader {
  int minor_version = 0;
  uint8_t point_format = 0;  // 0 to 10
  bool compressed = false;
  size_t record_bytes = 0;
  uint64_t points_at = 0;
  uint64_t point_count = 0;
  Double3 scale{};
  Double3 offset{};
  LasCompression compression;
  std::string crs;                        // WKT, or "EPSG:n", or what the file says in words
  std::optional<double> metres_per_unit;  // not when the coordinates are degrees
  bool degrees = false;
};

// Checks everything that can be checked before the points are touched: the record size against the
// format, the places against the file's size.
Result<LasHeader> ReadLasHeader(std::string_view bytes, const std::string& file);

// Where a record keeps its colour; 0 when its format has none.
size_t LasColourOffset(uint8_t point_format);

}  // namespace disan
