// The stages in their order: photos of one spot in, a panorama and what is to be said of it out.
#pragma once

#include "pipeline/panorama/compose.h"
#include "pipeline/panorama/level.h"
#include "pipeline/panorama/nadir.h"
#include "pipeline/panorama/parallax.h"
#include "pipeline/panorama/placement.h"

#include <string>
#include <utility>
#include <vector>

namespace disan::panorama {

struct StitchOptions {
  int width = 0;  // 0: as wide as the photos carry
  AlignOptions align;
  PlacementOptions placement;
  ParallaxOptions parallax;
  SeamOptions seams;
  NadirOptions nadir;
};

struct Stitched {
  Composite composite;
  std::vector<Camera> cameras;        // of every photo; upright
  std::vector<Placement> placements;  // of every photo
  Light light;
  int exposures = 1;           // a direction; more than one: brackets that were fused
  std::vector<bool> outlined;  // of a fused bracket only one photo is drawn
  double rms_px = 0;
  double hfov_deg = 0;
  Nadir nadir;
  // Upper quartile of what overlapping photos disagree by, before and after it was absorbed.
  std::pair<double, double> parallax_deg;
  Level level;
  std::vector<std::pair<std::string, double>> seconds;  // stage by stage
  std::vector<Diagnostic> doubts;                       // warnings; any makes the result doubtful
  std::vector<Diagnostic> notes;                        // worth knowing, no doubt
};

// Throws Failure when the photos cannot become a panorama.
Stitched Stitch(const PhotoSet& photos, const StitchOptions& options, const Execution& execution);

}  // namespace disan::panorama
