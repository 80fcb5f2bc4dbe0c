#include "formats/document/zip_write.h"

#include <zip.h>

namespace disan {

std::string ZipOf(const std::vector<std::pair<std::string, std::string>>& parts) {
  constexpr zip_uint16_t kFirstDosDay = (1 << 5) | 1;  // 1980-01-01
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (target == nullptr) {
    return "";
  }
  zip_source_keep(target);
  zip_t* zip = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  bool good = zip != nullptr;
  for (const auto& [name, content] : parts) {
    zip_source_t* source =
        good ? zip_source_buffer(zip, content.data(), content.size(), 0) : nullptr;
    const zip_int64_t index =
        source == nullptr ? -1 : zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    good =
        index >= 0 &&
        zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE, 6) == 0 &&
        zip_file_set_dostime(zip, static_cast<zip_uint64_t>(index), 0, kFirstDosDay, 0) == 0;
  }
  good = good && zip_close(zip) == 0;
  std::string bytes;
  zip_stat_t stat;
  if (good && zip_source_stat(target, &stat) == 0 && zip_source_open(target) == 0) {
    bytes.resize(stat.size);
    zip_source_read(target, bytes.data(), bytes.size());
    zip_source_close(target);
  }
  zip_source_free(target);
  return bytes;
}

}  // namespace disan
