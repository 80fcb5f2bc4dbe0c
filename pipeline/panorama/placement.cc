#include "pipeline/panorama/placement.h"

#include "formats/language/panorama_messages.h"
#include "pipeline/panorama/level.h"
#include "pipeline/panorama/light.h"
#include "pipeline/panorama/pattern.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include <Eigen/Cholesky>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kNoiseSigma = 0.03;  // of light, natural logarithm, in plain parts
constexpr int kGrid = 24;             // places across a photo that are compared

// The placed photos in one light: what a direction looks like, if any of them sees it.
class Surroundings {
 public:
  Surroundings(const Alignment& alignment, const std::vector<Camera>& cameras)
      : alignment_(alignment), photos_(alignment.cameras.photos) {
    std::vector<Image8> small;
    for (const Features& features : alignment.features) {
      small.push_back(features.small);
    }
    light_ = SolveLight(small, cameras, photos_, alignment.cameras.lens_of, {});
    for (const int photo : photos_) {
      const Image8& picture = small[static_cast<size_t>(photo)];
      lenses_.emplace_back(
          Scaled(cameras[static_cast<size_t>(photo)].lens, picture.width, picture.height));
    }
  }

  // Logarithm of the green light; the photo that sees the direction farthest inside counts.
  bool Look(const Eigen::Vector3d& direction, double& log_light) const {
    double farthest = 1;
    bool seen = false;
    for (size_t i = 0; i < photos_.size(); ++i) {
      const size_t photo = static_cast<size_t>(photos_[i]);
      Eigen::Vector2d pixel;
      if (!lenses_[i].Project(alignment_.cameras.world_from_camera[photo].transpose() * direction,
                              pixel)) {
        continue;
      }
      const Image8& picture = alignment_.features[photo].small;
      const double inside = std::min(
          {pixel.x(), picture.width - 1 - pixel.x(), pixel.y(), picture.height - 1 - pixel.y()});
      if (inside > farthest && Measure(picture, lenses_[i], pixel, photo, log_light)) {
        farthest = inside;
        seen = true;
      }
    }
    return seen;
  }

  // False where the pixel is too dark or clipped.
  bool Measure(const Image8& picture,
               const LensMap& lens,
               const Eigen::Vector2d& pixel,
               size_t photo,
               double& log_light) const {
    const uint8_t value =
        *(picture.At(static_cast<int>(pixel.x() + 0.5), static_cast<int>(pixel.y() + 0.5)) + 1);
    if (value < 8 || value > 245) {
      return false;
    }
    const Eigen::Vector2d half(picture.width / 2.0, picture.height / 2.0);
    const double radius = (pixel - lens.Centre()).squaredNorm() / half.squaredNorm();
    log_light = std::log(ToLinear(value / 255.0)) + std::log(light_.gain[photo][1]) -
                std::log(VignettingAt(light_.vignetting[photo], radius));
    return true;
  }

 private:
  const Alignment& alignment_;
  const std::vector<int>& photos_;
  Light light_;
  std::vector<LensMap> lenses_;
};

// How well a photo fits at one rotation.
struct Fit {
  Eigen::Matrix3d rotation = Eigen::Matrix3d::Identity();
  double overlap = 0;  // share of the photo that could be compared
  double spread = 1;   // of the difference in light, after one exposure for all
  double content = 0;  // of the surroundings' own light there
};

class Candidate {
 public:
  Candidate(const Surroundings& surroundings, const Features& features, Lens lens, size_t photo)
      : surroundings_(surroundings),
        picture_(features.small),
        lens_(Scaled(lens, picture_.width, picture_.height)),
        photo_(photo) {
    for (int i = 0; i < kGrid * kGrid; ++i) {
      places_.emplace_back((i % kGrid + 0.5) / kGrid * (picture_.width - 1),
                           (i / kGrid + 0.5) / kGrid * (picture_.height - 1));
      bearings_.push_back(lens_.Bearing(places_.back()));
    }
  }

