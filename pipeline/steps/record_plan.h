// The steps that keep the record of a build: what the sources are, how each step ended, and the
// record itself.
#pragma once

#include "pipeline/steps/site_plan.h"

namespace disan {

// After all other steps of `plan`: they get an outcome file each, and the record reads what they
// make.
void PlanRecord(const SiteFolder& folder, const PlanOptions& options, SitePlan& plan);

}  // namespace disan
