// The numbers of a PLY body, one after the other, whatever they are stored as.
#pragma once

#include "formats/mesh/ply_header.h"

#include <string_view>

namespace disan {

// Reading past the end gives zeros and sets failed(); callers ask once a row.
class PlyRows {
 public:
  PlyRows(std::string_view body, PlyEncoding encoding) : left_(body), encoding_(encoding) {}

  double Next(PlyType type);
  // The length of a list, zero when there cannot be so much left.
  size_t NextCount(const PlyProperty& list);
  void Skip(const PlyProperty& property);
  bool failed() const { return failed_; }

 private:
  double NextBinary(PlyType type);
  double NextWord();

  std::string_view left_;
  PlyEncoding encoding_;
  bool failed_ = false;
};

}  // namespace disan
