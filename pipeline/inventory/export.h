// The sites of a ward as a workbook: the round trip of an import. Rows, columns, titles, extra
// columns and formulas stand where the workbook had them; values are those of the records.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/workbook/write_xlsx.h"

#include <filesystem>
#include <string>

namespace disan {

struct InventoryExport {
  PlannedWorkbook workbook;
  size_t sites = 0;
};

// Records that cannot be read are named beside the value; no value when there is no site at all.
Result<InventoryExport> PlanInventoryExport(const std::filesystem::path& folder);

}  // namespace disan
