#include "formats/cloud/text_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace disan {

namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == ';';
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// A number with a decimal comma, through a copy with a point.
std::from_chars_result ParseWithComma(const char* first, const char* last, double& value) {
  std::array<char, 64> copy;
  const size_t length = std::min(copy.size(), static_cast<size_t>(last - first));
  std::copy_n(first, length, copy.begin());
  std::replace(copy.begin(), copy.begin() + length, ',', '.');
  const auto result = std::from_chars(copy.data(), copy.data() + length, value);
  return {first + (result.ptr - copy.data()), result.ec};
}

}  // namespace

Punctuation GuessPunctuation(std::string_view line) {
  bool inner_comma = false;  // a comma between digits
  bool other = false;        // separates numbers, and is no comma
  for (size_t i = 1; i + 1 < line.size(); ++i) {
    if (line[i] == ',') {
      inner_comma = inner_comma || (IsDigit(line[i - 1]) && IsDigit(line[i + 1]));
    } else if (line[i] == '.') {
      return Punctuation::kCommaSeparates;
    } else if (IsSpace(line[i]) && line[i - 1] != ',') {
      other = true;
    }
  }
  return inner_comma && other ? Punctuation::kCommaIsDecimal : Punctuation::kCommaSeparates;
}

size_t ParseNumbers(std::string_view line, Punctuation punctuation, std::span<double> numbers) {
  const bool decimal = punctuation == Punctuation::kCommaIsDecimal;
  const char* at = line.data();
  const char* const end = at + line.size();
  size_t count = 0;
  while (true) {
    while (at < end && (IsSpace(*at) || (!decimal && *at == ','))) {
      ++at;
    }
    if (at == end) {
      return count;
    }
    at += *at == '+' ? 1 : 0;
    double value = 0.0;
    const auto result = decimal ? ParseWithComma(at, end, value) : std::from_chars(at, end, value);
    if (result.ec == std::errc::invalid_argument) {
      return kNotNumbers;
    }
    if (result.ec == std::errc::result_out_of_range) {
      value = std::numeric_limits<double>::infinity();
    }
    at = result.ptr;
    if (at < end && !IsSpace(*at) && (decimal || *at != ',')) {
      return kNotNumbers;  // something hangs on the number
    }
    if (count < numbers.size()) {
      numbers[count] = value;
    }
    ++count;
  }
}

size_t SplitWords(std::string_view line, std::span<std::string_view> words) {
  const auto separates = [](char c) { return IsSpace(c) || c == ','; };
  size_t count = 0;
  size_t at = 0;
  while (count < words.size()) {
    while (at < line.size() && separates(line[at])) {
      ++at;
    }
    if (at == line.size()) {
      break;
    }
    const size_t from = at;
    while (at < line.size() && !separates(line[at])) {
      ++at;
    }
    words[count++] = line.substr(from, at - from);
  }
  return count;
}

}  // namespace disan
