// How photos are turned towards each other: a rotation a pair by RANSAC, verified.
#pragma once

#include "pipeline/panorama/matches.h"

#include <vector>

#include <Eigen/Core>

namespace disan::panorama {

struct PairRotation {
  int first = 0;
  int second = 0;
  Eigen::Matrix3d second_from_first = Eigen::Matrix3d::Identity();
  std::vector<Match> inliers;
  size_t tried = 0;  // matches that went in
  // Inliers among the first photo's features that the second must see too, by this rotation. Low
  // where only a part of what should be common is: things that merely look alike.
  double share_of_overlap = 0;

  // How far to believe it.
  double Weight() const;
};

// Of so many inliers that are such a share of what both photos must see.
double PairWeight(double inliers, double share_of_overlap);

struct PairOptions {
  double tolerance = 0.006;  // of the focal length: lens guesses are rough at this stage
  int rounds = 400;
  int fewest = 9;
  double least_share = 0.15;          // of the matches
  double least_overlap_share = 0.06;  // of the features in the overlap
  uint64_t seed = 1;
};

// The rotation with most inliers; no inliers when the pair does not pass.
PairRotation FindPairRotation(const PhotoPair& pair,
                              const std::vector<Features>& features,
                              const std::vector<Lens>& lenses,
                              const PairOptions& options);

// The rotation that turns `from[i]` best into `to[i]`.
Eigen::Matrix3d RotationBetween(const std::vector<Eigen::Vector3d>& from,
                                const std::vector<Eigen::Vector3d>& to);

double AngleDeg(const Eigen::Matrix3d& a, const Eigen::Matrix3d& b);

}  // namespace disan::panorama
