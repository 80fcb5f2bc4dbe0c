#include "formats/image/xmp.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto pano = disan::ParseGPano({reinterpret_cast<const char*>(data), size});
  if (pano) {
    const auto back = disan::ParseGPano(disan::EncodeXmp({.gpano = pano}));
    if (!back || back->full_width_px != pano->full_width_px) {
      std::abort();
    }
  }
  return 0;
}
