// Base64 (RFC 4648, section 4) of bytes that come in pieces.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace disan {

// Memory does not grow with what is added: every call answers what is ready.
class Base64 {
 public:
  std::string Add(std::string_view bytes);
  // The last one to four characters, with padding. The object is fresh afterwards.
  std::string Finish();

 private:
  std::string held_;  // up to two bytes that do not make a group yet
};

std::string Base64Of(std::string_view bytes);

// The length of the text for that many bytes.
constexpr uint64_t Base64Length(uint64_t bytes) {
  return (bytes + 2) / 3 * 4;
}

}  // namespace disan
