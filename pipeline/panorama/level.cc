#include "pipeline/panorama/level.h"

#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/horizon.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <random>

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr int kTrials = 3000;
constexpr size_t kMostEdges = 1500;
constexpr int kFewestUprights = 12;
constexpr double kElsewhereDeg = 3;
// How far its support must be above that of any other answer, and above chance in standard
// deviations (edges come in families, seen by several photos): clear of rivals, or so far beyond
// chance that a rival may come nearer. Where all upright edges stand on one side of the place, as a
// palace on a square, zeniths towards them and away suit them nearly as well: those on a ridge that
// leads to the best are no rivals, and how far it could be off along it is part of its sureness.
struct Demand {
  double prominence;
  double beyond_chance;
  bool of_ridge;  // only where the next best is on the same ridge
};
constexpr Demand kDemands[] = {
    {2, 20, false}, {1.5, 35, false}, {1.25, 40, true}, {1.12, 60, true}};
constexpr double kDip = 0.9;        // of the lower end: what lies lower between parts them
constexpr double kSharpest = 0.25;  // degrees: an answer less sure than this is no better
constexpr double kLongest = 0.2;    // radians: a longer edge counts no more
// Lower than this lies the ground: joints and shadows that run away from one's feet look upright.
constexpr double kGround = -0.5;
constexpr double kSharpToleranceDeg = 0.6;
constexpr double kAgreedDeg = 1.5;     // upright edges and horizon
constexpr double kSteepest = 0.95;     // sine: beyond 72 degrees a photo belongs to no row
constexpr double kSameRowSine = 0.13;  // between neighbours in height
constexpr double kSureness = 0.25;
constexpr double kFewestOfRow = 5;
constexpr double kOneSided = 0.25;

// What each photo says of the upright axis, one a photo.
using Weights = std::vector<double>;

Eigen::Vector3d LeastAxis(const Eigen::Matrix3d& moment) {
  return Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(moment).eigenvectors().col(0);
}

// Weighted moments of the axis that `column` of every camera is most at right angles to.
Eigen::Matrix3d MomentAcross(const std::vector<Camera>& cameras,
                             const std::vector<int>& photos,
                             int column,
                             const Weights& weights) {
  Eigen::Matrix3d across = Eigen::Matrix3d::Zero();
  Eigen::Matrix3d along = Eigen::Matrix3d::Zero();
  for (size_t i = 0; i < photos.size(); ++i) {
    const Eigen::Matrix3d& rotation = cameras[static_cast<size_t>(photos[i])].world_from_camera;
    across += weights[i] * rotation.col(column) * rotation.col(column).transpose();
    along += rotation.col(1 - column) * rotation.col(1 - column).transpose();
  }
  // A few photos of one side say little about their axis; then the photos' own up counts.
  return across - 0.02 * along;
}

double SineOfPitch(const Camera& camera, const Eigen::Vector3d& up) {
  return camera.world_from_camera.col(2).dot(up);
}

// A camera turned about its own axis tips its horizon the less the more steeply it looks, so such a
// photo is the surer witness; straight up and down it is none.
Weights SurenessOf(const std::vector<Camera>& cameras,
                   const std::vector<int>& photos,
                   const Eigen::Vector3d& up) {
  Weights weights;
  for (const int photo : photos) {
    const double sine = SineOfPitch(cameras[static_cast<size_t>(photo)], up);
    weights.push_back(std::abs(sine) > kSteepest ? 1 : 1 / (1 - sine * sine + kSureness));
  }
  return weights;
}

