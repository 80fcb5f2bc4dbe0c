#include "formats/cloud/pcd.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  disan::ReadPcd({reinterpret_cast<const char*>(data), size}, "fuzz");
  return 0;
}
