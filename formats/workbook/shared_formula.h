// A formula that a column shares is written once; the other cells only name it. Here the text that
// each of them would have.
#pragma once

#include <string>
#include <string_view>

namespace disan {

// `formula` moved by so many rows and columns: relative references go along, $A$1 stays, text in
// quotes and names stay. A reference that would leave the sheet becomes #REF!.
std::string ShiftedFormula(std::string_view formula, int rows, int columns);

}  // namespace disan
