#include "pipeline/export/workbook_export.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

namespace disan {
namespace {

constexpr double kNarrowestColumn = 12;  // characters
constexpr double kWidestColumn = 44;
constexpr size_t kRowsLookedAt = 200;

int Column(size_t at) {
  return static_cast<int>(at);
}

// Characters, not bytes: Vietnamese letters take two or three.
double LettersOf(const std::string& text) {
  return static_cast<double>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

PlannedCell Cell(int row, size_t column, CellLook look, std::string text) {
  return {.row = row,
          .column = Column(column),
          .look = look,
          .text = std::move(text),
          .number = std::nullopt,
          .formula = {}};
}

std::vector<double> WidthsOf(const ExportTable& table) {
  std::vector<double> widths;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    double widest = LettersOf(table.columns[c].heading) + 3;
    for (size_t r = 0; r < std::min(table.rows.size(), kRowsLookedAt); ++r) {
      widest = std::max(widest, LettersOf(table.rows[r][c].text) + 1);
    }
    widths.push_back(std::clamp(widest, kNarrowestColumn, kWidestColumn));
  }
  return widths;
}

PlannedSheet SheetOf(const ExportTable& table) {
  PlannedSheet sheet{.name = table.sheet,
                     .widths = WidthsOf(table),
                     .frozen_rows = 1,
                     .frozen_columns = 1,
                     .repeated_row = 0,
                     .landscape = true};
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const ExportColumn& column = table.columns[c];
    sheet.cells.push_back(Cell(0, c, CellLook::kHeading, column.heading));
    if (!column.note_vi.empty()) {
      sheet.notes.push_back(
          Cell(0, c, CellLook::kPlain, column.note_vi + "\n(" + column.note_en + ")"));
    }
  }
  for (size_t r = 0; r < table.rows.size(); ++r) {
    for (size_t c = 0; c < table.columns.size(); ++c) {
      const ExportCell& value = table.rows[r][c];
      PlannedCell cell = Cell(static_cast<int>(r) + 1, c, CellLook::kText, value.text);
      cell.number = value.number;
      sheet.cells.push_back(std::move(cell));
    }
  }
  if (!table.columns.empty()) {
    sheet.filter =
        PlannedRange{0, 0, static_cast<int>(table.rows.size()), Column(table.columns.size()) - 1};
  }
  return sheet;
}

PlannedSheet DictionaryOf(const std::vector<ExportTable>& tables) {
  PlannedSheet sheet{.name = "Từ điển dữ liệu",
                     .widths = {18, 26, 44, 44, 36},
                     .frozen_rows = 1,
                     .repeated_row = 0,
                     .landscape = true,
                     .tab_colour = 0x6B7280};
  const char* const headings[] = {
      "Trang", "Cột", "Ý nghĩa", "Meaning in English", "Trường của hồ sơ chuẩn"};
  for (size_t c = 0; c < std::size(headings); ++c) {
    sheet.cells.push_back(Cell(0, c, CellLook::kHeading, headings[c]));
  }
  int row = 1;
  for (const ExportTable& table : tables) {
    for (const ExportColumn& column : table.columns) {
      const std::string* const texts[] = {
          &table.sheet, &column.heading, &column.note_vi, &column.note_en, &column.places};
      for (size_t c = 0; c < std::size(texts); ++c) {
        sheet.cells.push_back(Cell(row, c, CellLook::kText, *texts[c]));
      }
      ++row;
    }
  }
  return sheet;
}

}  // namespace

PlannedWorkbook PlanExchangeWorkbook(const std::vector<ExportTable>& tables) {
  PlannedWorkbook workbook{.title = "Dữ liệu trao đổi", .sheets = {}};
  for (const ExportTable& table : tables) {
    workbook.sheets.push_back(SheetOf(table));
  }
  workbook.sheets.push_back(DictionaryOf(tables));
  return workbook;
}

}  // namespace disan
