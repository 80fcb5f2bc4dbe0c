// Pictures of a mesh: whatever kind their first bytes say.
#include "formats/mesh/texture_pixels.h"
#include "tests/fuzz/mesh/check_mesh.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const disan::Result<disan::Image8> read =
      disan::DecodeTexture({"fuzz", disan::TextureMime(bytes), bytes});
  disan::testing::Demand(read.ok() || !read.diagnostics.empty());
  if (read.ok()) {
    disan::testing::Demand(read->width > 0 && read->height > 0 &&
                           read->pixels.size() == static_cast<size_t>(read->width) *
                                                      static_cast<size_t>(read->height) * 3);
  }
  return 0;
}
