// The scalars of the YAML files: whether a text is one, and what was meant when it is not.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace disan {

// san-truoc: lower-case letters, digits and single hyphens, at most 64.
bool IsIdentifier(std::string_view text);

// A decimal number with a point; no exponent, no other words.
std::optional<double> ParseNumber(std::string_view text);

// true or false, as YAML 1.2 writes them.
std::optional<bool> ParseFlag(std::string_view text);

// A day of the calendar: 2026-02-29 is none.
bool IsDay(std::string_view text);
// A year, month or day: 1962, 1962-04, 1962-04-28.
bool IsDate(std::string_view text);
// Extended Date/Time Format (ISO 8601-2) levels 0 and 1, and unspecified digits anywhere.
bool IsEdtf(std::string_view text);

// 10/05/2026, 10-5-2026, 10.5.2026 as Vietnamese offices write: the ISO form. Empty when it is
// none.
std::string IsoFromVietnameseDate(std::string_view text);

bool IsHttpUri(std::string_view text);

}  // namespace disan
