// What PreparedScan holds, for the two files that compare: Open3D's types stay between them.
#pragma once

#include "pipeline/cloud/pair_registration.h"

#include <memory>

#include <open3d/geometry/KDTreeFlann.h>
#include <open3d/geometry/PointCloud.h>
#include <open3d/pipelines/registration/Feature.h>

namespace disan {

struct PreparedScan::State {
  open3d::geometry::PointCloud points;  // with normals, and colours when the scan has some
  std::unique_ptr<open3d::geometry::KDTreeFlann> tree;
  std::shared_ptr<open3d::pipelines::registration::Feature> features;
};

inline Eigen::Matrix4d ToEigen(const Motion& motion) {
  Eigen::Matrix4d matrix;
  for (int r = 0; r < 4; ++r) {
    for (int c = 0; c < 4; ++c) {
      matrix(r, c) = motion[static_cast<size_t>(r)][static_cast<size_t>(c)];
    }
  }
  return matrix;
}

inline Motion FromEigen(const Eigen::Matrix4d& matrix) {
  Motion motion{};
  for (int r = 0; r < 4; ++r) {
    for (int c = 0; c < 4; ++c) {
      motion[static_cast<size_t>(r)][static_cast<size_t>(c)] = matrix(r, c);
    }
  }
  return motion;
}

// Open3D's loops add in the order in which threads finish. One thread, for the calling thread only,
// keeps their sums the same on every run.
class OneThread {
 public:
  OneThread();
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

// Motions under which many feature matches agree, the best first; deterministic for any number of
// threads, which Open3D's own RANSAC is not.
std::vector<Eigen::Matrix4d> AlignFeatures(const Execution& execution,
                                           const PreparedScan::State& source,
                                           const PreparedScan::State& target,
                                           double voxel,
                                           uint64_t seed);

}  // namespace disan
