// Which photos show the same things, by descriptors alone; and, once cameras are roughly known, by
// descriptors near where the geometry says.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/panorama/camera.h"
#include "pipeline/panorama/features.h"

#include <optional>
#include <utility>
#include <vector>

namespace disan::panorama {

struct Match {
  int first = 0;  // index of the feature in the first photo
  int second = 0;
};

struct PhotoPair {
  int first = 0;
  int second = 0;  // first < second
  std::vector<Match> matches;
};

struct MatchOptions {
  double ratio = 0.8;       // best distance against second best
  int votes_of = 400;       // strongest features that vote on every pair
  int neighbours = 2;       // in the sequence: always tried
  int partners = 12;        // photos that each photo is fully compared with, by votes
  int all_pairs_below = 9;  // with so few photos everything is compared with everything
};

// Pairs with at least 6 mutual nearest descriptors, ordered by (first, second).
std::vector<PhotoPair> MatchPhotos(const std::vector<Features>& features,
                                   const std::vector<int>& sequence,
                                   const MatchOptions& options,
                                   const Execution& execution);

// Matches of one pair where the cameras predict them, within `radius_px` of the second photo.
PhotoPair MatchNear(const std::vector<Features>& features,
                    const std::vector<Camera>& cameras,
                    std::pair<int, int> pair,
                    double radius_px);

}  // namespace disan::panorama
