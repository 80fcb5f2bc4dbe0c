#include "pipeline/cloud/pair_registration.h"

#include "pipeline/cloud/neighbours.h"
#include "pipeline/cloud/normals.h"
#include "pipeline/cloud/pair_state.h"
#include "pipeline/cloud/voxels.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>
#include <omp.h>
#include <open3d/pipelines/registration/ColoredICP.h>
#include <open3d/pipelines/registration/Registration.h>
#include <open3d/utility/Logging.h>

namespace disan {

namespace o3d = open3d::pipelines::registration;

OneThread::OneThread() : before_(omp_get_max_threads()) {
  omp_set_num_threads(1);
  open3d::utility::SetVerbosityLevel(open3d::utility::VerbosityLevel::Error);
}

OneThread::~OneThread() {
  omp_set_num_threads(before_);
}

namespace {

using Matrix6 = Eigen::Matrix<double, 6, 6>;

// Where the two overlap, after the motion: how well, and how firmly.
class Comparison {
 public:
  Comparison(const PreparedScan::State& source,
             const PreparedScan::State& target,
             const Eigen::Matrix4d& motion,
             double near)
      : source_(source), target_(target), near_(near) {
    for (const Eigen::Vector3d& p : source.points.points_) {
      moved_.push_back((motion * p.homogeneous()).head<3>());
      middle_ += moved_.back() / static_cast<double>(source.points.points_.size());
    }
    for (const Eigen::Vector3d& p : moved_) {
      size_ = std::max(size_, (p - middle_).norm());
    }
    Compare(motion.topLeftCorner<3, 3>());
  }

  void Fill(PairFit& fit) const {
    const size_t smaller = std::min(source_.points.points_.size(), target_.points.points_.size());
    fit.overlap = std::min(1.0, count_ / static_cast<double>(std::max<size_t>(smaller, 1)));
    if (count_ > 0) {
      fit.rms = std::sqrt(squares_ / count_);
      fit.agreement = agreement_ / count_;
      const Eigen::SelfAdjointEigenSolver<Matrix6> solver(firm_ / count_);
      const double weakest = std::max(0.0, solver.eigenvalues()(0));
      fit.firmness = std::sqrt(weakest / std::max(solver.eigenvalues()(5), 1e-12));
    }
  }

 private:
  void Compare(const Eigen::Matrix3d& turn) {
    std::vector<int> index(1);
    std::vector<double> squared(1);
    for (size_t i = 0; i < moved_.size(); ++i) {
      if (target_.tree->SearchKNN(moved_[i], 1, index, squared) < 1 || squared[0] > near_ * near_) {
        continue;
      }
      const auto j = static_cast<size_t>(index[0]);
      const Eigen::Vector3d& normal = target_.points.normals_[j];
      const double along = normal.dot(moved_[i] - target_.points.points_[j]);
      count_ += 1.0;
      squares_ += along * along;
      agreement_ += normal.dot(turn * source_.points.normals_[i]);
      Eigen::Matrix<double, 6, 1> row;  // what a small motion changes in the distance
      row << ((moved_[i] - middle_) / size_).cross(normal), normal;
      firm_ += row * row.transpose();
    }
  }

