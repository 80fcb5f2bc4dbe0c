// What no single cell can say: ids that are missing or come twice, coordinates that do not belong
// together, relics that are part of one another.
#pragma once

#include "pipeline/inventory/inventory.h"

#include <set>
#include <string>

namespace disan {

// Gives an id to every row that has a name and none of its own, and adds what is wrong to the
// problems; rows with an error are marked as refused.
void CrossCheck(InventoryReading& reading, const std::set<std::string>& known_sites);

}  // namespace disan
