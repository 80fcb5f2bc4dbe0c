#include "formats/language/unicode.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <vector>

#include <utf8proc.h>

namespace disan {
namespace {

struct Free {
  void operator()(utf8proc_uint8_t* p) const { std::free(p); }
};

std::string Map(std::string_view text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()),
                                             &mapped,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, Free> owned(mapped);
  if (size < 0) {
    return std::string(text);
  }
  return {reinterpret_cast<const char*>(mapped), static_cast<size_t>(size)};
}

std::vector<utf8proc_int32_t> CodePoints(std::string_view text) {
  std::vector<utf8proc_int32_t> points;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(at, left, &point);
    if (used <= 0) {
      break;
    }
    points.push_back(point);
    at += used;
    left -= used;
  }
  return points;
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(at, left, &point);
    if (used <= 0) {
      return false;
    }
    at += used;
    left -= used;
  }
  return true;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

std::string ToNfc(std::string_view text) {
  // Paths, checksums and most values of a record.
  if (IsAscii(text)) {
    return std::string(text);
  }
  return Map(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string FoldForSearch(std::string_view text) {
  const std::string plain =
      Map(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
  std::string folded;
  folded.reserve(plain.size());
  for (size_t i = 0; i < plain.size(); ++i) {
    if (plain.compare(i, 2, "\xC4\x91") == 0) {  // đ has no decomposition
      folded += 'd';
      ++i;
    } else {
      folded += plain[i];
    }
  }
  return folded;
}

std::string ToIdentifier(std::string_view name) {
  std::string id;
  for (const char c : FoldForSearch(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (!id.empty() && id.back() == '-') {
    id.pop_back();
  }
  return id;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (const utf8proc_int32_t point : CodePoints(text)) {
    width += utf8proc_charwidth(point);
  }
  return width;
}

int EditDistance(std::string_view a, std::string_view b) {
  const auto x = CodePoints(FoldForSearch(a));
  const auto y = CodePoints(FoldForSearch(b));
  std::vector<int> row(y.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < x.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) + 1;
    for (size_t j = 0; j < y.size(); ++j) {
      const int replaced = diagonal + (x[i] == y[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace disan