  // Differences of light, place by place; NaN where there is nothing to compare.
  std::vector<double> Differences(const Eigen::Matrix3d& rotation, Fit* fit) const {
    std::vector<double> differences(places_.size(), std::nan(""));
    double sum = 0;
    double squares = 0;
    double around = 0;
    double around_squares = 0;
    double count = 0;
    for (size_t i = 0; i < places_.size(); ++i) {
      double own = 0;
      double other = 0;
      if (surroundings_.Measure(picture_, lens_, places_[i], photo_, own) &&
          surroundings_.Look(rotation * bearings_[i], other)) {
        differences[i] = own - other;
        sum += own - other;
        squares += (own - other) * (own - other);
        around += other;
        around_squares += other * other;
        count += 1;
      }
    }
    if (fit != nullptr && count > 4) {
      fit->rotation = rotation;
      fit->overlap = count / static_cast<double>(places_.size());
      fit->spread = std::sqrt(std::max(0.0, squares / count - sum * sum / count / count));
      fit->content =
          std::sqrt(std::max(0.0, around_squares / count - around * around / count / count));
    }
    return differences;
  }

  // A few Gauss-Newton steps about the expected rotation, which pulls back as far as it is trusted.
  Fit Align(const Eigen::Matrix3d& expected, double sigma_deg) const {
    Eigen::Vector3d turn = Eigen::Vector3d::Zero();
    const auto turned = [&](const Eigen::Vector3d& by) {
      return Eigen::Matrix3d((Eigen::AngleAxisd(by.norm(),
                                                by.norm() > 0 ? Eigen::Vector3d(by.normalized())
                                                              : Eigen::Vector3d::UnitX()))
                                 .toRotationMatrix() *
                             expected);
    };
    Fit best;
    Differences(expected, &best);
    for (int round = 0; round < 6; ++round) {
      const Eigen::Vector3d step = Step(turned, turn, sigma_deg * kRadians);
      const Eigen::Vector3d next = turn + step;
      Fit fit;
      Differences(turned(next), &fit);
      if (next.norm() > 4 * sigma_deg * kRadians || fit.overlap < 0.5 * best.overlap ||
          fit.spread > best.spread) {
        break;
      }
      turn = next;
      best = fit;
    }
    return best;
  }

 private:
  template <typename Turned>
  Eigen::Vector3d Step(const Turned& turned, const Eigen::Vector3d& turn, double sigma) const {
    constexpr double kProbe = 0.3 * kRadians;
    const std::vector<double> here = Differences(turned(turn), nullptr);
    std::array<std::vector<double>, 3> probes;
    for (int axis = 0; axis < 3; ++axis) {
      Eigen::Vector3d probe = turn;
      probe[axis] += kProbe;
      probes[static_cast<size_t>(axis)] = Differences(turned(probe), nullptr);
    }
    Eigen::Matrix4d matrix = Eigen::Matrix4d::Zero();
    Eigen::Vector4d vector = Eigen::Vector4d::Zero();
    const double weight = 1 / (kNoiseSigma * kNoiseSigma) / 8;  // neighbours are not independent
    for (size_t i = 0; i < here.size(); ++i) {
      Eigen::Vector4d slope(0, 0, 0, 1);
      for (size_t axis = 0; axis < 3; ++axis) {
        slope[static_cast<int>(axis)] = (probes[axis][i] - here[i]) / kProbe;
      }
      if (std::isnan(slope.sum()) || std::isnan(here[i])) {
        continue;
      }
      matrix += weight * slope * slope.transpose();
      vector -= weight * slope * here[i];
    }
    for (int axis = 0; axis < 3; ++axis) {
      matrix(axis, axis) += 1 / (sigma * sigma);
      vector[axis] -= turn[axis] / (sigma * sigma);
    }
    matrix(3, 3) += 1e-6;
    return matrix.ldlt().solve(vector).head<3>();
  }

  const Surroundings& surroundings_;
  const Image8& picture_;
  LensMap lens_;
  size_t photo_;
  std::vector<Eigen::Vector2d> places_;
  std::vector<Eigen::Vector3d> bearings_;
};

bool Bare(const std::vector<Camera>& cameras,
          const std::vector<int>& photos,
          const Eigen::Vector3d& direction) {
  return std::none_of(photos.begin(), photos.end(), [&](int photo) {
    const Camera& camera = cameras[static_cast<size_t>(photo)];
    const LensMap lens(camera.lens);
    Eigen::Vector2d pixel;
    return lens.Project(camera.world_from_camera.transpose() * direction, pixel) &&
           lens.Inside(pixel, 0);
  });
}

