// A rotation a photo, from the pairs that agree with each other.
#pragma once

#include "pipeline/panorama/rotations.h"

#include <vector>

#include <Eigen/Core>

namespace disan::panorama {

// Photos that hang together.
struct Group {
  std::vector<int> photos;                         // ascending
  std::vector<Eigen::Matrix3d> world_from_camera;  // beside `photos`
  std::vector<size_t> pairs;  // indices of the pairs that agree with these rotations
};

struct GroupOptions {
  double loop_deg = 4;   // three pairs around must close within this
  int lone_fewest = 16;  // inliers of a pair that no third photo confirms
  // Things that look alike in several places tie photos together wrongly, with many matches. So
  // many spanning forests are tried, and the one that most pairs agree with is taken.
  int forests = 300;
  uint64_t seed = 1;
};

// Largest group first. Every photo that has a trusted pair is in exactly one group. Of the ways to
// put the photos together, the one wins that most pairs agree with and that brings the fewest
// photos over each other that have nothing in common.
std::vector<Group> GroupPhotos(const std::vector<PairRotation>& pairs,
                               const std::vector<Features>& features,
                               const std::vector<Lens>& lenses,
                               const GroupOptions& options);

}  // namespace disan::panorama
