// Site folders from an inventory.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/execution/execution.h"
#include "pipeline/inventory/inventory.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace disan {

// The sites of a folder by id: every folder in it that has a site.yaml. The id stands in the file;
// the folder may be called otherwise.
std::map<std::string, std::filesystem::path> SitesIn(const std::filesystem::path& folder,
                                                     const Execution& execution = {});

struct ImportReport {
  bool imported = false;  // false: nothing was touched
  size_t created = 0;
  size_t updated = 0;
  size_t unchanged = 0;
  size_t refused = 0;
  std::vector<InventoryProblem> problems;  // of the taking in: what was kept as a person wrote it
};

// Nothing is written when the reading has errors, unless `partial`: then the rows without errors
// are taken in. Throws Failure when the disk refuses.
ImportReport ImportInventory(const InventoryReading& reading,
                             const std::filesystem::path& folder,
                             bool partial,
                             const Execution& execution);

}  // namespace disan