// Tries what the pattern expects and takes the stand that fits best, if any fits.
std::optional<Eigen::Matrix3d> BestStand(const Candidate& candidate,
                                         const std::vector<Stand>& expected,
                                         const Eigen::Matrix3d& world_from_level,
                                         const PlacementOptions& options) {
  std::optional<Eigen::Matrix3d> best;
  for (const Stand& stand : expected) {
    const Fit fit = candidate.Align(world_from_level * RotationOf(stand), options.prior_sigma_deg);
    const bool fits = fit.overlap >= options.least_overlap &&
                      (fit.spread < options.largest_spread || fit.spread < 0.35 * fit.content);
    if (fits) {
      return fit.rotation;  // expectations come best first
    }
  }
  return best;
}

Eigen::Matrix3d LevelFromWorld(const Eigen::Vector3d& up) {
  std::vector<Camera> turned(1);
  TurnUpright(turned, up, up.unitOrthogonal());
  return turned[0].world_from_camera;
}

constexpr double kSecondChance = 2.5;

Text ReasonOfRejection(const Alignment& alignment, int photo, int rich) {
  const bool has_matter =
      static_cast<int>(alignment.features[static_cast<size_t>(photo)].points.size()) >= rich;
  return Say(has_matter ? messages::kPhotoOfAnotherPlace : messages::kPhotoTooPlain);
}

}  // namespace

std::vector<Placement> PlaceByPrior(Alignment& alignment,
                                    const std::vector<bool>& readable,
                                    const PlacementOptions& options) {
  SolveProblem& problem = alignment.cameras;
  std::vector<Placement> placements(problem.sizes.size());
  for (const int photo : problem.photos) {
    placements[static_cast<size_t>(photo)].status = PlacementStatus::kPlaced;
  }
  if (problem.photos.size() == problem.sizes.size() || problem.photos.empty()) {
    return placements;
  }
  std::vector<Camera> cameras = CamerasOf(problem);
  const Eigen::Vector3d up = UpOfPhotos(cameras, problem.photos);
  const Eigen::Matrix3d level_from_world = LevelFromWorld(up);
  Stands stands;
  for (const int photo : alignment.sequence) {
    const size_t i = static_cast<size_t>(photo);
    const bool known = placements[i].status == PlacementStatus::kPlaced;
    if (known ||
        (readable[i] && static_cast<int>(alignment.features[i].points.size()) < options.rich)) {
      stands.push_back(known
                           ? std::optional(StandOf(level_from_world * problem.world_from_camera[i]))
                           : std::nullopt);
    }
  }
  const auto expected =
      ExpectedStands(stands, Bare(cameras, problem.photos, up), Bare(cameras, problem.photos, -up));
  // Photos whose light does not quite agree get a second chance among those that were placed:
  // hand-held photos of a sky with clouds seldom agree well, and a hole is worse than a soft join.
  for (const double spread : {options.largest_spread, kSecondChance * options.largest_spread}) {
    const Surroundings surroundings(alignment, cameras);
    std::vector<int> placed;
    size_t s = 0;
    for (const int photo : alignment.sequence) {
      const size_t i = static_cast<size_t>(photo);
      const bool by_prior = placements[i].status == PlacementStatus::kPlacedByPrior;
      if (placements[i].status == PlacementStatus::kPlaced || by_prior) {
        ++s;
        continue;
      }
      placements[i].reason = ReasonOfRejection(alignment, photo, options.rich);
      if (!readable[i] || static_cast<int>(alignment.features[i].points.size()) >= options.rich) {
        continue;
      }
      PlacementOptions allowed = options;
      allowed.largest_spread = spread;
      const Candidate candidate(surroundings, alignment.features[i], cameras[i].lens, i);
      if (const auto rotation =
              BestStand(candidate, expected[s], level_from_world.transpose(), allowed)) {
        problem.world_from_camera[i] = *rotation;
        placements[i] = {PlacementStatus::kPlacedByPrior, Say(messages::kPhotoPlacedByPattern)};
        placed.push_back(photo);
      }
      ++s;
    }
    problem.photos.insert(problem.photos.end(), placed.begin(), placed.end());
    std::sort(problem.photos.begin(), problem.photos.end());
    cameras = CamerasOf(problem);
  }
  return placements;
}

}  // namespace disan::panorama
