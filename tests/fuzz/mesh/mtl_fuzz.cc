#include "formats/mesh/mtl.h"
#include "tests/fuzz/mesh/check_mesh.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  disan::Mesh mesh;
  std::vector<disan::Diagnostic> diagnostics;
  disan::ReadMtl({reinterpret_cast<const char*>(data), size}, {.file = "fuzz"}, mesh, diagnostics);
  disan::testing::Demand(!disan::HasErrors(diagnostics));
  return 0;
}
