// A workbook to be written, as data: what stands where and how it looks. The same plan gives the
// same bytes; libxlsxwriter's types stay in the .cc.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <optional>
#include <string>
#include <vector>

namespace disan {

enum class CellLook {
  kPlain,
  kTitle,            // of a sheet
  kSubtitle,         // under it
  kSection,          // between blocks
  kHeading,          // of a column
  kHeadingRequired,  // of a column that must be filled
  kHeadingHint,      // under a heading, small
  kText,             // a framed cell
  kExample,          // a framed cell to be overwritten
  kNumber,
  kPercent,
  kTotal,  // framed and bold
  kTotalNumber,
  kTotalPercent,
  kYes,    // framed, centred, green
  kNo,     // framed, centred, red
  kProse,  // wrapped, no frame
  kBold,
};
inline constexpr int kCellLooks = static_cast<int>(CellLook::kBold) + 1;

// Rows and columns count from 0.
struct PlannedCell {
  int row = 0;
  int column = 0;
  CellLook look = CellLook::kPlain;
  std::string text;
  std::optional<double> number;
  std::string formula;  // without "="; then text or number is the value it has now
};

struct PlannedRange {
  int first_row = 0;
  int first_column = 0;
  int last_row = 0;
  int last_column = 0;
};

struct PlannedMerge {
  PlannedRange range;
  std::string text;
  CellLook look = CellLook::kPlain;
};

// Words to choose from. `words` is a range such as ='Danh mục'!$A$2:$A$6; other words are refused.
struct DropDown {
  PlannedRange range;
  std::string words;
  std::string title;  // of the note shown when the cell is chosen; at most 32 characters
  std::string hint;   // at most 255
};

struct ChartSeries {
  std::string name;
  std::string categories;  // ='Tổng hợp'!$A$6:$A$9
  std::string values;
  unsigned colour = 0x8C2F1B;
};

struct PlannedChart {
  int row = 0;
  int column = 0;
  int width_px = 640;
  int height_px = 320;
  bool horizontal = false;
  bool percent = false;  // values run from 0 to 1
  std::string title;
  std::vector<ChartSeries> series;
};

struct PlannedSheet {
  std::string name;                             // at most 31 characters, none of []:*?/\ .
  std::vector<double> widths;                   // of the columns from the first, in characters
  std::vector<std::pair<int, double>> heights;  // of rows, in points
  std::vector<PlannedCell> cells;
  std::vector<PlannedMerge> merges;
  std::vector<DropDown> drop_downs;
  std::vector<PlannedCell> notes;  // text shown when the pointer rests on the cell
  std::vector<PlannedChart> charts;
  std::optional<PlannedRange> filter;
  int frozen_rows = 0;
  int frozen_columns = 0;
  int repeated_row = -1;  // the heading on each printed page
  bool landscape = false;
  bool hidden = false;
  unsigned tab_colour = 0x8C2F1B;
};

struct PlannedWorkbook {
  std::string title;
  std::vector<PlannedSheet> sheets;
};

// The bytes of the file.
Result<std::string> WriteXlsx(const PlannedWorkbook& plan);

}  // namespace disan
