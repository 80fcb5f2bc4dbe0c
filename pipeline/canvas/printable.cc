#include "pipeline/canvas/printable.h"

#include "formats/language/unicode.h"

#include <cstdint>

namespace disan {
namespace {

// Code points one by one; U+FFFD for every byte that belongs to none.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text) : text_(text) {}
  bool AtEnd() const { return at_ >= text_.size(); }
  char32_t Next() {
    const auto lead = static_cast<unsigned char>(text_[at_]);
    const size_t length = lead < 0x80           ? 1
                          : (lead >> 5) == 0x6  ? 2
                          : (lead >> 4) == 0xe  ? 3
                          : (lead >> 3) == 0x1e ? 4
                                                : 0;
    if (length == 0 || !IsValidUtf8(text_.substr(at_, length)) || at_ + length > text_.size()) {
      ++at_;
      return 0xfffd;
    }
    char32_t point = length == 1 ? lead : lead & (0xffU >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
      point = (point << 6) | (static_cast<unsigned char>(text_[at_ + i]) & 0x3fU);
    }
    at_ += length;
    return point;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

void Append(std::string& text, char32_t point) {
  const auto part = [&](unsigned shift, unsigned mark, unsigned mask) {
    text += static_cast<char>(mark | ((point >> shift) & mask));
  };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    part(6, 0xc0, 0x1f);
    part(0, 0x80, 0x3f);
  } else if (point < 0x10000) {
    part(12, 0xe0, 0x0f);
    part(6, 0x80, 0x3f);
    part(0, 0x80, 0x3f);
  } else {
    part(18, 0xf0, 0x07);
    part(12, 0x80, 0x3f);
    part(6, 0x80, 0x3f);
    part(0, 0x80, 0x3f);
  }
}

bool IsControl(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029;
}

// Zero-width, direction and joining marks, byte order mark, noncharacters: nothing to be seen.
bool IsInvisible(char32_t point) {
  return point == 0xad || point == 0x61c || (point >= 0x200b && point <= 0x200f) ||
         (point >= 0x202a && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) ||
         point == 0xfeff || (point >= 0xfff9 && point <= 0xfffb) || (point & 0xfffe) == 0xfffe ||
         (point >= 0xe0000 && point <= 0xe0fff);
}

bool IsCombining(char32_t point) {
  return (point >= 0x300 && point <= 0x36f) || (point >= 0x1ab0 && point <= 0x1aff) ||
         (point >= 0x20d0 && point <= 0x20ff);
}

constexpr int kMostMarks = 3;  // Vietnamese needs two where it is not composed

std::string Cleaned(std::string_view text, bool one_line) {
  std::string clean;
  int marks = 0;
  for (CodePoints points(text); !points.AtEnd();) {
    char32_t point = points.Next();
    if (IsInvisible(point)) {
      continue;
    }
    if (IsControl(point) && (point != '\n' || one_line)) {
      point = ' ';
    }
    marks = IsCombining(point) ? marks + 1 : 0;
    const bool blank = clean.empty() || clean.back() == ' ' || clean.back() == '\n';
    if (marks > kMostMarks || (point == ' ' && blank)) {
      continue;
    }
    if (point == '\n' && !clean.empty() && clean.back() == ' ') {
      clean.pop_back();
    }
    Append(clean, point);
  }
  while (!clean.empty() && (clean.back() == ' ' || clean.back() == '\n')) {
    clean.pop_back();
  }
  return ToNfc(clean);
}

}  // namespace

std::string Printable(std::string_view text) {
  return Cleaned(text, false);
}

std::string PrintableLine(std::string_view text) {
  return Cleaned(text, true);
}

}  // namespace disan
