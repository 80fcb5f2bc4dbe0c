// The checksums are put right first, or the fuzzer would never get past them.
#include "formats/cloud/crc32c.h"
#include "formats/cloud/e57.h"
#include "formats/cloud/little_endian.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string file(reinterpret_cast<const char*>(data), size);
  constexpr size_t kPage = 1024;
  file.resize((size + kPage - 1) / kPage * kPage);
  if (file.size() >= 24) {
    const uint64_t length = file.size();
    std::memcpy(&file[16], &length, 8);
  }
  for (size_t page = 0; page + kPage <= file.size(); page += kPage) {
    const uint32_t crc = disan::Crc32c(std::string_view(file).substr(page, kPage - 4));
    for (size_t k = 0; k < 4; ++k) {
      file[page + kPage - 4 + k] = static_cast<char>(crc >> (24 - 8 * k));
    }
  }
  disan::ReadE57(file, "fuzz.e57");
  return 0;
}