// Photos of one row look equally far up: their directions lie on a cone about the upright axis.
Eigen::Matrix3d MomentOfRows(const std::vector<Camera>& cameras,
                             const std::vector<int>& photos,
                             const Eigen::Vector3d& up,
                             const Weights& weights) {
  std::vector<std::pair<double, size_t>> by_height;
  for (size_t i = 0; i < photos.size(); ++i) {
    const double sine = SineOfPitch(cameras[static_cast<size_t>(photos[i])], up);
    if (std::abs(sine) <= kSteepest) {
      by_height.emplace_back(sine, i);
    }
  }
  std::sort(by_height.begin(), by_height.end());
  const auto ahead = [&](size_t at) -> Eigen::Vector3d {
    return cameras[static_cast<size_t>(photos[by_height[at].second])].world_from_camera.col(2);
  };
  Eigen::Matrix3d moment = Eigen::Matrix3d::Zero();
  for (size_t begin = 0; begin < by_height.size();) {
    size_t end = begin + 1;
    Eigen::Vector3d middle = ahead(begin);
    while (end < by_height.size() &&
           by_height[end].first - by_height[end - 1].first < kSameRowSine) {
      middle += ahead(end++);
    }
    const double count = static_cast<double>(end - begin);
    middle /= count;
    // Only one that goes all the way round knows its axis.
    const bool whole = count >= kFewestOfRow && (middle - up * middle.dot(up)).norm() < kOneSided;
    for (size_t at = begin; whole && at < end; ++at) {
      const Eigen::Vector3d off = ahead(at) - middle;
      moment += weights[by_height[at].second] * off * off.transpose();
    }
    begin = end;
  }
  return moment;
}

