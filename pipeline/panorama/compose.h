// The panorama: every photo in one light, split into frequency bands in its own frame, weighted
// band by band, put together again and laid on the sphere once.
//
// Rejected: blending on the equirectangular picture (its poles and its edge show) and on cube faces
// (every pixel is resampled twice).
#pragma once

#include "pipeline/panorama/blend_weights.h"
#include "pipeline/panorama/photo_set.h"

#include <cstdint>
#include <vector>

namespace disan::panorama {

struct ComposeOptions {
  int width = 0;  // 0: as wide as the photos carry
  // Of the photos' pixels over the panorama's: with 1.25 the reduction alone costs 2 to 3 dB.
  double oversampling = 1.6;
  Shifts shifts;           // of every photo; none: all stand in one point
  int photos_at_once = 0;  // no more than there are threads; 0: as many
};

struct Composite {
  Image16 pixels;                // sRGB transfer curve, 0 to 65535
  std::vector<uint8_t> covered;  // 1 where any photo sees
  double coverage = 0;           // share of the sphere
};

// The width at which the sharpest photo's middle keeps its pixels.
int NaturalWidth(const std::vector<Camera>& cameras, const std::vector<int>& photos);

// The lens as it is worked with: no larger than the panorama can show.
Lens WorkingLens(const Lens& lens, const ComposeOptions& options);

// Share of the sphere that is covered.
double CoverageOf(const std::vector<uint8_t>& covered, int width);

// What compositing keeps in memory.
struct ComposeMemory {
  uint64_t panorama = 0;  // all the time
  uint64_t photo = 0;     // for each photo in work at the same time, at most
  uint64_t written = 0;   // afterwards, while the panorama is written
};
ComposeMemory MemoryOf(const PhotoSet& set,
                       const std::vector<Camera>& cameras,
                       const std::vector<int>& photos,
                       const ComposeOptions& options);

// The same bytes for any number of threads.
Composite Compose(const PhotoSet& set,
                  const std::vector<Camera>& cameras,
                  const SeamMap& seams,
                  const Light& light,
                  const ComposeOptions& options,
                  const Execution& execution);

}  // namespace disan::panorama
