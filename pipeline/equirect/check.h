// Whether a ready equirectangular picture can be trusted as one.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/photo.h"

#include <optional>
#include <vector>

namespace disan {

struct EquirectFigures {
  double seam_ratio = 1;  // step across ±180° over the usual step between columns; 1 is seamless
  double top_spread = 0;  // standard deviation of the first row, in levels of 255
  double bottom_spread = 0;
  double black_share = 0;  // of the sphere's area, pure black
};

constexpr double kSeamShows = 2.5;  // a seam_ratio from which a visitor sees the seam
constexpr double kPoleSpread = 24;  // a spread beyond which a row is no pole

EquirectFigures MeasureEquirect(const Image8& image);

// What is wrong with it: not 2:1 and GPano that contradicts the pixels are errors; a seam that
// shows, poles that are not one colour and black holes are warnings.
std::vector<Diagnostic> CheckEquirect(const Image8& image, const std::optional<GPano>& gpano);

}  // namespace disan
