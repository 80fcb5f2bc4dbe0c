// A row of the inventory as site.yaml.
#pragma once

#include "pipeline/inventory/inventory.h"

#include <string>
#include <vector>

namespace disan {

// A new file, with an open question wherever the row says nothing that the record needs.
std::string SiteYamlOf(const InventoryRow& row);

// Brings the file of a site up to date without touching what a person wrote: values that are
// missing are added; a value that is still what `earlier` (the row as it was last taken in, may be
// null) put there is changed; any other value stays and is reported.
struct SiteUpdate {
  std::string text;
  std::vector<InventoryProblem> problems;
};
SiteUpdate UpdatedSiteYaml(const std::string& text,
                           const std::string& file,
                           const InventoryRow& row,
                           const InventoryRow* earlier);

}  // namespace disan
