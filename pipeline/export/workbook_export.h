// The tables of an exchange as one workbook: a sheet each, and a sheet that says what the columns
// mean.
#pragma once

#include "formats/exchange/mapping/render.h"
#include "formats/workbook/write_xlsx.h"

#include <vector>

namespace disan {

// Numbers stay numbers; whatever else a cell holds is text, so that no office program takes it for
// a formula or a date.
PlannedWorkbook PlanExchangeWorkbook(const std::vector<ExportTable>& tables);

}  // namespace disan
