#include "pipeline/panorama/level.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr int kRounds = 3000;
constexpr size_t kMostEdges = 1500;
constexpr double kFewestUprights = 20;
constexpr double kElsewhereDeg = 3;
constexpr double kProminent = 1.5;  // of the support over that of any other answer
constexpr double kClearly = 2.5;    // as many edges as chance would put there, times this
constexpr double kSharpest =
    0.2;  // degrees: an answer less sure than this is no better than the photos'

// The axis that `column` of every camera is most at right angles to.
Eigen::Vector3d AxisAcross(const std::vector<Camera>& cameras,
                           const std::vector<int>& photos,
                           int column) {
  Eigen::Matrix3d across = Eigen::Matrix3d::Zero();
  Eigen::Matrix3d along = Eigen::Matrix3d::Zero();
  for (const int photo : photos) {
    const Eigen::Matrix3d& rotation = cameras[static_cast<size_t>(photo)].world_from_camera;
    across += rotation.col(column) * rotation.col(column).transpose();
    along += rotation.col(1 - column) * rotation.col(1 - column).transpose();
  }
  // A few photos of one side say little about their axis; then the photos' own up counts.
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(across - 0.02 * along);
  return solver.eigenvectors().col(0);
}

// Photos on their side without a word about it: they look all around, and turned about their own
// left-to-right axis.
bool LieOnTheirSide(const std::vector<Camera>& cameras, const std::vector<int>& photos) {
  Eigen::Matrix3d sideways = Eigen::Matrix3d::Zero();
  Eigen::Vector3d ahead = Eigen::Vector3d::Zero();
  for (const int photo : photos) {
    const Eigen::Matrix3d& rotation = cameras[static_cast<size_t>(photo)].world_from_camera;
    sideways += rotation.col(0) * rotation.col(0).transpose();
    ahead += rotation.col(2);
  }
  const double count = static_cast<double>(photos.size());
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(sideways);
  return photos.size() > 3 && solver.eigenvalues()[2] > 0.9 * count && ahead.norm() < 0.5 * count;
}

struct Candidate {
  Edge edge;
  double weight;
};

std::vector<Candidate> NearlyUpright(const std::vector<Edge>& edges,
                                     const Eigen::Vector3d& up,
                                     const LevelOptions& options) {
  std::vector<Candidate> candidates;
  for (const Edge& edge : edges) {
    if (std::abs(edge.normal.dot(up)) < std::sin(options.farthest_deg * kRadians)) {
      candidates.push_back({edge, std::min(edge.length_rad, 0.3)});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    return a.weight > b.weight;
  });
  candidates.resize(std::min(candidates.size(), kMostEdges));
  return candidates;
}

// Weight of the edges that pass within `tolerance` of `up`.
double Support(const std::vector<Candidate>& candidates,
               const Eigen::Vector3d& up,
               double tolerance) {
  double support = 0;
  for (const Candidate& candidate : candidates) {
    const double off = std::abs(candidate.edge.normal.dot(up)) / tolerance;
    support += off < 1 ? candidate.weight * (1 - off * off) : 0;
  }
  return support;
}

struct Zenith {
  Eigen::Vector3d up;
  double prominence = 0;  // its support over the best elsewhere
};

Zenith BestZenith(const std::vector<Candidate>& candidates,
                  const Eigen::Vector3d& start,
                  const LevelOptions& options) {
  const double tolerance = options.tolerance_deg * kRadians;
  std::mt19937_64 random(options.seed);
  Eigen::Vector3d best = start;
  double most = Support(candidates, start, tolerance);
  std::vector<std::pair<double, Eigen::Vector3d>> tried;
  for (int round = 0; round < kRounds; ++round) {
    const auto& a = candidates[random() % candidates.size()].edge.normal;
    const auto& b = candidates[random() % candidates.size()].edge.normal;
    Eigen::Vector3d zenith = a.cross(b);
    if (zenith.norm() < 0.15) {
      continue;
    }
    zenith.normalize();
    zenith = zenith.dot(start) < 0 ? Eigen::Vector3d(-zenith) : zenith;
    if (zenith.dot(start) < std::cos(options.farthest_deg * kRadians)) {
      continue;
    }
    const double support = Support(candidates, zenith, tolerance);
    tried.emplace_back(support, zenith);
    if (support > most) {
      most = support;
      best = zenith;
    }
  }
  double elsewhere = 1e-9;
  for (const auto& [support, zenith] : tried) {
    if (zenith.dot(best) < std::cos(kElsewhereDeg * kRadians)) {
      elsewhere = std::max(elsewhere, support);
    }
  }
  return {best, most / elsewhere};
}

