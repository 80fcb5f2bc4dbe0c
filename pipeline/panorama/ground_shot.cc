#include "pipeline/panorama/ground_shot.h"

#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/level.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/SVD>

namespace disan::panorama {

namespace {

constexpr double kLooksDown = 62;     // degrees below the horizon, of a photo's axis
constexpr double kWidestStretch = 3;  // of the homography against a rotation: more is no ground
constexpr size_t kOfPlane = 4;        // matches that a homography takes
constexpr int kRefinements = 4;

// One thing of the ground: where the panorama sees it, and the photo.
struct Seen {
  Eigen::Vector3d direction;
  Eigen::Vector3d bearing;
};

bool LooksDown(const Alignment& alignment, int photo, const Eigen::Vector3d& up) {
  const Eigen::Matrix3d& rotation = alignment.cameras.world_from_camera[static_cast<size_t>(photo)];
  return rotation.col(2).dot(up) < -std::sin(kLooksDown * kDegree);
}

std::vector<Seen> SeenInBoth(int photo,
                             const std::set<int>& known,
                             const std::vector<PhotoPair>& pairs,
                             const Alignment& alignment,
                             const std::pair<Eigen::Vector3d, double>& up_and_sine) {
  const auto& [up, least] = up_and_sine;
  const LensMap lens(PhotoLens(alignment.cameras, photo));
  std::vector<Seen> seen;
  for (const PhotoPair& pair : pairs) {
    const bool first = pair.first == photo;
    const int other = first ? pair.second : pair.first;
    if ((!first && pair.second != photo) || !known.contains(other)) {
      continue;
    }
    const size_t o = static_cast<size_t>(other);
    const LensMap other_lens(PhotoLens(alignment.cameras, other));
    for (const Match& match : pair.matches) {
      const int own = first ? match.first : match.second;
      const int others = first ? match.second : match.first;
      const Eigen::Vector3d direction =
          alignment.cameras.world_from_camera[o] *
          other_lens.Bearing(alignment.features[o].points[static_cast<size_t>(others)]);
      if (direction.dot(up) < -least) {
        seen.push_back(
            {direction,
             lens.Bearing(
                 alignment.features[static_cast<size_t>(photo)].points[static_cast<size_t>(own)])});
      }
    }
  }
  return seen;
}

std::vector<size_t> Agreeing(const Eigen::Matrix3d& map,
                             const std::vector<Seen>& seen,
                             double tolerance) {
  std::vector<size_t> agreeing;
  for (size_t i = 0; i < seen.size(); ++i) {
    if (((map * seen[i].direction).normalized() - seen[i].bearing).squaredNorm() <
        tolerance * tolerance) {
      agreeing.push_back(i);
    }
  }
  return agreeing;
}

// The linear map that turns directions into bearings, up to length: direct linear transformation,
// each row divided by what `before` makes of its direction so that errors are angles.
Eigen::Matrix3d LinearFit(const std::vector<Seen>& seen,
                          const std::vector<size_t>& chosen,
                          const Eigen::Matrix3d& before) {
  Eigen::Matrix<double, 9, 9> normal = Eigen::Matrix<double, 9, 9>::Zero();
  for (const size_t i : chosen) {
    const Eigen::Vector3d& b = seen[i].bearing;
    const Eigen::Vector3d side = b.unitOrthogonal();
    const double length = (before * seen[i].direction).norm();
    for (const Eigen::Vector3d& across : {side, Eigen::Vector3d(b.cross(side))}) {
      Eigen::Matrix<double, 9, 1> row;
      for (int k = 0; k < 3; ++k) {
        row.segment<3>(3 * k) = across[k] * seen[i].direction / length;
      }
      normal += row * row.transpose();
    }
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix<double, 9, 9>> solver(normal);
  const Eigen::Matrix<double, 9, 1> least = solver.eigenvectors().col(0);
  Eigen::Matrix3d map;
  for (int k = 0; k < 3; ++k) {
    map.row(k) = least.segment<3>(3 * k).transpose();
  }
  const double ahead = seen[chosen.front()].bearing.dot(map * seen[chosen.front()].direction);
  return ahead < 0 ? Eigen::Matrix3d(-map) : map;
}

// Not mirrored, and stretched no more than ground is that one looks down upon.
bool LikeGround(const Eigen::Matrix3d& map) {
  const Eigen::Vector3d stretch = Eigen::JacobiSVD<Eigen::Matrix3d>(map).singularValues();
  return map.determinant() > 0 && stretch[0] < kWidestStretch * kWidestStretch * stretch[2];
}

GroundShot BestPlane(const std::vector<Seen>& seen, const GroundShotOptions& options) {
  std::mt19937_64 random(options.seed);
  std::vector<size_t> best;
  GroundShot shot;
  for (int round = 0; round < options.rounds; ++round) {
    std::vector<size_t> chosen;
    for (size_t k = 0; k < kOfPlane; ++k) {
      chosen.push_back(random() % seen.size());
    }
    const Eigen::Matrix3d map = LinearFit(seen, chosen, Eigen::Matrix3d::Identity());
    if (!LikeGround(map)) {
      continue;
    }
    std::vector<size_t> agreeing = Agreeing(map, seen, options.tolerance);
    if (agreeing.size() > best.size()) {
      best = std::move(agreeing);
      shot.photo_from_world = map;
    }
  }
  for (int k = 0; k < kRefinements && best.size() >= options.fewest; ++k) {
    shot.photo_from_world = LinearFit(seen, best, shot.photo_from_world);
    best = Agreeing(shot.photo_from_world, seen, options.tolerance);
  }
  shot.matches = LikeGround(shot.photo_from_world) ? best.size() : 0;
  return shot;
}

size_t MatchesOfBestTurn(const std::vector<Seen>& seen, const GroundShotOptions& options) {
  std::mt19937_64 random(options.seed);
  size_t most = 0;
  for (int round = 0; round < options.rounds; ++round) {
    const Seen& a = seen[random() % seen.size()];
    const Seen& b = seen[random() % seen.size()];
    if ((a.direction - b.direction).norm() > 10 * options.tolerance) {
      const Eigen::Matrix3d turn =
          RotationBetween({a.direction, b.direction}, {a.bearing, b.bearing});
      std::vector<size_t> agreeing = Agreeing(turn, seen, options.tolerance);
      if (agreeing.size() > std::max<size_t>(most, 3)) {
        std::vector<Eigen::Vector3d> from;
        std::vector<Eigen::Vector3d> to;
        for (const size_t i : agreeing) {
          from.push_back(seen[i].direction);
          to.push_back(seen[i].bearing);
        }
        agreeing = Agreeing(RotationBetween(from, to), seen, options.tolerance);
      }
      most = std::max(most, agreeing.size());
    }
  }
  return most;
}

Eigen::Matrix3d NearestTurn(const GroundShot& shot) {
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(shot.photo_from_world,
                                              Eigen::ComputeFullU | Eigen::ComputeFullV);
  return svd.matrixU() * svd.matrixV().transpose();
}

}  // namespace

std::vector<GroundShot> TakeGroundShots(const std::vector<PhotoPair>& pairs,
                                        const GroundShotOptions& options,
                                        Alignment& alignment) {
  SolveProblem& problem = alignment.cameras;
  const Eigen::Vector3d up = UpOfPhotos(CamerasOf(problem), problem.photos);
  const std::set<int> placed(problem.photos.begin(), problem.photos.end());
  std::set<int> known;
  for (const int photo : placed) {
    if (!LooksDown(alignment, photo, up)) {
      known.insert(photo);
    }
  }
  std::vector<GroundShot> shots;
  for (int photo = 0; photo < static_cast<int>(problem.sizes.size()); ++photo) {
    if (known.contains(photo)) {
      continue;
    }
    const double least = std::sin(options.least_below_deg * kDegree);
    const std::vector<Seen> seen = SeenInBoth(photo, known, pairs, alignment, {up, least});
    if (seen.size() < options.fewest) {
      continue;
    }
    GroundShot shot = BestPlane(seen, options);
    shot.photo = photo;
    const size_t turned = MatchesOfBestTurn(seen, options);
    Eigen::Vector2d pole;
    const LensMap lens(PhotoLens(problem, photo));
    if (shot.matches >= options.fewest &&
        static_cast<double>(shot.matches) > options.advantage * static_cast<double>(turned) &&
        lens.Project(shot.photo_from_world * -up, pole) && lens.Inside(pole, 0)) {
      shots.push_back(shot);
      problem.world_from_camera[static_cast<size_t>(photo)] = NearestTurn(shot).transpose();
      std::erase(problem.photos, photo);
      std::erase_if(alignment.sightings, [&](const Sightings& pair) {
        return pair.first == photo || pair.second == photo;
      });
    }
  }
  return shots;
}

}  // namespace disan::panorama
