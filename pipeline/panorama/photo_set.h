// What the stages know of the photos of one spot: no file, only names, facts and a way to get at
// the pixels.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace disan::panorama {

using Pixels = std::variant<Image8, Image16>;  // upright, 3 channels, sRGB transfer curve

struct InputPhoto {
  std::string name;  // as the person knows it
  int width_px = 0;  // upright
  int height_px = 0;
  std::optional<double> focal_px;  // what the camera says; may be wrong
  std::string camera;              // photos of one camera share a lens
  std::string captured_at;         // orders the sequence when every photo has its own time
  std::optional<double> exposure_ev;
  std::string content;  // alike for files with the same bytes; empty: like no other

  // The pixels, decoded as small as it gets with a long side of at least `long_side_px` (0: full
  // size).
  std::function<Result<Pixels>(int long_side_px)> read;
};

using PhotoSet = std::vector<InputPhoto>;

}  // namespace disan::panorama
