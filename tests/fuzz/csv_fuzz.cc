#include "formats/workbook/read_csv.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const disan::TextEncoding encoding :
       {disan::TextEncoding::kUnicode, disan::TextEncoding::kTcvn3, disan::TextEncoding::kVni}) {
    (void)disan::ReadCsv(bytes, "fuzz.csv", {.encoding = encoding});
  }
  return 0;
}
