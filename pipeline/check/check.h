// `disan check`: everything that can be known before the long work.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/site.h"
#include "pipeline/execution/execution.h"

#include <vector>

namespace disan {

struct CheckReport {
  std::vector<Diagnostic> rows;  // errors first; each with a remedy
  size_t photos = 0;
  size_t scans = 0;
  size_t scenes = 0;
  size_t objects = 0;
  bool unusable = false;  // the record has errors, or nothing could be built from what is there
};

// `said` is what ReadSiteFolder said of the same folder.
CheckReport CheckSite(const SiteFolder& folder,
                      const std::vector<Diagnostic>& said,
                      const Execution& execution);

}  // namespace disan
