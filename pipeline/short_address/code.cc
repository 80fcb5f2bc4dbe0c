#include "pipeline/short_address/code.h"

#include "formats/files/sha256.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <unordered_set>

namespace disan {
namespace {

// Crockford's: nothing that is read as something else.
constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr size_t kBits = 5;

std::string_view WordOf(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::kSite:
      return "site";
    case PlaceKind::kScene:
      return "scene";
    case PlaceKind::kObject:
      break;
  }
  return "object";
}

// The `attempt`-th code of a place's own row. Ids hold neither zero bytes nor line feeds.
std::string Candidate(std::string_view site_id,
                      const CodedPlace& place,
                      uint64_t attempt,
                      size_t length) {
  std::string named = "disan short address 1\n";
  named.append(site_id).append("\n").append(WordOf(place.kind)).append("\n").append(place.id);
  named.append("\n").append(std::to_string(attempt));
  const std::string digest = Sha256Hex(named).substr(0, 16);
  uint64_t bits = 0;
  std::from_chars(digest.data(), digest.data() + digest.size(), bits, 16);
  std::string code;
  for (size_t i = 0; i < length; ++i) {
    code += kAlphabet[(bits >> (64 - kBits * (i + 1))) & 31];
  }
  return code;
}

}  // namespace

std::vector<std::string> AssignCodes(std::string_view site_id,
                                     std::span<const CodedPlace> oldest_first,
                                     size_t length) {
  std::vector<std::string> codes;
  std::unordered_set<std::string> taken;
  for (const CodedPlace& place : oldest_first) {
    uint64_t attempt = 0;
    std::string code = Candidate(site_id, place, attempt, length);
    while (!taken.insert(code).second) {
      code = Candidate(site_id, place, ++attempt, length);
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

std::string ReadableCode(std::string_view code) {
  std::string shown;
  for (const char c : code) {
    if (shown.size() == 3) {
      shown += ' ';
    }
    shown += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return shown;
}

std::string ShortAddress(std::string_view base, std::string_view code) {
  return std::string(base) + "q/" + std::string(code) + "/";
}

}  // namespace disan
