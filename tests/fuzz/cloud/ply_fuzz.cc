#include "formats/cloud/ply_cloud.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  disan::ReadPlyCloud({reinterpret_cast<const char*>(data), size}, "fuzz");
  return 0;
}
