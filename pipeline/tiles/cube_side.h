// Tiles of the four faces at eye level. On these a column keeps its longitude, so the filter comes
// apart: every source row is first fitted to the tile's columns, then each column is read at its
// own latitudes. Half the work of the general case, and loops that vectors can do.
#pragma once

#include "formats/image/image.h"
#include "pipeline/tiles/cube_tile.h"

namespace disan {

// Whether the picture is large enough for the way above.
bool CanSampleSide(const Image8& image, const CubeTile& tile);

// Bicubic (Catmull-Rom), whole numbers after the directions: the same bytes on any machine.
Image8 SampleCubeSide(const Image8& image, const CubeTile& tile);

}  // namespace disan
