// How much each photo gives to each frequency band at each place: the seam map blurred ever wider,
// in every photo's own frame, and made to sum to one over the sphere. Nothing here knows a pole or
// an edge of the picture.
#pragma once

#include "pipeline/panorama/seams.h"

#include <vector>

namespace disan::panorama {

// Sizes of a photo's pyramid: level k has half the pixels of level k - 1 a side, rounded up, and
// its pixel x lies on pixel 2x there.
struct PyramidSize {
  int width = 0;
  int height = 0;
};
PyramidSize LevelSize(int width, int height, int level);

inline constexpr int kMaskLevel = 2;  // the finest level that weights are kept at

// The bands from kMaskLevel on go on beyond the photo's border, so that they turn softly into their
// neighbours' where a photo ends, too: by so many pixels of `level` on each side.
int MarginAt(int level, int levels);
PyramidSize SizeWithMargin(int width, int height, int level, int levels);

// Weights of one photo: `detail` for the bands finer than kMaskLevel, at that level's size; then
// `bands[k]` for the bands kMaskLevel + k, with their margin, the last one for what remains.
struct BandWeights {
  ImageFloat detail;
  std::vector<ImageFloat> bands;
};

struct BlendOptions {
  int levels = 6;  // Laplacian bands; the rest is one more
  int output_width = 4096;
  Shifts shifts;
};

// `frames` are the cameras with their lenses scaled to the size that photos are blended at.
std::vector<BandWeights> FindBandWeights(const SeamMap& seams,
                                         const std::vector<Camera>& frames,
                                         const std::vector<int>& photos,
                                         const BlendOptions& options,
                                         const Execution& execution);

}  // namespace disan::panorama
