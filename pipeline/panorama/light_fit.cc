#include "pipeline/panorama/light_fit.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr int kGrid = 24;              // places across a photo that are compared
constexpr double kModelSigma = 0.006;  // of light, natural logarithm: what one light leaves anyway
constexpr double kIndependent = 1.0 / 8;  // of the places: neighbours say the same
constexpr double kLeastOverlap = 0.5;     // of what the expected rotation has
constexpr int kMostStarts = 4;
constexpr double kStepSigmas = 0.75;  // between the rotations that are tried first
constexpr int kSteps = 5;             // to each side
constexpr int kMostRounds = 12;
constexpr double kSmallestStep = 1e-5;  // radians
constexpr double kGrain = 0.03;         // of light, natural logarithm
// A glance: so many turns to each side, so many of the places.
constexpr int kGlances = 2;
constexpr double kGlanceSigmas = 1;
constexpr size_t kEvery = 3;
constexpr double kEnoughOverlap = 0.25;
constexpr double kBest = 0.02;  // left unexplained: less says no more

Eigen::Matrix3d TurnBy(const Eigen::Vector3d& by) {
  return by.norm() > 0 ? Eigen::AngleAxisd(by.norm(), by.normalized()).toRotationMatrix()
                       : Eigen::Matrix3d::Identity();
}

// The turn, in the camera's own frame, from one rotation to another.
Eigen::Vector3d TurnFrom(const Eigen::Matrix3d& from, const Eigen::Matrix3d& to) {
  const Eigen::AngleAxisd turn(from.transpose() * to);
  return turn.angle() * turn.axis();
}

}  // namespace

MapsByPhoto MapsOf(const Alignment& alignment,
                   const std::vector<Camera>& cameras,
                   const std::vector<int>& photos) {
  MapsByPhoto maps;
  for (const int photo : photos) {
    const size_t i = static_cast<size_t>(photo);
    const Image8& small = alignment.features[i].small;
    maps.insert({photo,
                 {LightMap(small, cameras[i].lens, Detail::kCoarse),
                  LightMap(small, cameras[i].lens, Detail::kFine)}});
  }
  return maps;
}

double Unexplained(const Fit& fit) {
  return fit.spread / std::hypot(fit.content, kGrain);
}

Surroundings::Surroundings(const Alignment& alignment,
                           const std::vector<Camera>& cameras,
                           const MapsByPhoto& maps)
    : maps_(maps) {
  std::vector<Image8> small;
  for (const Features& features : alignment.features) {
    small.push_back(features.small);
  }
  const std::vector<int>& photos = alignment.cameras.photos;
  light_ = SolveLight(small, cameras, photos, alignment.cameras.lens_of, {});
  for (const int photo : photos) {
    const size_t i = static_cast<size_t>(photo);
    placed_.push_back({photo, alignment.cameras.world_from_camera[i].transpose(), &MapsOf(photo)});
  }
}

std::optional<double> Surroundings::Look(const Eigen::Vector3d& direction,
                                         Detail detail,
                                         int without) const {
  double sum = 0;
  double weight = 0;
  for (const Placed& placed : placed_) {
    const LightMap& map = (*placed.maps)[static_cast<size_t>(detail)];
    Eigen::Vector2d pixel;
    if (placed.photo == without ||
        !map.lens().Project(placed.camera_from_world * direction, pixel)) {
      continue;
    }
    if (const auto light = Measure(map, pixel, placed.photo)) {
      const double inside = std::max(map.Inside(pixel), 1e-3);
      sum += inside * *light;
      weight += inside;
    }
  }
  return weight > 0 ? std::optional(sum / weight) : std::nullopt;
}

bool Surroundings::Sees(const Eigen::Vector3d& direction) const {
  return std::any_of(placed_.begin(), placed_.end(), [&](const Placed& placed) {
    const LensMap& lens = placed.maps->back().lens();
    Eigen::Vector2d pixel;
    return lens.Project(placed.camera_from_world * direction, pixel) && lens.Inside(pixel, 0);
  });
}

std::optional<double> Surroundings::Measure(const LightMap& map,
                                            const Eigen::Vector2d& pixel,
                                            int photo) const {
  const auto light = map.At(pixel);
  if (!light) {
    return std::nullopt;
  }
  const size_t i = static_cast<size_t>(photo);
  return *light + std::log(light_.gain[i][1]) -
         std::log(VignettingAt(light_.vignetting[i], map.SquaredRadius(pixel)));
}