// Least squares over the edges near `up`; also says how sure it is.
Level Polish(const std::vector<Candidate>& candidates, Eigen::Vector3d up, double tolerance) {
  double sigma = 1;
  double count = 0;
  for (int round = 0; round < 10; ++round) {
    Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
    double squares = 0;
    double weights = 0;
    count = 0;
    for (const auto& [edge, weight] : candidates) {
      const double off = edge.normal.dot(up);
      const double part = off / tolerance;
      if (std::abs(part) < 1) {
        const double trust = weight * (1 - part * part) * (1 - part * part);
        sum += trust * edge.normal * edge.normal.transpose();
        squares += trust * off * off;
        weights += trust;
        count += 1;
      }
    }
    if (count < 3) {
      break;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(sum / weights);
    const Eigen::Vector3d turned = solver.eigenvectors().col(0);
    up = turned.dot(up) < 0 ? Eigen::Vector3d(-turned) : turned;
    // The second smallest spread tells how well the worse direction is held.
    sigma = std::sqrt(squares / weights / std::max(1e-9, solver.eigenvalues()[1]) / count);
  }
  return {up, LevelSource::kUprights, sigma / kRadians};
}

// Edges pass near the zenith by chance too: as many as in a ring around it.
bool BeyondChance(const std::vector<Candidate>& candidates,
                  const Eigen::Vector3d& up,
                  double tolerance) {
  double near = 0;
  double ring = 0;
  for (const Candidate& candidate : candidates) {
    const double off = std::abs(candidate.edge.normal.dot(up)) / tolerance;
    near += off < 1 ? 1 : 0;
    ring += off >= 2 && off < 7 ? 1 : 0;
  }
  return near >= kFewestUprights && near > kClearly * (ring / 5);
}

}  // namespace

Eigen::Vector3d UpOfPhotos(const std::vector<Camera>& cameras, const std::vector<int>& photos) {
  const int side = LieOnTheirSide(cameras, photos) ? 0 : 1;
  Eigen::Vector3d up = AxisAcross(cameras, photos, 1 - side);
  double votes = 0;
  for (const int photo : photos) {
    votes -= cameras[static_cast<size_t>(photo)].world_from_camera.col(side).dot(up);
  }
  return votes < 0 ? Eigen::Vector3d(-up) : up;
}

std::vector<Edge> EdgesInWorld(const std::vector<Segment>& segments, const Camera& camera) {
  const LensMap lens(camera.lens);
  std::vector<Edge> edges;
  for (const Segment& segment : segments) {
    const Eigen::Vector3d from = lens.Bearing(segment.from);
    const Eigen::Vector3d to = lens.Bearing(segment.to);
    const Eigen::Vector3d normal = from.cross(to);
    if (normal.norm() > 1e-6) {
      edges.push_back({camera.world_from_camera * normal.normalized(),
                       std::acos(std::clamp(from.dot(to), -1.0, 1.0))});
    }
  }
  return edges;
}

Level FindLevel(const std::vector<Edge>& edges,
                const Eigen::Vector3d& up_of_photos,
                const LevelOptions& options) {
  const Level of_photos{up_of_photos, LevelSource::kPhotos, 2};
  const std::vector<Candidate> candidates = NearlyUpright(edges, up_of_photos, options);
  if (static_cast<double>(candidates.size()) < kFewestUprights) {
    return of_photos;
  }
  const double tolerance = options.tolerance_deg * kRadians;
  const Zenith zenith = BestZenith(candidates, up_of_photos, options);
  const Level found = Polish(candidates, zenith.up, tolerance);
  const bool believed = found.sigma_deg < kSharpest && zenith.prominence > kProminent &&
                        BeyondChance(candidates, found.up, tolerance);
  return believed ? found : of_photos;
}

void TurnUpright(std::vector<Camera>& cameras,
                 const Eigen::Vector3d& up,
                 const Eigen::Vector3d& ahead) {
  Eigen::Vector3d forward = ahead - up * up.dot(ahead);
  if (forward.norm() < 1e-3) {
    forward = up.unitOrthogonal();
  }
  forward.normalize();
  Eigen::Matrix3d level_from_world;
  level_from_world << up.cross(forward).transpose(), -up.transpose(), forward.transpose();
  level_from_world.row(0) = level_from_world.row(1).cross(level_from_world.row(2));
  for (Camera& camera : cameras) {
    camera.world_from_camera = level_from_world * camera.world_from_camera;
  }
}

}  // namespace disan::panorama
