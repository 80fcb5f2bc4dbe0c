// The form that staff fill in, and the parts of it that an export shares.
#pragma once

#include "formats/workbook/write_xlsx.h"
#include "pipeline/inventory/columns.h"

#include <string>
#include <vector>

namespace disan {

inline constexpr char kFormSheet[] = "Di tích";
inline constexpr char kWordsSheet[] = "Danh mục";

PlannedWorkbook InventoryTemplate();

// Heading, width, note and drop-down of a column whose heading stands at `row`; `last_row` is the
// last that may be filled.
void PlanColumn(const InventoryColumn& column, int row, int at, int last_row, PlannedSheet& sheet);
// The hidden sheet with the words to choose from.
PlannedSheet PlanWords();
// What every column means.
PlannedSheet PlanGuide();

}  // namespace disan
