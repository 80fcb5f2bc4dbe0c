// inventory.json beside the sites: what the workbook said when it was last taken in. It is the
// denominator of the progress report, tells a hand edit of site.yaml from a value that came from
// the table, and keeps the columns and formulas that the record has no place for.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/inventory/inventory.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

inline constexpr char kInventoryFile[] = "inventory.json";

// One inventory a workbook that was taken in, by file name.
using InventoryBook = std::vector<Inventory>;

// An empty book when the file is not there.
Result<InventoryBook> ReadInventoryBook(const std::filesystem::path& file);
std::string InventoryBookText(const InventoryBook& book);

// The row of a relic, nullptr when no workbook has it.
const InventoryRow* FindRelic(const InventoryBook& book, const std::string& id);

}  // namespace disan
