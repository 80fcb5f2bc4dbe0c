#include "formats/mesh/obj.h"
#include "tests/fuzz/mesh/check_mesh.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return disan::testing::CheckReader(disan::ReadObj, data, size);
}
