// A table for a terminal: columns aligned by what the eye sees, long cells wrapped between words.
#pragma once

#include <string>
#include <vector>

namespace disan {

struct TextTable {
  std::vector<std::string> heading;
  std::vector<std::vector<std::string>> rows;
};

// Ends with a new line. Never wider than `width`. Below `width` of about 60
// the columns no longer fit and each row becomes a short list.
std::string Rendered(const TextTable& table, int width);

// Of the terminal behind standard output; 100 elsewhere.
int TerminalWidth();

}  // namespace disan
