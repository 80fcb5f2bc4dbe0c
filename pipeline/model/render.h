// Pictures of a model by ray casting: no display, no graphics card, the same bytes everywhere.
#pragma once

#include "formats/image/image.h"
#include "pipeline/execution/execution.h"
#include "pipeline/model/surface.h"

#include <functional>
#include <optional>

namespace disan {

// Seen a little from the side an object has depth.
inline constexpr double kAsideDeg = 28;

struct RenderView {
  int width_px = 1024;
  int height_px = 1024;
  double azimuth_deg = kAsideDeg;  // from the front (+z) towards the model's left hand side
  double elevation_deg = 11;
  double opening_deg = 24;  // vertical: a long lens, as for objects in a catalogue
  int samples = 9;          // a pixel, a square number
  bool light = true;        // off: colours as they are, for false-colour maps
  // The camera stands where the model fits from all sides and looks at its axis, so that it keeps
  // still while azimuth_deg goes round; otherwise it is as near as this one view allows.
  bool whole_turn = false;
};

using Colouring = std::function<Float3(const SurfacePoint&)>;  // linear light

// The model on a seamless studio ground under a soft key light from the upper left, a cool sky and
// a rim light; its own colours unless `colouring` gives others. sRGB.
Image8 Render(const Surface& surface,
              const RayScene& scene,
              const RenderView& view,
              const Execution& execution,
              const Colouring& colouring = {});

// `count` views round the vertical, starting at view.azimuth_deg.
std::vector<Image8> RenderTurntable(const Surface& surface,
                                    const RayScene& scene,
                                    const RenderView& view,
                                    int count,
                                    const Execution& execution);

// 0 is dark blue, 1 and more is yellow-white; even steps look even, also without colour vision.
Float3 DeviationColour(double part);

// The model coloured by its distance to the scan, `limit` and more in the brightest colour, with a
// scale along the right edge.
Image8 RenderDeviation(const Surface& model,
                       const RayScene& model_scene,
                       const RayScene& scan_scene,
                       double limit,
                       const RenderView& view,
                       const Execution& execution);

}  // namespace disan
