#include "pipeline/cli/text_table.h"

#include "formats/language/unicode.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

namespace disan {
namespace {

constexpr int kGap = 2;
constexpr int kNarrow = 60;
constexpr int kLeastColumn = 12;

// The first part of a word that is wider than a column: up to a slash, else as much as fits.
std::string FirstPart(const std::string& word, int width) {
  size_t fits = 0;
  size_t slash = 0;
  for (size_t end = 1; end <= word.size(); ++end) {
    const bool whole = end == word.size() || (static_cast<unsigned char>(word[end]) & 0xC0) != 0x80;
    if (whole && DisplayWidth(word.substr(0, end)) <= width) {
      fits = end;
      slash = word[end - 1] == '/' && end < word.size() ? end : slash;
    }
  }
  return word.substr(0, slash > 0 ? slash : std::max(fits, size_t{1}));
}

std::vector<std::string> Wrapped(const std::string& text, int width) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) {
    while (DisplayWidth(word) > width) {
      if (!line.empty()) {
        lines.push_back(std::exchange(line, {}));
      }
      lines.push_back(FirstPart(word, width));
      word.erase(0, lines.back().size());
    }
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty() || lines.empty()) {
    lines.push_back(std::move(line));
  }
  return lines;
}

// Natural widths; what is too much is taken from the widest columns.
std::vector<int> Widths(const TextTable& table, int width) {
  std::vector<int> widths;
  for (const std::string& cell : table.heading) {
    widths.push_back(DisplayWidth(cell));
  }
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  const int room = width - kGap * (static_cast<int>(widths.size()) - 1);
  int total = 0;
  for (const int w : widths) {
    total += w;
  }
  for (; total > room; --total) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kLeastColumn) {
      break;
    }
    --*widest;
  }
  return widths;
}

std::string RowText(const std::vector<std::string>& row, const std::vector<int>& widths) {
  std::vector<std::vector<std::string>> cells;
  size_t lines = 1;
  for (size_t i = 0; i < widths.size(); ++i) {
    cells.push_back(Wrapped(i < row.size() ? row[i] : std::string(), widths[i]));
    lines = std::max(lines, cells.back().size());
  }
  std::string text;
  for (size_t line = 0; line < lines; ++line) {
    std::string out;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = line < cells[i].size() ? cells[i][line] : std::string();
      out += cell;
      if (i + 1 < cells.size()) {
        out += std::string(static_cast<size_t>(std::max(0, widths[i] - DisplayWidth(cell)) + kGap),
                           ' ');
      }
    }
    out.erase(out.find_last_not_of(' ') + 1);
    text += out + "\n";
  }
  return text;
}

std::string AsLists(const TextTable& table, int width) {
  std::string text;
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const std::vector<std::string> lines = Wrapped(row[i], std::max(width - 2, 10));
      for (const std::string& line : lines) {
        text += (i == 0 ? "" : "  ") + line + "\n";
      }
    }
  }
  return text;
}

}  // namespace

std::string Rendered(const TextTable& table, int width) {
  if (width < kNarrow) {
    return AsLists(table, width);
  }
  const std::vector<int> widths = Widths(table, width);
  std::string text = RowText(table.heading, widths);
  std::string rule;
  for (size_t i = 0; i < widths.size(); ++i) {
    for (int n = 0; n < widths[i]; ++n) {
      rule += "─";
    }
    rule += i + 1 < widths.size() ? "  " : "\n";
  }
  text += rule;
  for (const auto& row : table.rows) {
    text += RowText(row, widths);
  }
  return text;
}

int TerminalWidth() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 20) {
    return size.ws_col;
  }
  return 100;
}

}  // namespace disan
