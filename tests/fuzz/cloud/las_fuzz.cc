#include "formats/cloud/las.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  disan::ReadLas({reinterpret_cast<const char*>(data), size}, "fuzz");
  return 0;
}
