// Parts of the faces of a cube round the viewer, sampled from an equirectangular picture. Faces and
// their turning are those of Pannellum, Marzipano and krpano: f b l r at eye level, the lower edge
// of u and the upper edge of d touch f.
#pragma once

#include "formats/image/image.h"
#include "pipeline/tiles/polar_rows.h"

#include <array>

namespace disan {

inline constexpr std::array<char, 6> kCubeFaces = {'f', 'b', 'u', 'd', 'l', 'r'};

struct CubeTile {
  char face = 'f';
  int face_px = 0;  // of the whole face
  int left_px = 0;
  int top_px = 0;
  int size_px = 0;
};

// Bicubic (Catmull-Rom). Every pixel is worked out from its own direction, so faces and tiles meet.
Image8 SampleCubeTile(const PolarRows& source, const CubeTile& tile);

// Where a face's point looks; u and v are -1 to 1, right and down. x right, y up, z forward.
std::array<double, 3> CubeDirection(char face, double u, double v);

}  // namespace disan
