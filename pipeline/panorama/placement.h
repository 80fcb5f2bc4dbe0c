// Photos with too little in them to be recognised (plain sky, plain walls): placed where the
// pattern of the capture expects them, turned a little until their light agrees with what is placed
// around them, and checked. Photos that disagree are rejected, with the reason.
#pragma once

#include "formats/language/text.h"
#include "pipeline/panorama/align.h"

namespace disan::panorama {

enum class PlacementStatus { kPlaced, kPlacedByPrior, kRejected };

struct Placement {
  PlacementStatus status = PlacementStatus::kRejected;
  Text reason;  // empty for a photo that is placed by its own features
};

struct PlacementOptions {
  int rich = 250;                // features of a photo that should have been recognised
  double prior_sigma_deg = 2;    // how even people turn
  double largest_spread = 0.12;  // of light against what is around, natural logarithm
  double least_overlap = 0.04;   // of the photo's area
};

// Adds what it can place to `alignment.cameras.photos`. `readable` has one entry a photo.
std::vector<Placement> PlaceByPrior(Alignment& alignment,
                                    const std::vector<bool>& readable,
                                    const PlacementOptions& options);

}  // namespace disan::panorama
