// What a web team copies into a page of its own.
#pragma once

#include "pipeline/portal/tour_json.h"

#include <string>

namespace disan {

// The whole tour, one scene and one model as HTML. `folder` is the address of the tour's folder
// and ends in "/"; `viewer` that of disan-tour.js.
std::string EmbedSnippet(const TourJson& tour,
                         const std::string& folder,
                         const std::string& viewer);

}  // namespace disan
