// Words and numbers of a text format, line by line, without copying.
#pragma once

#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

namespace disan {

class TextCursor {
 public:
  explicit TextCursor(std::string_view text) : left_(text) {}

  // The next line without its end; false at the end of the text. A back slash at the end joins the
  // next line only for those who ask for it themselves.
  bool NextLine(std::string_view& line) {
    if (left_.empty()) {
      return false;
    }
    const size_t end = left_.find('\n');
    line = left_.substr(0, end);
    left_.remove_prefix(end == std::string_view::npos ? left_.size() : end + 1);
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    ++line_number_;
    return true;
  }
  int line_number() const { return line_number_; }
  size_t left() const { return left_.size(); }

 private:
  std::string_view left_;
  int line_number_ = 0;
};

inline bool IsBlank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// Takes the next word off the front; empty at the end.
inline std::string_view TakeWord(std::string_view& text) {
  size_t start = 0;
  while (start < text.size() && IsBlank(text[start])) {
    ++start;
  }
  size_t end = start;
  while (end < text.size() && !IsBlank(text[end])) {
    ++end;
  }
  const std::string_view word = text.substr(start, end - start);
  text.remove_prefix(end);
  return word;
}

// Takes a number off the front. "nan" and "inf" are numbers; one too large is infinite.
inline std::optional<double> TakeNumber(std::string_view& text) {
  size_t start = 0;
  while (start < text.size() && IsBlank(text[start])) {
    ++start;
  }
  if (start < text.size() && text[start] == '+') {
    ++start;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data() + start, text.data() + text.size(), value);
  if (error == std::errc::invalid_argument) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return error == std::errc() ? value : std::numeric_limits<double>::infinity();
}

inline std::string_view TrimmedText(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && IsBlank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace disan
