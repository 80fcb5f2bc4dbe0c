// The head of a PLY file: which elements follow, with which properties.
#pragma once

#include "formats/mesh/mesh_source.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

enum class PlyEncoding { kAscii, kLittleEndian, kBigEndian };
enum class PlyType { kInt8, kUint8, kInt16, kUint16, kInt32, kUint32, kFloat32, kFloat64 };

size_t PlySize(PlyType type);

struct PlyProperty {
  std::string name;
  PlyType type = PlyType::kFloat32;
  bool is_list = false;
  PlyType count_type = PlyType::kUint8;  // of a list
};

struct PlyElement {
  std::string name;
  uint64_t count = 0;
  std::vector<PlyProperty> properties;

  // Position of the first property with one of the names, or -1.
  int Find(std::initializer_list<std::string_view> names) const;
  // The least that one row takes, in bytes.
  uint64_t LeastRowBytes(PlyEncoding encoding) const;
};

struct PlyHeader {
  PlyEncoding encoding = PlyEncoding::kAscii;
  std::vector<PlyElement> elements;
  std::vector<std::string> texture_files;  // from comments, in order
  size_t body_offset = 0;

  const PlyElement* Find(std::string_view name) const;
};

// Counts are checked against the bytes that follow the header, so that nothing need be allocated
// for rows that cannot be there.
Result<PlyHeader> ParsePlyHeader(std::string_view bytes, const MeshSource& source);

}  // namespace disan
