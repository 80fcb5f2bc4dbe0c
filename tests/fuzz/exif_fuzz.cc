#include "formats/image/exif.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const disan::Exif exif = disan::ParseExif({data, size});
  // What was read can be written, and reads back with the same meaning where it matters.
  const disan::Exif back = disan::ParseExif(disan::EncodeExif(exif));
  if (back.orientation != exif.orientation || back.make != exif.make) {
    std::abort();
  }
  return 0;
}
