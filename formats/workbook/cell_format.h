// How a workbook says that a number is a day.
#pragma once

#include <string_view>

namespace disan {

// Whether the format that has this number or this code shows a date. Codes in quotes, brackets or
// after a back slash are words, not parts of a date.
bool IsDateFormat(int number, std::string_view code);

}  // namespace disan
