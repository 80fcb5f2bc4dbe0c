#include "formats/record/scalars.h"

#include <array>
#include <charconv>
#include <regex>

#include <fmt/format.h>

namespace disan {
namespace {

constexpr size_t kLongestScalar = 200;  // before a regular expression sees it

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

int ToInt(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool IsCalendarDay(int year, int month, int day) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 &&
         day <= kDays[static_cast<size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
}

bool IsEdtfDate(const std::string& text) {
  static const std::regex kPlain(R"(-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?)");
  static const std::regex kLongYear(R"(Y-?[0-9]{5,9})");
  static const std::regex kSeason(R"(-?[0-9]{4}-(2[1-4]|3[0-9]|4[01])[?~%]?)");
  if (!std::regex_match(text, kPlain)) {
    return std::regex_match(text, kLongYear);
  }
  if (std::regex_match(text, kSeason)) {
    return true;
  }
  std::string plain = text;
  while (!plain.empty() && std::string_view("?~%").find(plain.back()) != std::string_view::npos) {
    plain.pop_back();
  }
  if (!plain.empty() && plain.front() == '-') {
    plain.erase(0, 1);
  }
  return plain.find('X') != std::string::npos || plain == "0000" || IsDate(plain);
}

}  // namespace

bool IsIdentifier(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '-' || text.back() == '-') {
    return false;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && (c != '-' || text[i - 1] == '-')) {
      return false;
    }
  }
  return true;
}

std::optional<double> ParseNumber(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
  }
  if (text.empty() || text.size() > 40 ||
      text.find_first_not_of("0123456789.-") != std::string_view::npos) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::optional<bool> ParseFlag(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") {
    return true;
  }
  if (text == "false" || text == "False" || text == "FALSE") {
    return false;
  }
  return std::nullopt;
}

bool IsDay(std::string_view text) {
  return text.size() == 10 && IsDate(text);
}

bool IsDate(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) {
    return false;
  }
  const bool has_month = text.size() >= 7;
  const bool has_day = text.size() == 10;
  if (!AllDigits(text.substr(0, 4)) ||
      (has_month && (text[4] != '-' || !AllDigits(text.substr(5, 2)))) ||
      (has_day && (text[7] != '-' || !AllDigits(text.substr(8, 2))))) {
    return false;
  }
  return IsCalendarDay(ToInt(text.substr(0, 4)),
                       has_month ? ToInt(text.substr(5, 2)) : 1,
                       has_day ? ToInt(text.substr(8, 2)) : 1);
}

bool IsEdtf(std::string_view text) {
  if (text.empty() || text.size() > kLongestScalar) {
    return false;
  }
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return IsEdtfDate(std::string(text));
  }
  const std::string from(text.substr(0, slash));
  const std::string to(text.substr(slash + 1));
  const auto open = [](const std::string& end) { return end.empty() || end == ".."; };
  return (open(from) || IsEdtfDate(from)) && (open(to) || IsEdtfDate(to)) &&
         !(open(from) && open(to));
}

std::string IsoFromVietnameseDate(std::string_view text) {
  static const std::regex kDayFirst(R"(\s*([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})\s*)");
  static const std::regex kMonthFirst(R"(\s*([0-9]{1,2})[/.\-]([0-9]{4})\s*)");
  static const std::regex kYearFirst(R"(\s*([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})\s*)");
  static const std::regex kInWords(
      R"(\s*(?:[Nn]gày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})\s*)");
  static const std::regex kMonthInWords(
      R"(\s*[Tt]háng\s+([0-9]{1,2})\s*(?:năm\s+|/)([0-9]{4})\s*)");
  static const std::regex kYearInWords(R"(\s*[Nn]ăm\s+([0-9]{4})\s*)");
  if (text.size() > kLongestScalar) {
    return {};
  }
  const std::string date(text);
  std::smatch part;
  std::string iso;
  if (std::regex_match(date, part, kDayFirst) || std::regex_match(date, part, kInWords)) {
    iso = fmt::format("{}-{:0>2}-{:0>2}", part[3].str(), part[2].str(), part[1].str());
  } else if (std::regex_match(date, part, kMonthFirst) ||
             std::regex_match(date, part, kMonthInWords)) {
    iso = fmt::format("{}-{:0>2}", part[2].str(), part[1].str());
  } else if (std::regex_match(date, part, kYearFirst)) {
    iso = fmt::format("{}-{:0>2}-{:0>2}", part[1].str(), part[2].str(), part[3].str());
  } else if (std::regex_match(date, part, kYearInWords)) {
    iso = part[1].str();
  }
  return IsDate(iso) ? iso : std::string();
}

bool IsHttpUri(std::string_view text) {
  const bool scheme = text.rfind("http://", 0) == 0 || text.rfind("https://", 0) == 0;
  return scheme && text.size() > 10 && text.size() < 2000 &&
         text.find_first_of(" \t\n\"<>\\^`{|}") == std::string_view::npos;
}

}  // namespace disan
