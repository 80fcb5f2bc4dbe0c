// The one or two pictures of a camera with two fisheye lenses back to back, to a full sphere.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/execution/execution.h"
#include "pipeline/panorama/fisheye_pair.h"
#include "pipeline/panorama/level.h"

#include <optional>
#include <string>
#include <vector>

namespace disan::panorama {

struct DualFisheyeOptions {
  int width = 0;      // 0: what the discs carry
  bool level = true;  // turned upright when upright edges say how
};

struct DualFisheyeResult {
  Image8 pixels;
  double fov_deg = 0;          // of each lens
  double overlap_rms = 0;      // levels between the lenses beside the seam
  double misfit_px = 0;        // between the lenses, in pixels of the discs
  double tilt_deg = 0;         // of the second lens against straight back
  std::optional<Level> level;  // what it was turned by; its `up` is in the front lens's frame
  Eigen::Matrix3d front_from_result = Eigen::Matrix3d::Identity();
  std::vector<Diagnostic> doubts;
  FisheyePair pair;  // its discs point into the pictures given
};

// One 2:1 picture with two discs side by side, or front and back. The front lens looks at the
// middle of the result; up is what upright edges say, else the lens's own. Fails when there are no
// two discs.
Result<DualFisheyeResult> StitchDualFisheye(const std::vector<Image8>& pictures,
                                            const DualFisheyeOptions& options,
                                            const Execution& execution);

// As of other panoramas; `names` are the pictures'.
std::string EncodeFisheyeReport(const std::vector<std::string>& names,
                                const DualFisheyeResult& result);
// A Hugin project with two circular fisheye photos.
std::string EncodeFisheyePto(const std::vector<std::string>& names,
                             const DualFisheyeResult& result);

}  // namespace disan::panorama
