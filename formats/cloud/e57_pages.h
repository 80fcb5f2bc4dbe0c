// The outermost layer of an E57 file (ASTM E2807): pages that end in a checksum each. Places in the
// file count the checksums ("physical"), lengths do not ("logical").
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

class E57Pages {
 public:
  // Checks the file header and the checksum of every page. A file with bad pages still opens:
  // what lies on sound pages can be read, and bad_pages() says how many are not.
  static Result<E57Pages> Open(std::string_view bytes, const std::string& file);

  std::string_view xml() const { return xml_; }
  uint64_t size() const { return logical_size_; }
  uint64_t bad_pages() const { return bad_pages_; }
  uint64_t first_bad_page() const { return first_bad_page_; }  // counted from 1

  // False for a place on a checksum or outside the file.
  bool ToLogical(uint64_t physical, uint64_t& logical) const;

  // False when the bytes do not all lie in the file, or one of their pages is bad.
  bool Read(uint64_t logical, uint64_t count, char* to) const;

 private:
  void CheckPages();

  std::string_view bytes_;
  uint64_t page_bytes_ = 0;
  uint64_t logical_size_ = 0;
  std::vector<bool> bad_;
  uint64_t bad_pages_ = 0;
  uint64_t first_bad_page_ = 0;
  std::string xml_;
};

}  // namespace disan
