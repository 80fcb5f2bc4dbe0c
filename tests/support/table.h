// A sheet from rows of texts, as a person types them: "21.0093" is a number, "=A1" a formula.
#pragma once

#include "formats/record/scalars.h"
#include "formats/workbook/workbook.h"

#include <string>
#include <vector>

namespace disan::testing {

using TextRows = std::vector<std::vector<std::string>>;

inline Sheet Table(const TextRows& rows, const std::string& name = "Di tích") {
  Sheet sheet{.name = name, .hidden = false, .rows = {}, .merged = {}};
  for (size_t r = 0; r < rows.size(); ++r) {
    SheetRow row{.number = static_cast<int>(r) + 1, .hidden = false, .cells = {}};
    for (size_t c = 0; c < rows[r].size(); ++c) {
      const std::string& text = rows[r][c];
      if (text.empty()) {
        continue;
      }
      Cell cell{.column = static_cast<int>(c), .text = text, .formula = {}};
      if (const auto number = ParseNumber(text)) {
        cell.kind = CellKind::kNumber;
        cell.number = *number;
      }
      row.cells.push_back(std::move(cell));
    }
    if (!row.cells.empty()) {
      sheet.rows.push_back(std::move(row));
    }
  }
  return sheet;
}

inline Workbook Book(const TextRows& rows) {
  Workbook workbook;
  workbook.sheets.push_back(Table(rows));
  return workbook;
}

}  // namespace disan::testing
