// From photos to cameras: features, pairs, first lens, rotations, global solve, again with what the
// geometry finds, until every photo that can be placed by its own features is.
#pragma once

#include "pipeline/panorama/photo_set.h"
#include "pipeline/panorama/solve.h"

#include <string>
#include <vector>

namespace disan::panorama {

struct AlignOptions {
  FeatureOptions features;
  MatchOptions matches;
  uint64_t seed = 1;
};

// A photo of the ground from another point: joined by the plane of what it shows.
struct GroundShot {
  int photo = 0;
  // From directions to the ground, as the panorama's point sees it, to bearings in the photo (their
  // length says nothing). A turn only when the photo was taken from the panorama's own point.
  Eigen::Matrix3d photo_from_world = Eigen::Matrix3d::Identity();
  size_t matches = 0;
};

struct Alignment {
  SolveProblem cameras;       // of every photo; only those in `cameras.photos` are known
  std::vector<int> sequence;  // photos in the order they were taken
  std::vector<Features> features;
  std::vector<Sightings> sightings;  // that the solution rests on
  double rms_px = 0;                 // of the full-size photos
  // Photos that hang together among themselves but not with the panorama, largest group first.
  std::vector<std::vector<int>> other_groups;
  std::vector<GroundShot> ground_shots;  // not among `cameras.photos`; turned as near as it gets
  std::vector<int> matches_of;           // matches of every photo with any other, right or wrong
  bool lens_from_photos = false;         // false: only the camera's word, or a guess
};

// Features of every photo; a photo that cannot be read has none and its diagnostics are kept.
std::vector<Features> FindAllFeatures(const PhotoSet& photos,
                                      const FeatureOptions& options,
                                      const Execution& execution,
                                      std::vector<std::vector<Diagnostic>>& unreadable);

Alignment Align(const PhotoSet& photos,
                std::vector<Features> features,
                const AlignOptions& options,
                const Execution& execution);

std::vector<Camera> CamerasOf(const SolveProblem& problem);

}  // namespace disan::panorama
