// A workbook as a person sees it: sheets, rows, cells, each at its place. Only cells that hold
// something are there.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace disan {

enum class CellKind { kText, kNumber, kDate, kBoolean, kError };

struct Cell {
  int column = 0;  // 0-based
  CellKind kind = CellKind::kText;
  std::string text;     // NFC; a date in ISO form, a boolean as TRUE or FALSE, an error as #N/A
  double number = 0;    // kNumber, kDate (days of the workbook's calendar), kBoolean
  std::string formula;  // without the "=", empty for a plain value
};

struct SheetRow {
  int number = 0;  // 1-based, as the office program shows it
  bool hidden = false;
  std::vector<Cell> cells;  // by column

  const Cell* At(int column) const;  // nullptr when the cell is empty
};

struct CellRange {
  int first_row = 0;  // 1-based, both ends included
  int last_row = 0;
  int first_column = 0;  // 0-based, both ends included
  int last_column = 0;

  bool Holds(int row, int column) const {
    return row >= first_row && row <= last_row && column >= first_column && column <= last_column;
  }
};

struct Sheet {
  std::string name;
  bool hidden = false;
  std::vector<SheetRow> rows;  // by number
  std::vector<CellRange> merged;

  const SheetRow* Row(int number) const;
};

struct Workbook {
  std::vector<Sheet> sheets;
};

// "A" for 0, "AB" for 27.
std::string ColumnName(int column);
// "D17"
std::string CellName(int row, int column);

// The number as a person types it, with the 15 digits that an office program keeps: 21.0093.
std::string NumberText(double number);

// 2026-05-10 of a day count; empty outside the calendar. The 1900 calendar counts a 29 February
// 1900 that never was, as the office programs do.
std::string DateOfSerial(double serial, bool counts_from_1904);

}  // namespace disan
