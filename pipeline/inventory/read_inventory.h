// From a workbook to an inventory: finds the sheets and their headings, reads every row, checks
// each cell, then the rows against one another. All problems in one go.
#pragma once

#include "formats/workbook/workbook.h"
#include "pipeline/inventory/inventory.h"
#include "pipeline/inventory/mapping.h"

#include <set>
#include <string>

namespace disan {

struct InventoryOptions {
  std::string file;  // as the problems name it
  InventoryMapping mapping;
  std::set<std::string>
      known_sites;  // ids of sites that are there already: "part of" may name them
};

InventoryReading ReadInventory(const Workbook& workbook, const InventoryOptions& options);

}  // namespace disan
