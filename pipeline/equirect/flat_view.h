// What a plain camera would see inside a panorama: straight lines stay straight.
#pragma once

#include "formats/image/image.h"
#include "pipeline/execution/execution.h"

namespace disan {

struct FlatViewOptions {
  int width_px = 1280;
  int height_px = 720;
  double yaw_deg = 0;  // of the middle; to the right of the panorama's centre
  double pitch_deg = 0;
  double across_deg = 75;  // horizontally; up to about 90 nothing looks stretched
};

// 3 channels; bicubic (Catmull-Rom), each pixel averaged over as many samples as the panorama has
// finer ones. The same bytes for any number of threads.
Image8 FlatView(const Image8& panorama, const FlatViewOptions& options, const Execution& execution);

}  // namespace disan
