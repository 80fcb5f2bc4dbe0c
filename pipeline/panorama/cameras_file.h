// The solved cameras of a panorama as a file: whoever has a place in a photo finds it in the
// picture.
#pragma once

#include "pipeline/panorama/stitch.h"

#include <string>
#include <string_view>
#include <vector>

namespace disan::panorama {

struct PlacedPhoto {
  std::string file;
  int width_px = 0;  // upright, full size
  int height_px = 0;
  Camera camera;
};

// Photos that were rejected are left out.
struct PlacedPhotos {
  std::vector<PlacedPhoto> photos;
  // Upper quartile of what photos disagreed by: a thing may stand so far, and some more, from where
  // its camera alone puts it.
  double parallax_deg = 0;
};

std::string EncodeCameras(const PhotoSet& photos, const Stitched& stitched);
// Our own file: what does not fit throws nlohmann's exceptions.
PlacedPhotos ParseCameras(std::string_view text);

// Unit directions of pixels of the full photo, as DirectionAt has them.
std::vector<Eigen::Vector3d> DirectionsOf(const PlacedPhoto& photo,
                                          const std::vector<Eigen::Vector2d>& pixels);

}  // namespace disan::panorama
