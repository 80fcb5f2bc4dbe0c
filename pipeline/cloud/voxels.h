// Thins a cloud out to one point a cell of a grid.
#pragma once

#include "formats/cloud/cloud.h"

namespace disan {

// The middle (and mean colour) of the points in each cell that has any, in the order of the cells.
// Normals, intensities and scan numbers are dropped.
Cloud ThinToVoxels(const Cloud& cloud, double voxel);

}  // namespace disan
