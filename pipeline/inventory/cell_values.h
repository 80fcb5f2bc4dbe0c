// One cell into the value that site.yaml would have, or what is wrong with it. Pure; knows no row
// and no workbook.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/workbook/workbook.h"
#include "pipeline/inventory/columns.h"
#include "pipeline/inventory/mapping.h"

#include <optional>
#include <string>

namespace disan {

struct CellReading {
  std::string value;               // empty: nothing is written there
  std::optional<Diagnostic> said;  // an error leaves no value; a note or warning stands beside one
};

CellReading ReadCell(const Cell& cell,
                     const InventoryColumn& column,
                     const InventoryMapping& mapping);

}  // namespace disan
