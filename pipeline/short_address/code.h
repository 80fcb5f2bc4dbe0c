// Codes that lead to a site, a scene or an object for ever.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

enum class PlaceKind { kSite, kScene, kObject };

struct CodedPlace {
  PlaceKind kind = PlaceKind::kSite;
  std::string id;  // empty for the site
};

inline constexpr size_t kCodeLength = 7;

// A code for each place, all different, in lower case. `oldest_first`: when two fall on one code,
// the later one takes the next of its own row, so that what is added to a site changes no code that
// was given before. `length` is for tests: at most 12.
std::vector<std::string> AssignCodes(std::string_view site_id,
                                     std::span<const CodedPlace> oldest_first,
                                     size_t length = kCodeLength);

// As a plate shows it: "K7M 4QX2".
std::string ReadableCode(std::string_view code);

// `base` ends in a slash.
std::string ShortAddress(std::string_view base, std::string_view code);

}  // namespace disan
