#include "formats/workbook/legacy_vietnamese.h"

#include "formats/language/unicode.h"

#include <array>
#include <cstdint>

namespace disan {
namespace {

struct Coded {
  uint8_t byte;
  const char* letter;
};

// TCVN 5712:1993, VN3.
constexpr Coded kTcvn3[] = {
    {0xA1, "Ă"}, {0xA2, "Â"}, {0xA3, "Ê"}, {0xA4, "Ô"}, {0xA5, "Ơ"}, {0xA6, "Ư"}, {0xA7, "Đ"},
    {0xA8, "ă"}, {0xA9, "â"}, {0xAA, "ê"}, {0xAB, "ô"}, {0xAC, "ơ"}, {0xAD, "ư"}, {0xAE, "đ"},
    {0xB5, "à"}, {0xB6, "ả"}, {0xB7, "ã"}, {0xB8, "á"}, {0xB9, "ạ"}, {0xBB, "ằ"}, {0xBC, "ẳ"},
    {0xBD, "ẵ"}, {0xBE, "ắ"}, {0xC6, "ặ"}, {0xC7, "ầ"}, {0xC8, "ẩ"}, {0xC9, "ẫ"}, {0xCA, "ấ"},
    {0xCB, "ậ"}, {0xCC, "è"}, {0xCE, "ẻ"}, {0xCF, "ẽ"}, {0xD0, "é"}, {0xD1, "ẹ"}, {0xD2, "ề"},
    {0xD3, "ể"}, {0xD4, "ễ"}, {0xD5, "ế"}, {0xD6, "ệ"}, {0xD7, "ì"}, {0xD8, "ỉ"}, {0xDC, "ĩ"},
    {0xDD, "í"}, {0xDE, "ị"}, {0xDF, "ò"}, {0xE1, "ỏ"}, {0xE2, "õ"}, {0xE3, "ó"}, {0xE4, "ọ"},
    {0xE5, "ồ"}, {0xE6, "ổ"}, {0xE7, "ỗ"}, {0xE8, "ố"}, {0xE9, "ộ"}, {0xEA, "ờ"}, {0xEB, "ở"},
    {0xEC, "ỡ"}, {0xED, "ớ"}, {0xEE, "ợ"}, {0xEF, "ù"}, {0xF1, "ủ"}, {0xF2, "ũ"}, {0xF3, "ú"},
    {0xF4, "ụ"}, {0xF5, "ừ"}, {0xF6, "ử"}, {0xF7, "ữ"}, {0xF8, "ứ"}, {0xF9, "ự"}, {0xFA, "ỳ"},
    {0xFB, "ỷ"}, {0xFC, "ỹ"}, {0xFD, "ý"}, {0xFE, "ỵ"},
};

// Letters of VNI that are one byte; capitals lie 0x20 lower.
constexpr Coded kVniLetters[] = {
    {0xEC, "ì"},
    {0xED, "í"},
    {0xE6, "ỉ"},
    {0xF3, "ĩ"},
    {0xF2, "ị"},
    {0xF4, "ơ"},
    {0xF6, "ư"},
    {0xEE, "ỵ"},
    {0xF1, "đ"},
};
constexpr Coded kVniCapitals[] = {
    {0xCC, "Ì"},
    {0xCD, "Í"},
    {0xC6, "Ỉ"},
    {0xD3, "Ĩ"},
    {0xD2, "Ị"},
    {0xD4, "Ơ"},
    {0xD6, "Ư"},
    {0xCE, "Ỵ"},
    {0xD1, "Đ"},
};
// Marks of VNI as combining characters: grave U+0300, acute U+0301, circumflex U+0302, tilde
// U+0303, breve U+0306, hook U+0309, dot below U+0323.
constexpr Coded kVniMarks[] = {
    {0xF9, "\u0301"},
    {0xF8, "\u0300"},
    {0xFB, "\u0309"},
    {0xF5, "\u0303"},
    {0xEF, "\u0323"},
    {0xEA, "\u0306"},
    {0xE9, "\u0306\u0301"},
    {0xE8, "\u0306\u0300"},
    {0xFA, "\u0306\u0309"},
    {0xFC, "\u0306\u0303"},
    {0xEB, "\u0323\u0306"},
    {0xE2, "\u0302"},
    {0xE1, "\u0302\u0301"},
    {0xE0, "\u0302\u0300"},
    {0xE5, "\u0302\u0309"},
    {0xE3, "\u0302\u0303"},
    {0xE4, "\u0323\u0302"},
};

using Table = std::array<const char*, 256>;

template <size_t n>
void Fill(Table& table, const Coded (&coded)[n], int offset = 0) {
  for (const Coded& one : coded) {
    table[static_cast<size_t>(one.byte + offset)] = one.letter;
  }
}

std::string Latin1(uint8_t byte) {
  if (byte < 0x80) {
    return std::string(1, static_cast<char>(byte));
  }
  return {static_cast<char>(0xC0 | (byte >> 6)), static_cast<char>(0x80 | (byte & 0x3F))};
}

bool TakesMarks(uint8_t byte) {
  const uint8_t lower = byte | 0x20;
  return lower == 'a' || lower == 'e' || lower == 'o' || lower == 'u' || lower == 'y' ||
         lower == 0xF4 || lower == 0xF6;
}

}  // namespace

std::string FromTcvn3(std::string_view bytes) {
  static const Table kTable = [] {
    Table table{};
    Fill(table, kTcvn3);
    return table;
  }();
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    text += kTable[byte] != nullptr ? std::string(kTable[byte]) : Latin1(byte);
  }
  return ToNfc(text);
}

std::string FromVni(std::string_view bytes) {
  static const Table kLetters = [] {
    Table table{};
    Fill(table, kVniLetters);
    Fill(table, kVniCapitals);
    return table;
  }();
  static const Table kMarks = [] {
    Table table{};
    Fill(table, kVniMarks);
    Fill(table, kVniMarks, -0x20);
    return table;
  }();
  std::string text;
  bool marks_may_follow = false;
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    if (marks_may_follow && kMarks[byte] != nullptr) {
      text += kMarks[byte];
      marks_may_follow = false;
      continue;
    }
    text += kLetters[byte] != nullptr ? std::string(kLetters[byte]) : Latin1(byte);
    marks_may_follow = TakesMarks(byte);
  }
  return ToNfc(text);
}

std::string FromLegacyText(std::string_view text, TextEncoding encoding) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<uint8_t>(text[i]);
    if (lead < 0x80) {
      bytes += text[i];
    } else if ((lead == 0xC2 || lead == 0xC3) && i + 1 < text.size()) {
      ++i;
      bytes += static_cast<char>(((lead & 0x03) << 6) | (static_cast<uint8_t>(text[i]) & 0x3F));
    } else {
      return std::string(text);
    }
  }
  return encoding == TextEncoding::kTcvn3 ? FromTcvn3(bytes)
         : encoding == TextEncoding::kVni ? FromVni(bytes)
                                          : std::string(text);
}

}  // namespace disan
