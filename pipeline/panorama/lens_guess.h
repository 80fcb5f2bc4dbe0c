// A first lens without believing the camera: the focal length and distortion under which the most
// matches are explained by pure rotations. The camera's own word is one more candidate.
//
// Rejected: focal lengths from homographies pair by pair; a few per cent of distortion spoils them.
#pragma once

#include "pipeline/panorama/rotations.h"

#include <optional>
#include <vector>

namespace disan::panorama {

struct LensGuessOptions {
  std::optional<double> told_focal_px;  // what the camera says, as a pinhole
  int pairs = 14;                       // the most telling ones
  int matches = 160;                    // of each
  double tolerance = 0.003;             // of the picture's long side
  double fisheye_gain = 1.12;           // a fisheye must explain this much more than a pinhole
  uint64_t seed = 1;
};

struct LensGuess {
  Lens lens;
  double explained = 0;  // share of the matches, 0 to 1
  bool camera_agrees = false;
};

// `pairs` are pairs of photos that share the lens; `formats` has every photo's width and height.
// Without a single useful pair the camera's word is taken, or 50 degrees.
LensGuess GuessLens(const Lens& format,
                    const std::vector<PhotoPair>& pairs,
                    const std::vector<Features>& features,
                    const std::vector<Lens>& formats,
                    const LensGuessOptions& options,
                    const Execution& execution);

}  // namespace disan::panorama
