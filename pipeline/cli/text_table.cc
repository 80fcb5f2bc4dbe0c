#include "pipeline/cli/text_table.h"

#include "formats/language/unicode.h"

#include <algorithm>
#include <sstream>

#include <sys/ioctl.h>
#include <unistd.h>

namespace disan {
namespace {

constexpr int kGap = 2;
constexpr int kNarrow = 60;
constexpr int kLeastColumn = 12;

std::vector<std::string> Wrapped(const std::string& text, int width) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) {
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
