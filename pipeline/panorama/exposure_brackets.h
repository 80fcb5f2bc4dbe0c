// Exposure brackets: the exposures of one direction become one photo with the light of all of them,
// before anything else looks at it. Everything after (alignment, light, seams) sees one photo a
// direction.
//
// Merged in linear light around the middle exposure and brought to one exposure for the whole set;
// what is brighter than a single exposure holds is let down on one smooth shoulder, the same curve
// for every pixel of every photo: no halos, no grey, and overlapping photos agree.
// Rejected: exposure fusion by local contrast (Mertens): overlapping photos come out differently.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/panorama/photo_set.h"

#include <array>

namespace disan::panorama {

struct BracketedSet {
  PhotoSet photos;                     // one a direction
  std::vector<std::vector<int>> lots;  // the files of each, darkest to brightest, then copies
  int exposures = 1;                   // a direction; 1: nothing was fused

  // The file of a lot that stands for it.
  int Middle(const std::vector<int>& lot) const { return lot[static_cast<size_t>(exposures) / 2]; }
};

// Finds lots by the exposures in the order of the sequence; without any the set is returned as is.
BracketedSet FuseBrackets(const PhotoSet& photos, const Execution& execution);

// One direction's exposures, darkest first.
struct BracketedPixels {
  std::vector<Pixels> exposures;
  std::vector<double> ev;  // as the camera says; only differences count
  size_t reference = 0;    // the exposure that moving things are taken from
};

struct ToneOptions {
  double lift_ev = 0;  // to the exposure of the whole set
  double white = 1;    // linear light that becomes white
};

// All of one size; values of the result lie on the sRGB curve.
Image16 Fuse(const BracketedPixels& bracketed, const ToneOptions& tone);

// Encoded value, 0 to 1, of linear light: the sRGB curve, then the shoulder up to `white`.
double ShoulderedTone(double light, double white);

}  // namespace disan::panorama
