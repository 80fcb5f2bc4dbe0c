#include "formats/exchange/markup.h"

#include "formats/language/unicode.h"

#include <cstdint>

#include <fmt/format.h>

namespace disan {
namespace {

// The length of the character at the front, 0 when it is not valid UTF-8.
size_t CharacterLength(std::string_view text) {
  for (size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    if (IsValidUtf8(text.substr(0, length))) {
      return length;
    }
  }
  return 0;
}

std::string_view Entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

bool IsForbiddenControl(char c) {
  const auto byte = static_cast<uint8_t>(c);
  return byte == 0x7f || (byte < 0x20 && c != '\n' && c != '\t' && c != '\r');
}

// U+FFFE and U+FFFF: valid UTF-8, no characters of XML.
bool IsNoncharacter(std::string_view character) {
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

}  // namespace

std::string EscapeMarkup(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (const std::string_view entity = Entity(text.front()); !entity.empty()) {
      out += entity;
    } else if (length > 1 ? !IsNoncharacter(text.substr(0, length))
                          : !IsForbiddenControl(text.front())) {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string EscapeUrlPath(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<uint8_t>(c));
    }
  }
  return out;
}

}  // namespace disan
