#include "formats/image/jpeg_segments.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::span<const uint8_t> bytes(data, size);
  const auto head = disan::ParseJpegHead(bytes);
  if (head) {
    disan::FindExif(*head);
    disan::FindIcc(*head);
  }
  const auto rewritten = disan::RewriteJpegMetadata(bytes, {.xmp = "<x/>"});
  if (rewritten) {
    const auto again = disan::ParseJpegHead(
        {reinterpret_cast<const uint8_t*>(rewritten->data()), rewritten->size()});
    if (!again || disan::FindXmp(*again) != "<x/>") {
      std::abort();
    }
  }
  return 0;
}
