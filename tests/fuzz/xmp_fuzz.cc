#include "formats/image/xmp.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view packet(reinterpret_cast<const char*>(data), size);
  const disan::Xmp said = disan::ParseXmp(packet);
  const disan::Xmp again = disan::ParseXmp(disan::EncodeXmp(said));
  if (again.creator.size() > said.creator.size() || again.city.size() > said.city.size()) {
    std::abort();
  }
  const auto pano = disan::ParseGPano(packet);
  if (pano) {
    const auto back = disan::ParseGPano(disan::EncodeXmp({.gpano = pano}));
    if (!back || back->full_width_px != pano->full_width_px) {
      std::abort();
    }
  }
  return 0;
}
