// What follows from a planned tour: pictures to share, and short addresses.
#pragma once

#include "pipeline/steps/site_plan.h"

namespace disan {

// After everything that they draw on is in the plan, tour included.
void PlanShares(const SiteFolder& folder, SitePlan& plan);

}  // namespace disan
