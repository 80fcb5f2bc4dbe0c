// What people wrote of a site, as the canonical record tells it: known before any work, without a
// single asset. The step that writes the record adds what was read and made.
#pragma once

#include "formats/record/canonical/record.h"
#include "formats/record/site.h"

namespace disan {

canonical::Record DraftRecord(const SiteFolder& folder);

}  // namespace disan
