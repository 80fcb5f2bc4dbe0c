// Many pairs that fit, each a little differently: the places of all scans that satisfy them best.
#pragma once

#include "pipeline/cloud/pair_registration.h"

#include <vector>

namespace disan {

struct PoseLink {
  size_t source = 0;
  size_t target = 0;
  PairFit fit;
};

struct PoseGraphResult {
  std::vector<Motion> motions;  // common from scan; the first placed scan stays
  std::vector<bool> placed;
};

// The scans of the largest group that links hold together are placed. (Of equal groups the one with
// the lowest scan.)
PoseGraphResult SolvePoseGraph(size_t scans, const std::vector<PoseLink>& links, double voxel);

}  // namespace disan
