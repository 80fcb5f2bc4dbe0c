// How sharp a photo is, whatever it shows.
//
// Plain gradient energy calls every photo of a wall or sky blurred. Here the finest detail is
// divided by the detail a few times coarser, block by block: blur takes the first and leaves the
// second, a plain subject has neither and its blocks are not judged.
#pragma once

#include "formats/image/image.h"

#include <optional>
#include <span>
#include <vector>

namespace disan {

struct Sharpness {
  double ratio = 0;           // fine to coarse detail in the best textured blocks
  double textured_share = 0;  // of the blocks
};

// Nothing when the picture has too little texture to tell.
std::optional<Sharpness> MeasureSharpness(const Image8& picture);

struct BlurOptions {
  double of_median = 0.45;      // blurred below this part of the set's median ...
  double of_neighbours = 0.55;  // ... and of the median of its neighbours
  int neighbours = 3;           // on either side
  double absolute = 0.02;       // with fewer than `fewest` photos to compare with
  int fewest = 4;
};

// Which photos of a set, in the order they were taken, are blurred. Photos that cannot be judged
// are not.
std::vector<bool> FindBlurred(std::span<const std::optional<Sharpness>> set,
                              const BlurOptions& options = {});

}  // namespace disan