  const PreparedScan::State& source_;
  const PreparedScan::State& target_;
  double near_;
  std::vector<Eigen::Vector3d> moved_;
  Eigen::Vector3d middle_ = Eigen::Vector3d::Zero();
  double size_ = 1e-12;
  double count_ = 0.0;
  double squares_ = 0.0;
  double agreement_ = 0.0;
  Matrix6 firm_ = Matrix6::Zero();
};

Eigen::Matrix4d Icp(const PreparedScan::State& source,
                    const PreparedScan::State& target,
                    const Eigen::Matrix4d& start,
                    double reach) {
  const o3d::ICPConvergenceCriteria criteria(1e-7, 1e-7, 60);
  return o3d::RegistrationICP(source.points,
                              target.points,
                              reach,
                              start,
                              o3d::TransformationEstimationPointToPlane(),
                              criteria)
      .transformation_;
}

// Colours hold what the shape lets slide. They are used only when they do not spoil the shape's
// fit.
Eigen::Matrix4d ColourIcp(const PreparedScan::State& source,
                          const PreparedScan::State& target,
                          const Eigen::Matrix4d& start,
                          double reach) {
  if (!source.points.HasColors() || !target.points.HasColors()) {
    return start;
  }
  const auto before = o3d::EvaluateRegistration(source.points, target.points, reach, start);
  if (before.fitness_ < 0.05) {
    return start;
  }
  const auto result = o3d::RegistrationColoredICP(source.points,
                                                  target.points,
                                                  reach,
                                                  start,
                                                  o3d::TransformationEstimationForColoredICP(0.968),
                                                  o3d::ICPConvergenceCriteria(1e-7, 1e-7, 40));
  const bool better = result.transformation_.allFinite() &&
                      result.fitness_ >= 0.98 * before.fitness_ &&
                      result.inlier_rmse_ <= 1.05 * before.inlier_rmse_;
  return better ? Eigen::Matrix4d(result.transformation_) : start;
}

PairFit Compare(const PreparedScan::State& source,
                const PreparedScan::State& target,
                const Eigen::Matrix4d& motion,
                double voxel) {
  PairFit fit;
  fit.target_from_source = FromEigen(motion);
  Comparison(source, target, motion, voxel).Fill(fit);
  return fit;
}

Eigen::Matrix4d Tighten(const PreparedScan::State& source,
                        const PreparedScan::State& target,
                        const Eigen::Matrix4d& start,
                        double voxel) {
  Eigen::Matrix4d motion = start;
  for (const double reach : {3.0, 1.5, 1.0}) {
    const Eigen::Matrix4d next = Icp(source, target, motion, reach * voxel);
    motion = next.allFinite() ? next : motion;
  }
  return motion;
}

// Much overlap that fits closely. Points that only happen to be near have residuals all over the
// reach of the comparison, 0.58 of it in the mean.
double Score(const PairFit& fit, double voxel) {
  return fit.agreement * fit.overlap * std::max(0.0, 1.0 - fit.rms / (0.58 * voxel));
}

}  // namespace

PreparedScan::PreparedScan(const Execution& execution,
                           const Cloud& scan,
                           const Grain& grain,
                           const Double3& middle)
    : state_(std::make_unique<State>()) {
  const OneThread one;
  const Cloud thin = ThinToVoxels(scan, grain.voxel);
  const Neighbours neighbours(thin.points);
  const std::vector<Float3> normals = EstimateNormals(execution, thin, neighbours);
  for (size_t i = 0; i < thin.size(); ++i) {
    const Double3 p = thin.WorldPoint(i) - middle;
    const Double3 n = normals[i].To<double>();
    state_->points.points_.emplace_back(p.x, p.y, p.z);
    state_->points.normals_.emplace_back(n.x, n.y, n.z);
    if (!thin.colours.empty()) {
      const Rgba8& c = thin.colours[i];
      state_->points.colors_.emplace_back(c.r / 255.0, c.g / 255.0, c.b / 255.0);
    }
  }
  state_->tree = std::make_unique<open3d::geometry::KDTreeFlann>(state_->points);
  if (grain.features) {
    state_->features = o3d::ComputeFPFHFeature(
        state_->points, open3d::geometry::KDTreeSearchParamHybrid(8.0 * grain.voxel, 200));
  }
}

PreparedScan::~PreparedScan() = default;
PreparedScan::PreparedScan(PreparedScan&&) noexcept = default;

PairFit ComparePair(const PreparedScan& source,
                    const PreparedScan& target,
                    const Motion& motion,
                    double voxel) {
  return Compare(source.state(), target.state(), ToEigen(motion), voxel);
}

PairFit RefinePair(const PreparedScan& source,
                   const PreparedScan& target,
                   const Motion& start,
                   double voxel) {
  const OneThread one;
  const PreparedScan::State& from = source.state();
  const PreparedScan::State& to = target.state();
  const Eigen::Matrix4d motion =
      ColourIcp(from, to, Tighten(from, to, ToEigen(start), voxel), voxel);
  PairFit fit = Compare(from, to, motion, voxel);
  const Eigen::Matrix6d information =
      o3d::GetInformationMatrixFromPointClouds(from.points, to.points, voxel, motion);
  for (int r = 0; r < 6; ++r) {
    for (int c = 0; c < 6; ++c) {
      fit.information[static_cast<size_t>(r)][static_cast<size_t>(c)] = information(r, c);
    }
  }
  return fit;
}

std::optional<PairFit> FindPair(const Execution& execution,
                                const PreparedScan& source,
                                const PreparedScan& target,
                                double voxel,
                                uint64_t seed) {
  const std::vector<Eigen::Matrix4d> starts =
      AlignFeatures(execution, source.state(), target.state(), voxel, seed);
  // A look at the whole scans tells most wrong starts before the costly part.
  constexpr size_t kRefined = 6;
  std::vector<PairFit> looks(starts.size());
  ParallelFor(execution, starts.size(), [&](size_t i) {
    looks[i] = Compare(source.state(), target.state(), starts[i], 2.0 * voxel);
  });
  std::stable_sort(looks.begin(), looks.end(), [&](const PairFit& a, const PairFit& b) {
    return Score(a, 2.0 * voxel) > Score(b, 2.0 * voxel);
  });
  std::vector<PairFit> fits(std::min(kRefined, looks.size()));
  ParallelFor(execution, fits.size(), [&](size_t i) {
    const OneThread one;
    const Eigen::Matrix4d motion =
        Tighten(source.state(), target.state(), ToEigen(looks[i].target_from_source), voxel);
    fits[i] = Compare(source.state(), target.state(), motion, voxel);
  });
  const auto best =
      std::max_element(fits.begin(), fits.end(), [&](const PairFit& a, const PairFit& b) {
        return Score(a, voxel) < Score(b, voxel);
      });
  return best == fits.end() ? std::nullopt : std::optional(*best);
}

}  // namespace disan