Candidate::Candidate(const Surroundings& surroundings, int photo)
    : surroundings_(surroundings), photo_(photo) {
  for (const Detail detail : {Detail::kCoarse, Detail::kFine}) {
    const LightMap& map = surroundings.MapsOf(photo)[static_cast<size_t>(detail)];
    const Eigen::Vector2d size(map.lens().lens().width_px - 1, map.lens().lens().height_px - 1);
    const auto light_at = [&](const Eigen::Vector3d& bearing) -> std::optional<double> {
      Eigen::Vector2d pixel;
      return map.lens().Project(bearing, pixel) ? surroundings.Measure(map, pixel, photo)
                                                : std::nullopt;
    };
    const double probe = 0.5 / map.lens().lens().focal_px;
    for (int i = 0; i < kGrid * kGrid; ++i) {
      const Eigen::Vector2d pixel((i % kGrid + 0.5) / kGrid * size.x(),
                                  (i / kGrid + 0.5) / kGrid * size.y());
      Place place{map.lens().Bearing(pixel)};
      if (detail == Detail::kFine) {
        bearings_.push_back(place.bearing);
      }
      const auto own = light_at(place.bearing);
      bool tells = own.has_value();
      for (int axis = 0; axis < 3 && tells; ++axis) {
        const Eigen::Vector3d by = probe * Eigen::Vector3d::Unit(axis);
        const auto more = light_at(TurnBy(by) * place.bearing);
        const auto less = light_at(TurnBy(-by) * place.bearing);
        tells = more && less;
        place.slope[axis] = tells ? (*more - *less) / (2 * probe) : 0;
      }
      if (tells) {
        place.own = *own;
        places_[static_cast<size_t>(detail)].push_back(place);
      }
    }
  }
}

// Differences of light, place by place; empty where there is nothing to compare.
Fit Candidate::Compare(const Eigen::Matrix3d& rotation,
                       Detail detail,
                       Differences* differences,
                       size_t every) const {
  double sum = 0;
  double squares = 0;
  double around = 0;
  double around_squares = 0;
  double count = 0;
  const std::vector<Place>& places = Places(detail);
  for (size_t i = 0; i < places.size(); i += every) {
    const Place& place = places[i];
    const auto other = surroundings_.Look(rotation * place.bearing, detail, photo_);
    if (differences != nullptr) {
      differences->push_back(other ? std::optional(place.own - *other) : std::nullopt);
    }
    if (other) {
      const double difference = place.own - *other;
      sum += difference;
      squares += difference * difference;
      around += *other;
      around_squares += *other * *other;
      count += 1;
    }
  }
  Fit fit{.rotation = rotation};
  if (count > 4) {
    fit.overlap = count * static_cast<double>(every) / static_cast<double>(bearings_.size());
    fit.spread = std::sqrt(std::max(0.0, squares / count - sum * sum / count / count));
    fit.content =
        std::sqrt(std::max(0.0, around_squares / count - around * around / count / count));
  }
  return fit;
}

Fit Candidate::At(const Eigen::Matrix3d& rotation) const {
  return Compare(rotation, Detail::kFine, nullptr);
}

double Candidate::Glance(const Eigen::Matrix3d& rotation, double sigma_deg) const {
  const Expected expected{
      rotation, sigma_deg * kDegree, Compare(rotation, Detail::kCoarse, nullptr).overlap};
  Tried best{{}, std::numeric_limits<double>::infinity()};
  for (int across = -kGlances; across <= kGlances; ++across) {
    for (int down = -kGlances; down <= kGlances; ++down) {
      const Eigen::Vector3d by(down, across, 0);
      const Fit fit = Compare(
          rotation * TurnBy(kGlanceSigmas * expected.sigma * by), Detail::kCoarse, nullptr, kEvery);
      if (const double cost = Cost(fit, expected); cost < best.cost) {
        best = {fit, cost};
      }
    }
  }
  if (!std::isfinite(best.cost)) {
    return 0;
  }
  const Fit fit = Descend(best.fit.rotation, expected, Detail::kCoarse).fit;
  // A photo that is seen whole says no more than one that is seen by a quarter: otherwise readings
  // that crowd the photos would win.
  const double places =
      static_cast<double>(bearings_.size()) * kIndependent * std::min(fit.overlap, kEnoughOverlap);
  return -places * std::log(std::clamp(Unexplained(fit), kBest, 1 / kBest)) -
         TurnFrom(rotation, fit.rotation).squaredNorm() / (2 * expected.sigma * expected.sigma);
}

double Candidate::News(const Eigen::Matrix3d& rotation) const {
  const auto seen = std::count_if(bearings_.begin(), bearings_.end(), [&](const auto& bearing) {
    return surroundings_.Sees(rotation * bearing);
  });
  return 1 - static_cast<double>(seen) / static_cast<double>(bearings_.size());
}

