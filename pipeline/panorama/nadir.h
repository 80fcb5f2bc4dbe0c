// The hole under the camera: what nobody photographed straight below, and the stand where a photo
// shows it, is made up from the ground around it, or covered by a disc, and the report says so.
// Nothing else is ever made up.
#pragma once

#include "pipeline/panorama/compose.h"

namespace disan::panorama {

enum class NadirMode { kFill, kDisc, kLeave };

enum class NadirState {
  kPhotographed,
  kGroundShot,  // from a photo taken from another point, by the plane of the ground
  kFilled,
  kDisc,
  kLeft,     // a hole, and it was asked to stay
  kTooWide,  // a hole that is more than a nadir
};

struct NadirOptions {
  NadirMode mode = NadirMode::kFill;
  double largest_deg = 35;  // radius of a hole that is taken for the nadir
};

struct Nadir {
  NadirState state = NadirState::kPhotographed;
  double radius_deg = 0;    // of the hole, at its widest
  double share = 0;         // of the sphere: what no photo covers and was made up
  bool over_stand = false;  // a photographed stand was painted over
  int shot = -1;            // the photo that shows the ground from another point, if there is one
  double shot_deg = 0;      // radius of what it was laid over, at least
};

// Changes only pixels that no photo covers or that show the stand, and the rim of photos beside
// them.
Nadir CloseNadir(Composite& composite, const NadirOptions& options);

// "photographed", "ground-shot", "filled", "disc", "left", "too-wide".
const char* WordOf(NadirState state);

}  // namespace disan::panorama
