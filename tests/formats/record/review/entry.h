// One approval, for tests to vary.
#pragma once

#include "formats/record/review/review_log.h"

namespace disan::testing {

inline ReviewEntry Approval(const std::string& reviewer = "Trần Thị B", char sha = 'a') {
  return {.time = "2026-05-12T08:30:00Z",
          .reviewer = reviewer,
          .asset = "masters/panoramas/san-truoc.jpg",
          .sha256 = std::string(64, sha),
          .verdict = ReviewVerdict::kApproved,
          .text = "",
          .at = {}};
}

}  // namespace disan::testing
