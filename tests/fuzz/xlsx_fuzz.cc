// A whole workbook, or, where the bytes are no ZIP file, the XML of one sheet: a changed byte
// inside a ZIP file is caught by its checksum and would never reach the reader of cells.
#include "formats/workbook/read_xlsx.h"
#include "tests/support/zip_archive.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.substr(0, 2) == "PK") {
    (void)disan::ReadXlsx(bytes, "fuzz.xlsx");
    return 0;
  }
  disan::testing::ZipParts parts = disan::testing::PartsOf({.strings = "<si><t>a</t></si>"});
  parts.back().second = bytes;
  (void)disan::ReadXlsx(disan::testing::ZipArchive(parts, false), "fuzz.xlsx");
  return 0;
}
