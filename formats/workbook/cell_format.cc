#include "formats/workbook/cell_format.h"

namespace disan {
namespace {

// The formats that every workbook has without saying so (ECMA-376-1, 18.8.30), those of East Asian
// offices included. 18 to 21 and 45 to 47 are times of day: no dates.
bool IsBuiltInDate(int number) {
  return (number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) ||
         number == 36 || (number >= 50 && number <= 58 && number != 55 && number != 56);
}

}  // namespace

bool IsDateFormat(int number, std::string_view code) {
  if (code.empty()) {
    return IsBuiltInDate(number);
  }
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"' || c == '[') {
      const size_t end = code.find(c == '"' ? '"' : ']', i + 1);
      i = end == std::string_view::npos ? code.size() : end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == 'd' || c == 'D' || c == 'y' || c == 'Y') {
      return true;
    } else if (c == ';') {
      return false;  // the first section is the one for positive numbers
    }
  }
  return false;
}

}  // namespace disan