// Minus the logarithm of how likely the rotation is: light differs by an unknown but even amount,
// so that a fit ten times closer counts the same in a sky of faint clouds and before a wall.
double Candidate::Cost(const Fit& fit, const Expected& expected) const {
  if (fit.overlap < kLeastOverlap * expected.overlap || fit.overlap <= 0) {
    return std::numeric_limits<double>::infinity();
  }
  const double places = static_cast<double>(bearings_.size()) * kIndependent * expected.overlap;
  return places / 2 * std::log(fit.spread * fit.spread + kModelSigma * kModelSigma) +
         TurnFrom(expected.rotation, fit.rotation).squaredNorm() /
             (2 * expected.sigma * expected.sigma);
}

Fit Candidate::Align(const Eigen::Matrix3d& rotation, double sigma_deg) const {
  const Fit there = At(rotation);
  const Expected expected{rotation, sigma_deg * kDegree, there.overlap};
  Tried best{there, Cost(there, expected)};
  for (const Tried& start : Starts(expected)) {
    const Tried coarse = Descend(start.fit.rotation, expected, Detail::kCoarse);
    const Tried fine = Descend(coarse.fit.rotation, expected, Detail::kFine);
    if (fine.cost < best.cost) {
      best = fine;
    }
  }
  return best.fit;
}

// The best of a grid of turns to the sides and up and down, each better than its neighbours.
std::vector<Candidate::Tried> Candidate::Starts(const Expected& expected) const {
  constexpr int kSide = 2 * kSteps + 1;
  std::vector<Tried> grid;
  for (int i = 0; i < kSide * kSide; ++i) {
    const Eigen::Vector3d by(i / kSide - kSteps, i % kSide - kSteps, 0);
    const Eigen::Matrix3d rotation = expected.rotation * TurnBy(kStepSigmas * expected.sigma * by);
    const Fit fit = Compare(rotation, Detail::kCoarse, nullptr);
    grid.push_back({fit, Cost(fit, expected)});
  }
  std::vector<Tried> lowest;
  for (int i = 0; i < kSide * kSide; ++i) {
    const double cost = grid[static_cast<size_t>(i)].cost;
    bool low = std::isfinite(cost);
    for (int down = -1; down <= 1; ++down) {
      for (int across = -1; across <= 1; ++across) {
        const int row = i / kSide + down;
        const int column = i % kSide + across;
        low = low && (row < 0 || column < 0 || row >= kSide || column >= kSide ||
                      cost <= grid[static_cast<size_t>(row * kSide + column)].cost);
      }
    }
    if (low) {
      lowest.push_back(grid[static_cast<size_t>(i)]);
    }
  }
  std::stable_sort(
      lowest.begin(), lowest.end(), [](const Tried& a, const Tried& b) { return a.cost < b.cost; });
  lowest.resize(std::min<size_t>(lowest.size(), kMostStarts));
  return lowest;
}

// Gauss-Newton steps, each shortened until it helps.
Candidate::Tried Candidate::Descend(const Eigen::Matrix3d& from,
                                    const Expected& expected,
                                    Detail detail) const {
  Differences differences;
  const Fit first = Compare(from, detail, &differences);
  Tried best{first, Cost(first, expected)};
  for (int round = 0; round < kMostRounds; ++round) {
    const Eigen::Vector3d step = Step(differences, best.fit, expected, detail);
    bool better = false;
    for (double part = 1; part > 0.1 && !better; part /= 2) {
      Differences there;
      const Fit fit = Compare(best.fit.rotation * TurnBy(part * step), detail, &there);
      const double cost = Cost(fit, expected);
      better = cost < best.cost;
      if (better) {
        best = {fit, cost};
        differences = std::move(there);
      }
    }
    if (!better || step.norm() < kSmallestStep) {
      break;
    }
  }
  return best;
}

Eigen::Vector3d Candidate::Step(const Differences& differences,
                                const Fit& fit,
                                const Expected& expected,
                                Detail detail) const {
  Eigen::Matrix4d matrix = Eigen::Matrix4d::Zero();
  Eigen::Vector4d vector = Eigen::Vector4d::Zero();
  const double sigma = std::hypot(fit.spread, kModelSigma);
  const double weight = kIndependent / (sigma * sigma);
  const std::vector<Place>& places = Places(detail);
  for (size_t i = 0; i < places.size(); ++i) {
    if (differences[i]) {
      // Turned by w, a place meets what its neighbour at -w saw before.
      const Eigen::Vector4d slope(
          -places[i].slope.x(), -places[i].slope.y(), -places[i].slope.z(), 1);
      matrix += weight * slope * slope.transpose();
      vector -= weight * slope * *differences[i];
    }
  }
  const double trust = 1 / (expected.sigma * expected.sigma);
  matrix.topLeftCorner<3, 3>().diagonal().array() += trust;
  vector.head<3>() -= trust * TurnFrom(expected.rotation, fit.rotation);
  matrix(3, 3) += 1e-6;
  return matrix.ldlt().solve(vector).head<3>();
}

}  // namespace disan::panorama
