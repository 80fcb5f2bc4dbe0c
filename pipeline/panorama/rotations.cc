#include "pipeline/panorama/rotations.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <Eigen/Geometry>
#include <Eigen/SVD>

namespace disan::panorama {

namespace {

struct Bearings {
  std::vector<Eigen::Vector3d> first;
  std::vector<Eigen::Vector3d> second;
};

Bearings BearingsOf(const PhotoPair& pair,
                    const std::vector<Features>& features,
                    const std::vector<Lens>& lenses) {
  const LensMap first(lenses[static_cast<size_t>(pair.first)]);
  const LensMap second(lenses[static_cast<size_t>(pair.second)]);
  Bearings bearings;
  for (const Match& match : pair.matches) {
    bearings.first.push_back(first.Bearing(
        features[static_cast<size_t>(pair.first)].points[static_cast<size_t>(match.first)]));
    bearings.second.push_back(second.Bearing(
        features[static_cast<size_t>(pair.second)].points[static_cast<size_t>(match.second)]));
  }
  return bearings;
}

Eigen::Matrix3d Frame(const Eigen::Vector3d& a, const Eigen::Vector3d& b) {
  const Eigen::Vector3d middle = (a + b).normalized();
  const Eigen::Vector3d normal = a.cross(b).normalized();
  Eigen::Matrix3d frame;
  frame << middle, normal, middle.cross(normal);
  return frame;
}

std::vector<size_t> InliersOf(const Eigen::Matrix3d& rotation,
                              const Bearings& bearings,
                              double tolerance) {
  std::vector<size_t> inliers;
  for (size_t i = 0; i < bearings.first.size(); ++i) {
    if ((rotation * bearings.first[i] - bearings.second[i]).squaredNorm() < tolerance * tolerance) {
      inliers.push_back(i);
    }
  }
  return inliers;
}

Eigen::Matrix3d FitRotation(const Bearings& bearings, const std::vector<size_t>& chosen) {
  std::vector<Eigen::Vector3d> from;
  std::vector<Eigen::Vector3d> to;
  for (const size_t i : chosen) {
    from.push_back(bearings.first[i]);
    to.push_back(bearings.second[i]);
  }
  return RotationBetween(from, to);
}

// Two matches give a rotation when both photos see the same angle between them.
std::vector<size_t> Ransac(const Bearings& bearings,
                           const PairOptions& options,
                           Eigen::Matrix3d& best_rotation) {
  std::mt19937_64 random(options.seed);
  const size_t count = bearings.first.size();
  std::vector<size_t> best;
  int rounds = options.rounds;
  for (int round = 0; round < rounds; ++round) {
    const size_t a = random() % count;
    const size_t b = random() % count;
    const double apart = (bearings.first[a] - bearings.first[b]).norm();
    if (a == b || apart < 4 * options.tolerance ||
        std::abs(apart - (bearings.second[a] - bearings.second[b]).norm()) >
            2 * options.tolerance) {
      continue;
    }
    const Eigen::Matrix3d rotation = Frame(bearings.second[a], bearings.second[b]) *
                                     Frame(bearings.first[a], bearings.first[b]).transpose();
    std::vector<size_t> inliers = InliersOf(rotation, bearings, options.tolerance);
    if (inliers.size() > best.size()) {
      best = std::move(inliers);
      best_rotation = rotation;
      const double share = static_cast<double>(best.size()) / static_cast<double>(count);
      const double needed = std::log(1e-4) / std::log(1 - 0.5 * share * share + 1e-12);
      rounds = std::min(rounds, std::max(40, static_cast<int>(needed)));
    }
  }
  return best;
}

// Of the first photo's features, those that the second photo must see.
size_t FeaturesInOverlap(const PairRotation& pair,
                         const std::vector<Features>& features,
                         const std::vector<Lens>& lenses) {
  const LensMap first(lenses[static_cast<size_t>(pair.first)]);
  const LensMap second(lenses[static_cast<size_t>(pair.second)]);
  size_t count = 0;
  for (const Eigen::Vector2d& point : features[static_cast<size_t>(pair.first)].points) {
    Eigen::Vector2d seen;
    if (second.Project(pair.second_from_first * first.Bearing(point), seen) &&
        second.Inside(seen, 0)) {
      ++count;
    }
  }
  return count;
}

}  // namespace

double PairWeight(double inliers, double share_of_overlap) {
  constexpr double kOrdinary = 0.6;  // more than this is no better
  const double share = std::min(share_of_overlap, kOrdinary) / kOrdinary;
  return 1e-9 + inliers * share * share * share * share;
}

double PairRotation::Weight() const {
  return PairWeight(static_cast<double>(inliers.size()), share_of_overlap);
}

double AngleDeg(const Eigen::Matrix3d& a, const Eigen::Matrix3d& b) {
  return Eigen::AngleAxisd(Eigen::Matrix3d(a.transpose() * b)).angle() * 180 / std::numbers::pi;
}

Eigen::Matrix3d RotationBetween(const std::vector<Eigen::Vector3d>& from,
                                const std::vector<Eigen::Vector3d>& to) {
  Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
  for (size_t i = 0; i < from.size(); ++i) {
    sum += to[i] * from[i].transpose();
  }
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(sum, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Eigen::Matrix3d fix = Eigen::Matrix3d::Identity();
  fix(2, 2) = (svd.matrixU() * svd.matrixV().transpose()).determinant();
  return svd.matrixU() * fix * svd.matrixV().transpose();
}

PairRotation FindPairRotation(const PhotoPair& pair,
                              const std::vector<Features>& features,
                              const std::vector<Lens>& lenses,
                              const PairOptions& options) {
  PairRotation found{pair.first, pair.second};
  found.tried = pair.matches.size();
  if (static_cast<int>(pair.matches.size()) < options.fewest) {
    return found;
  }
  const Bearings bearings = BearingsOf(pair, features, lenses);
  std::vector<size_t> inliers = Ransac(bearings, options, found.second_from_first);
  for (int round = 0; round < 3 && inliers.size() >= 3; ++round) {
    found.second_from_first = FitRotation(bearings, inliers);
    inliers = InliersOf(found.second_from_first, bearings, options.tolerance);
  }
  const double share = static_cast<double>(inliers.size()) /
                       (1 + static_cast<double>(FeaturesInOverlap(found, features, lenses)));
  found.share_of_overlap = std::min(1.0, share);
  if (static_cast<int>(inliers.size()) >= options.fewest && share >= options.least_overlap_share &&
      static_cast<double>(inliers.size()) >=
          options.least_share * static_cast<double>(pair.matches.size())) {
    for (const size_t i : inliers) {
      found.inliers.push_back(pair.matches[i]);
    }
  }
  return found;
}

}  // namespace disan::panorama
