// One light over all photos: exposure and white balance of each, and what the lens darkens towards
// the corners, solved in linear light from what overlapping photos see of the same places.
#pragma once

#include "formats/image/image.h"
#include "pipeline/execution/execution.h"
#include "pipeline/panorama/camera.h"

#include <array>
#include <vector>

namespace disan::panorama {

// exp(a r^2 + b r^4 + c r^6), r = 1 at the picture's corner.
using Vignetting = std::array<double, 3>;
double VignettingAt(const Vignetting& vignetting, double squared_radius);

// By channel a share of the light in coarse cells; empty where nothing need be held back.
using Restraint = std::array<ImageFloat, 3>;

struct Light {
  std::vector<std::array<double, 3>> gain;  // a photo's linear light times this
  std::vector<Vignetting> vignetting;       // of every photo: divide by it
  std::vector<Restraint> restraint;         // of every photo: see restraint.h
  double spread = 0;  // median disagreement of overlapping photos afterwards, natural logarithm
};

struct LightOptions {
  int samples = 24000;          // directions over the sphere
  double darkest = 0.03;        // of the encoded range; below it noise rules
  double brightest = 0.92;      // above it pixels clip
  double exposure_sigma = 1.5;  // wishes, natural logarithm: exposure stays
  double white_sigma = 0.04;    // colours stay
};

// `small` are reduced pictures, `photos` those that are placed, `lens_of` says who shares a lens.
Light SolveLight(const std::vector<Image8>& small,
                 const std::vector<Camera>& cameras,
                 const std::vector<int>& photos,
                 const std::vector<int>& lens_of,
                 const LightOptions& options);

// sRGB transfer curve; the encoder goes on smoothly above 1.
double ToLinear(double encoded);
double ToEncoded(double linear);

}  // namespace disan::panorama
