// The JSON report of one panorama, as the design promises it.
#pragma once

#include "pipeline/panorama/stitch.h"

#include <string>

namespace disan::panorama {

struct ReportFacts {
  double peak_rss_mb = 0;
};

std::string EncodeReport(const PhotoSet& photos,
                         const Stitched& stitched,
                         const ReportFacts& facts);

}  // namespace disan::panorama
