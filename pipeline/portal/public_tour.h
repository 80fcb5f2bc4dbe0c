// What of a tour may leave the house.
#pragma once

#include "formats/record/canonical/record.h"
#include "pipeline/portal/tour_json.h"

#include <functional>
#include <string>

namespace disan {

// Whether a scene or object, by its id, is published. Empty: all that may be public are.
using ItemFilter = std::function<bool(const std::string& id)>;

// canonical::PublicView, and of that only what `shown` lets pass.
canonical::Record ShownRecord(canonical::Record record, const ItemFilter& shown);

// Only the scenes and objects of `record`, which is one of the above, and what leads to them; of a
// sensitive site no coordinates, address or plan.
TourJson ShownTour(TourJson tour, const canonical::Record& record);

}  // namespace disan
