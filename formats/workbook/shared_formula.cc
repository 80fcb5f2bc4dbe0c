#include "formats/workbook/shared_formula.h"

#include "formats/workbook/workbook.h"

#include <cctype>

namespace disan {
namespace {

bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '$' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

struct Reference {
  bool column_fixed = false;
  int column = 0;  // 1-based
  bool row_fixed = false;
  int row = 0;  // 1-based
};

// A1, $A1, A$1, $A$1 and nothing else.
bool ParseReference(std::string_view word, Reference& found) {
  size_t i = 0;
  found.column_fixed = word[i] == '$';
  i += found.column_fixed ? 1 : 0;
  const size_t letters = i;
  while (i < word.size() && i - letters < 3 &&
         std::isalpha(static_cast<unsigned char>(word[i])) != 0) {
    found.column =
        found.column * 26 + (std::toupper(static_cast<unsigned char>(word[i])) - 'A' + 1);
    ++i;
  }
  if (i == letters || i == word.size()) {
    return false;
  }
  found.row_fixed = word[i] == '$';
  i += found.row_fixed ? 1 : 0;
  const size_t digits = i;
  while (i < word.size() && i - digits < 7 &&
         std::isdigit(static_cast<unsigned char>(word[i])) != 0) {
    found.row = found.row * 10 + (word[i] - '0');
    ++i;
  }
  return i == word.size() && i > digits && found.row > 0;
}

std::string Moved(std::string_view word, int rows, int columns) {
  Reference reference;
  if (!ParseReference(word, reference)) {
    return std::string(word);
  }
  const int row = reference.row + (reference.row_fixed ? 0 : rows);
  const int column = reference.column + (reference.column_fixed ? 0 : columns);
  if (row < 1 || row > 1'048'576 || column < 1 || column > 16'384) {
    return "#REF!";
  }
  return (reference.column_fixed ? "$" : "") + ColumnName(column - 1) +
         (reference.row_fixed ? "$" : "") + std::to_string(row);
}

}  // namespace

std::string ShiftedFormula(std::string_view formula, int rows, int columns) {
  std::string moved;
  for (size_t i = 0; i < formula.size();) {
    const char c = formula[i];
    if (c == '"' || c == '\'') {
      const size_t end = std::min(formula.find(c, i + 1), formula.size() - 1);
      moved += formula.substr(i, end + 1 - i);
      i = end + 1;
    } else if (IsWord(c)) {
      const size_t start = i;
      while (i < formula.size() && IsWord(formula[i])) {
        ++i;
      }
      const std::string_view word = formula.substr(start, i - start);
      const bool name = i < formula.size() && (formula[i] == '(' || formula[i] == '!');
      moved += name ? std::string(word) : Moved(word, rows, columns);
    } else {
      moved += c;
      ++i;
    }
  }
  return moved;
}

}  // namespace disan