// The axis that `column` of every camera is most at right angles to and the rows lie round.
Eigen::Vector3d AxisAcross(const std::vector<Camera>& cameras,
                           const std::vector<int>& photos,
                           int column) {
  const Eigen::Vector3d rough =
      LeastAxis(MomentAcross(cameras, photos, column, Weights(photos.size(), 1)));
  const Weights weights = SurenessOf(cameras, photos, rough);
  // People keep the horizon level about twice as well as the height of a row.
  return LeastAxis(MomentAcross(cameras, photos, column, weights) +
                   MomentOfRows(cameras, photos, rough, weights) / 4);
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

struct Upright {
  Eigen::Vector3d normal;
  double weight = 0;
  double tolerance = 0;  // of normal.dot(zenith)
  double chance = 0;     // of the weight, that an edge of any direction gives to any zenith
  double variance = 0;

  double Off(const Eigen::Vector3d& up) const { return std::abs(normal.dot(up)) / tolerance; }
};

// Edges turned every way pass a given zenith within the tolerance as often as the tolerance's share
// of half a turn, seen from the edge.
Upright UprightOf(const Edge& edge, const Eigen::Vector3d& up, const LevelOptions& options) {
  const double away = std::max(0.1, edge.middle.cross(up).norm());
  const double turn = 2 * edge.blur_rad / edge.length_rad;  // of the edge about its middle
  Upright candidate{edge.normal, std::min(edge.length_rad, kLongest)};
  candidate.tolerance = std::clamp(2.5 * std::hypot(edge.blur_rad, turn * away),
                                   options.least_tolerance * kDegree,
                                   options.most_tolerance * kDegree);
  // An edge that many zeniths would suit says little of any.
  candidate.weight *= std::min(1.0, kSharpToleranceDeg * kDegree / candidate.tolerance);
  const double share = std::min(1.0, 2 * candidate.tolerance / away / std::numbers::pi);
  const double mean = share * 2 / 3;  // of 1 - off^2 within the tolerance
  candidate.chance = candidate.weight * mean;
  candidate.variance = candidate.weight * candidate.weight * (share * 8 / 15 - mean * mean);
  return candidate;
}

std::vector<Upright> NearlyUpright(const std::vector<Edge>& edges,
                                   const Eigen::Vector3d& up,
                                   const LevelOptions& options) {
  std::vector<Upright> candidates;
  for (const Edge& edge : edges) {
    if (edge.middle.dot(up) > kGround &&
        std::abs(edge.normal.dot(up)) < std::sin(options.farthest_deg * kDegree)) {
      candidates.push_back(UprightOf(edge, up, options));
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    return a.weight > b.weight;
  });
  candidates.resize(std::min(candidates.size(), kMostEdges));
  return candidates;
}

// Weight of the edges that pass through `up`, beyond what chance brings.
double Support(const std::vector<Upright>& candidates, const Eigen::Vector3d& up) {
  double support = 0;
  for (const Upright& candidate : candidates) {
    const double off = candidate.Off(up);
    support += (off < 1 ? candidate.weight * (1 - off * off) : 0) - candidate.chance;
  }
  return support;
}

struct Zenith {
  Eigen::Vector3d up;
  double support = 0;
  double prominence = 0;  // its support over the best elsewhere
  bool of_ridge = false;  // the best elsewhere leads here without a dip
};

// Whether support never falls much below that of `from` on the way.
bool LeadsTo(const std::vector<Upright>& candidates,
             const Eigen::Vector3d& from,
             const Eigen::Vector3d& to) {
  constexpr int kWaypoints = 16;
  const double least = kDip * Support(candidates, from);
  for (int i = 1; i < kWaypoints; ++i) {
    const double part = static_cast<double>(i) / kWaypoints;
    if (Support(candidates, ((1 - part) * from + part * to).normalized()) < least) {
      return false;
    }
  }
  return true;
}

// Every zenith that two edges meet in, near enough to the photos' word, with its support; the
// photos' word counts, too.
std::vector<Zenith> Meetings(const std::vector<Upright>& candidates,
                             const Eigen::Vector3d& start,
                             const LevelOptions& options) {
  std::mt19937_64 random(options.seed);
  std::vector<Zenith> meetings;
  for (int round = 0; round < kTrials; ++round) {
    const auto& a = candidates[random() % candidates.size()].normal;
    const auto& b = candidates[random() % candidates.size()].normal;
    Eigen::Vector3d zenith = a.cross(b);
    if (zenith.norm() < 0.15) {
      continue;
    }
    zenith.normalize();
    zenith = zenith.dot(start) < 0 ? Eigen::Vector3d(-zenith) : zenith;
    const double tilt_deg = std::acos(std::clamp(zenith.dot(start), -1.0, 1.0)) / kDegree;
    if (tilt_deg < options.farthest_deg) {
      const double usual = std::exp(-0.5 * std::pow(tilt_deg / options.farthest_deg, 2));
      meetings.push_back({zenith, usual * Support(candidates, zenith)});
    }
  }
  return meetings;
}

Zenith BestZenith(const std::vector<Upright>& candidates,
                  const Eigen::Vector3d& start,
                  const LevelOptions& options) {
  const std::vector<Zenith> meetings = Meetings(candidates, start, options);
  Zenith best{start, 1e-9};
  for (const Zenith& meeting : meetings) {
    best = meeting.support > best.support ? meeting : best;
  }
  Zenith elsewhere{start, 1e-9};
  for (const Zenith& meeting : meetings) {
    if (meeting.up.dot(best.up) < std::cos(kElsewhereDeg * kDegree) &&
        meeting.support > elsewhere.support) {
      elsewhere = meeting;
    }
  }
  best.prominence = best.support / elsewhere.support;
  best.of_ridge = LeadsTo(candidates, elsewhere.up, best.up);
  return best;
}

// Least squares over the edges near `up`; also says how sure it is.
Level Polish(const std::vector<Upright>& candidates, Eigen::Vector3d up) {
  Level level{up, LevelSource::kUprights};
  for (int round = 0; round < 10; ++round) {
    Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
    double squares = 0;
    double weights = 0;
    level.uprights = 0;
    for (const Upright& candidate : candidates) {
      const double off = candidate.Off(level.up);
      if (off < 1) {
        const double trust = (1 - off * off) * (1 - off * off) * candidate.weight /
                             (candidate.tolerance * candidate.tolerance);
        sum += trust * candidate.normal * candidate.normal.transpose();
        squares += trust * std::pow(candidate.normal.dot(level.up), 2);
        weights += trust;
        level.uprights += 1;
      }
    }
    if (level.uprights < 3) {
      break;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(sum / weights);
    const Eigen::Vector3d turned = solver.eigenvectors().col(0);
    level.up = turned.dot(level.up) < 0 ? Eigen::Vector3d(-turned) : turned;
    // The second smallest spread tells how well the worse direction is held. The same edge is seen
    // in about three photos.
    level.sigma_deg = std::sqrt(squares / weights / std::max(1e-9, solver.eigenvalues()[1]) /
                                (level.uprights / 3.0)) /
                      kDegree;
  }
  return level;
}

double ChanceSigma(const std::vector<Upright>& candidates) {
  double variance = 1e-12;
  for (const Upright& candidate : candidates) {
    variance += candidate.variance;
  }
  return std::sqrt(variance);
}

}  // namespace

const char* NameOf(LevelSource source) {
  return source == LevelSource::kUprights  ? "upright-edges"
         : source == LevelSource::kHorizon ? "horizon"
                                           : "photos";
}

Eigen::Vector3d UpOfPhotos(const std::vector<Camera>& cameras, const std::vector<int>& photos) {
  const int side = LieOnTheirSide(cameras, photos) ? 0 : 1;
  Eigen::Vector3d up = AxisAcross(cameras, photos, 1 - side);
  double votes = 0;
  for (const int photo : photos) {
    votes -= cameras[static_cast<size_t>(photo)].world_from_camera.col(side).dot(up);
  }
  return votes < 0 ? Eigen::Vector3d(-up) : up;
}

std::vector<Edge> EdgesInWorld(const std::vector<Segment>& segments,
                               const Camera& camera,
                               double blur_px) {
  const LensMap lens(camera.lens);
  std::vector<Edge> edges;
  for (const Segment& segment : segments) {
    const Eigen::Vector3d from = lens.Bearing(segment.from);
    const Eigen::Vector3d to = lens.Bearing(segment.to);
    const Eigen::Vector3d normal = from.cross(to);
    if (normal.norm() > 1e-6) {
      edges.push_back({camera.world_from_camera * normal.normalized(),
                       camera.world_from_camera * (from + to).normalized(),
                       std::acos(std::clamp(from.dot(to), -1.0, 1.0)),
                       blur_px / camera.lens.focal_px});
    }
  }
  return edges;
}

Level FindLevel(const std::vector<Edge>& edges,
                const Eigen::Vector3d& up_of_photos,
                const LevelOptions& options) {
  const std::optional<Level> horizon = FindHorizon(edges, up_of_photos, options);
  const Level without_uprights = horizon.value_or(Level{up_of_photos, LevelSource::kPhotos, 2});
  const std::vector<Upright> candidates = NearlyUpright(edges, up_of_photos, options);
  if (static_cast<int>(candidates.size()) < kFewestUprights) {
    return without_uprights;
  }
  const Zenith zenith = BestZenith(candidates, up_of_photos, options);
  const Level found = Polish(candidates, zenith.up);
  const double beyond_chance = zenith.support / ChanceSigma(candidates);
  const bool clear =
      std::any_of(std::begin(kDemands), std::end(kDemands), [&](const Demand& demand) {
        return zenith.prominence > demand.prominence && beyond_chance > demand.beyond_chance &&
               (zenith.of_ridge || !demand.of_ridge);
      });
  const bool believed = clear && found.uprights >= kFewestUprights && found.sigma_deg < kSharpest;
  if (!believed) {
    return without_uprights;
  }
  // Where both are seen the horizon is the sharper: one line instead of many edges.
  const bool agreed = horizon && horizon->up.dot(found.up) > std::cos(kAgreedDeg * kDegree);
  return agreed ? *horizon : found;
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
