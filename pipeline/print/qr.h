// QR codes as grids, through libqrencode.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <string_view>
#include <vector>

namespace disan {

struct QrCode {
  int side = 0;
  std::vector<bool> dark;  // row by row

  bool At(int column, int row) const {
    return dark[static_cast<size_t>(row) * static_cast<size_t>(side) + static_cast<size_t>(column)];
  }
};

inline constexpr int kQuietCells = 4;  // ISO/IEC 18004: on all four sides

// Bytes with error correction Q: a quarter of the code may be worn off.
Result<QrCode> EncodeQr(std::string_view text);

}  // namespace disan
