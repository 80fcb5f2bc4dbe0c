// RANSAC over feature matches. Rejected: Open3D's, because what it finds depends on which thread is
// first.
#include "pipeline/cloud/pair_state.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <Eigen/Geometry>

namespace disan {

namespace {

struct Match {
  Eigen::Vector3d source;
  Eigen::Vector3d target;
};

using Feature = open3d::pipelines::registration::Feature;

std::vector<int> NearestFeatures(const Feature& from, const Feature& to) {
  const open3d::geometry::KDTreeFlann tree(to);
  std::vector<int> nearest(from.Num());
  std::vector<int> indices(1);
  std::vector<double> distances(1);
  for (size_t i = 0; i < from.Num(); ++i) {
    const Eigen::VectorXd query = from.data_.col(static_cast<Eigen::Index>(i));
    nearest[i] = tree.SearchKNN(query, 1, indices, distances) > 0 ? indices[0] : -1;
  }
  return nearest;
}

// Pairs of points that are each other's nearest in feature space; all nearest when those are few.
std::vector<Match> MatchFeatures(const PreparedScan::State& source,
                                 const PreparedScan::State& target) {
  constexpr size_t kEnough = 100;
  const std::vector<int> there = NearestFeatures(*source.features, *target.features);
  const std::vector<int> back = NearestFeatures(*target.features, *source.features);
  std::vector<Match> mutual;
  std::vector<Match> all;
  for (size_t i = 0; i < there.size(); ++i) {
    if (there[i] < 0) {
      continue;
    }
    const auto j = static_cast<size_t>(there[i]);
    all.push_back({source.points.points_[i], target.points.points_[j]});
    if (back[j] == static_cast<int>(i)) {
      mutual.push_back(all.back());
    }
  }
  return mutual.size() >= kEnough ? mutual : all;
}

// Three matches whose triangles are alike, or nothing.
std::optional<Eigen::Matrix4d> MotionOf(const std::array<const Match*, 3>& three, double voxel) {
  constexpr double kAlike = 0.9;
  Eigen::Matrix3d source;
  Eigen::Matrix3d target;
  for (int k = 0; k < 3; ++k) {
    const Match& a = *three[static_cast<size_t>(k)];
    const Match& b = *three[static_cast<size_t>((k + 1) % 3)];
    const double from = (a.source - b.source).norm();
    const double to = (a.target - b.target).norm();
    if (from < 4 * voxel || from < kAlike * to || to < kAlike * from) {
      return std::nullopt;
    }
    source.col(k) = a.source;
    target.col(k) = a.target;
  }
  const Eigen::Matrix4d motion = Eigen::umeyama(source, target, false);
  return motion.allFinite() ? std::optional(motion) : std::nullopt;
}

struct Candidate {
  Eigen::Matrix4d motion = Eigen::Matrix4d::Identity();
  size_t inliers = 0;
};

size_t CountInliers(const std::vector<Match>& matches, const Eigen::Matrix4d& motion, double near) {
  const Eigen::Matrix3d turn = motion.topLeftCorner<3, 3>();
  const Eigen::Vector3d shift = motion.topRightCorner<3, 1>();
  size_t inliers = 0;
  for (const Match& match : matches) {
    const double distance = (turn * match.source + shift - match.target).squaredNorm();
    inliers += distance < near * near ? 1U : 0U;
  }
  return inliers;
}

Candidate BestOfBatch(const std::vector<Match>& matches, double voxel, uint64_t seed) {
  constexpr int kTries = 3000;
  std::mt19937_64 random(seed);
  Candidate best;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    std::array<const Match*, 3> three{};
    for (const Match*& match : three) {
      match = &matches[random() % matches.size()];
    }
    if (const auto motion = MotionOf(three, voxel)) {
      const size_t inliers = CountInliers(matches, *motion, 2.0 * voxel);
      if (inliers > best.inliers) {
        best = {*motion, inliers};
      }
    }
  }
  return best;
}

}  // namespace

std::vector<Eigen::Matrix4d> AlignFeatures(const Execution& execution,
                                           const PreparedScan::State& source,
                                           const PreparedScan::State& target,
                                           double voxel,
                                           uint64_t seed) {
  constexpr size_t kBatches = 100;
  constexpr size_t kLeastInliers = 8;
  constexpr size_t kCandidates = 40;
  const std::vector<Match> matches = MatchFeatures(source, target);
  std::vector<Eigen::Matrix4d> motions;
  if (matches.size() < kLeastInliers) {
    return motions;
  }
  std::vector<Candidate> batches(kBatches);
  ParallelFor(execution, kBatches, [&](size_t batch) {
    batches[batch] = BestOfBatch(matches, voxel, seed * 1000003 + batch);
  });
  std::stable_sort(batches.begin(), batches.end(), [](const Candidate& a, const Candidate& b) {
    return a.inliers > b.inliers;
  });
  for (const Candidate& candidate : batches) {
    if (motions.size() < kCandidates && candidate.inliers >= kLeastInliers) {
      motions.push_back(candidate.motion);
    }
  }
  return motions;
}

}  // namespace disan
