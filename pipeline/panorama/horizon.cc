#include "pipeline/panorama/horizon.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <random>
#include <tuple>

#include <Eigen/Eigenvalues>

namespace disan::panorama {

namespace {

constexpr size_t kHorizonBins = 120;            // of the whole round: three degrees each
constexpr size_t kHorizonLeastBins = 45;        // that the horizon is seen in
constexpr double kHorizonProminence = 2;        // over the best great circle elsewhere
constexpr double kHorizonElsewhereDeg = 1.5;    // of tilt
constexpr double kHorizonToleranceDeg = 0.25;   // of an edge's middle
constexpr double kHorizonTiltToleranceDeg = 1;  // of an edge, beside what its ends allow
constexpr double kHorizonSharpestDeg = 0.15;    // mean square of what lies on it
constexpr int kHorizonTrials = 4000;

using AzimuthBins = std::bitset<kHorizonBins>;

class Lying {
 public:
  Lying(const std::vector<Edge>& edges, const Eigen::Vector3d& rough, const LevelOptions& options) {
    const Eigen::Vector3d east = rough.unitOrthogonal();
    const Eigen::Vector3d north = rough.cross(east);
    const double highest = std::sin(options.farthest_deg * kDegree);
    for (const Edge& edge : edges) {
      const double turn = 2 * edge.blur_rad / edge.length_rad;
      if (std::abs(edge.middle.dot(rough)) > highest ||
          std::abs(edge.normal.dot(rough)) < std::cos(options.farthest_deg * kDegree + turn)) {
        continue;
      }
      const double azimuth = std::atan2(edge.middle.dot(north), edge.middle.dot(east));
      AzimuthBins seen;
      const double bin = 2 * kPi / static_cast<double>(kHorizonBins);
      for (double at = azimuth - edge.length_rad / 2; at < azimuth + edge.length_rad / 2 + bin;
           at += bin) {
        const double round = at - 2 * kPi * std::floor(at / (2 * kPi));
        seen.set(std::min(static_cast<size_t>(round / bin), kHorizonBins - 1));
      }
      edges_.push_back({edge.normal.dot(rough) < 0 ? Eigen::Vector3d(-edge.normal) : edge.normal,
                        edge.middle,
                        edge.length_rad,
                        std::cos(kHorizonTiltToleranceDeg * kDegree + 2 * turn),
                        seen});
    }
  }

  size_t size() const { return edges_.size(); }
  const Eigen::Vector3d& Middle(size_t i) const { return edges_[i].middle; }

  size_t BinsOn(const Eigen::Vector3d& up) const {
    AzimuthBins seen;
    for (const One& edge : edges_) {
      if (LiesOn(edge, up)) {
        seen |= edge.seen;
      }
    }
    return seen.count();
  }

  // The plane through all that lies near `up`'s; its mean square distance.
  std::pair<Eigen::Vector3d, double> Through(const Eigen::Vector3d& up) const {
    Eigen::Matrix3d moment = Eigen::Matrix3d::Zero();
    double weight = 0;
    for (const One& edge : edges_) {
      if (LiesOn(edge, up)) {
        moment += edge.length_rad * edge.middle * edge.middle.transpose();
        weight += edge.length_rad;
      }
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(moment / std::max(weight, 1e-12));
    Eigen::Vector3d axis = solver.eigenvectors().col(0);
    if (axis.dot(up) < 0) {
      axis = -axis;
    }
    return {axis, std::sqrt(std::max(solver.eigenvalues()[0], 0.0))};
  }

 private:
  struct One {
    Eigen::Vector3d normal;
    Eigen::Vector3d middle;
    double length_rad;
    double least_cosine;  // between its normal and that of the circle it lies on
    AzimuthBins seen;
  };

  static bool LiesOn(const One& edge, const Eigen::Vector3d& up) {
    return std::abs(edge.middle.dot(up)) < kHorizonToleranceDeg * kDegree &&
           edge.normal.dot(up) > edge.least_cosine;
  }

  std::vector<One> edges_;
};

}  // namespace

std::optional<Level> FindHorizon(const std::vector<Edge>& edges,
                                 const Eigen::Vector3d& rough,
                                 const LevelOptions& options) {
  const Lying lying(edges, rough, options);
  if (lying.size() < kHorizonLeastBins / 3) {
    return std::nullopt;
  }
  std::mt19937_64 random(options.seed);
  std::vector<std::pair<size_t, Eigen::Vector3d>> tried;
  for (int trial = 0; trial < kHorizonTrials; ++trial) {
    const Eigen::Vector3d& a = lying.Middle(random() % lying.size());
    const Eigen::Vector3d& b = lying.Middle(random() % lying.size());
    Eigen::Vector3d up = a.cross(b);
    if (up.norm() < 0.5) {
      continue;  // too near each other, or opposite, to say how the circle tilts
    }
    up = up.dot(rough) < 0 ? Eigen::Vector3d(-up.normalized()) : Eigen::Vector3d(up.normalized());
    if (up.dot(rough) > std::cos(options.farthest_deg * kDegree)) {
      tried.emplace_back(lying.BinsOn(up), up);
    }
  }
  if (tried.empty()) {
    return std::nullopt;
  }
  const auto most = [](const auto& a, const auto& b) { return a.first < b.first; };
  const auto best = *std::max_element(tried.begin(), tried.end(), most);
  size_t elsewhere = 1;
  for (const auto& [bins, up] : tried) {
    if (up.dot(best.second) < std::cos(kHorizonElsewhereDeg * kDegree)) {
      elsewhere = std::max(elsewhere, bins);
    }
  }
  if (best.first < kHorizonLeastBins ||
      static_cast<double>(best.first) < kHorizonProminence * static_cast<double>(elsewhere)) {
    return std::nullopt;
  }
  Eigen::Vector3d up = best.second;
  double spread = 0;
  for (int round = 0; round < 3; ++round) {
    std::tie(up, spread) = lying.Through(up);
  }
  if (spread > kHorizonSharpestDeg * kDegree) {
    return std::nullopt;
  }
  return Level{up, LevelSource::kHorizon, spread / kDegree};
}

}  // namespace disan::panorama
