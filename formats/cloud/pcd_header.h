// The header of a PCD file: lines of a word and its values, ended by DATA.
#pragma once

#include "formats/cloud/cloud.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct PcdField {
  std::string name;
  char type = 'F';   // F, I or U
  size_t bytes = 4;  // of one value
  size_t count = 1;  // values
  size_t at = 0;     // bytes from the start of a point
  size_t value = 0;  // values from the start of a line of text
};

struct PcdHeader {
  std::vector<PcdField> fields;
  uint32_t width = 0;
  uint32_t height = 1;
  uint64_t points = 0;
  std::optional<Double3> viewpoint;  // when it is not the default
  enum class Data { kText, kBinary, kCompressed } data = Data::kText;
  size_t data_at = 0;
  size_t point_bytes = 0;
  size_t values = 0;  // in a line of text
  int lines = 0;

  const PcdField* Find(std::string_view name) const;
};

// False when it is no PCD header, or contradicts itself.
bool ReadPcdHeader(std::string_view bytes, PcdHeader& header);

}  // namespace disan
