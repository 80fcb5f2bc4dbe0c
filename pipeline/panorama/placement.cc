#include "pipeline/panorama/placement.h"

#include "formats/language/panorama_messages.h"
#include "pipeline/panorama/level.h"
#include "pipeline/panorama/light_fit.h"
#include "pipeline/panorama/rhythm.h"
#include "pipeline/panorama/row_gaps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

// Photos whose light does not quite agree get a second chance among those that were placed:
// hand-held photos of a sky with clouds seldom agree well, and a hole is worse than a soft join.
constexpr double kSecondChance = 2.5;
constexpr double kLeastNews = 0.08;  // of a photo's area: less fills no gap
constexpr double kLeastHole = 0.02;  // of it: a gap where the sequence expects the very photo
// Of the surroundings' own variation of light: a photo that leaves less of it unexplained lies
// where it was taken, whether or not others have covered the place by now.
constexpr double kUnmistakable = 0.4;
constexpr int kRounds = 2;  // of aligning those placed among all

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

bool Fits(const Fit& fit, const PlacementOptions& options) {
  return fit.overlap >= options.least_overlap &&
         (fit.spread < options.largest_spread || fit.spread < 0.35 * fit.content);
}

Eigen::Matrix3d LevelFromWorld(const Eigen::Vector3d& up) {
  std::vector<Camera> turned(1);
  TurnUpright(turned, up, up.unitOrthogonal());
  return turned[0].world_from_camera;
}

// What glances at the light say of photos at stands, each looked at once.
class Evidence {
 public:
  Evidence(const Surroundings& surroundings, double sigma_deg)
      : surroundings_(surroundings), sigma_deg_(sigma_deg) {}

  double Of(int photo, const Stand& stand, const Eigen::Matrix3d& in_world) {
    const auto rounded = [](double degrees) { return static_cast<int>(std::lround(degrees * 4)); };
    const std::array<int, 4> key = {
        photo, rounded(stand.yaw), rounded(stand.pitch), rounded(stand.roll)};
    const auto found = known_.find(key);
    if (found != known_.end()) {
      return found->second;
    }
    const Candidate& candidate = candidates_.try_emplace(photo, surroundings_, photo).first->second;
    return known_[key] = candidate.Glance(in_world, sigma_deg_);
  }

 private:
  const Surroundings& surroundings_;
  double sigma_deg_;
  std::map<int, Candidate> candidates_;
  std::map<std::array<int, 4>, double> known_;
};

class Placer {
 public:
  Placer(Alignment& alignment, const std::vector<bool>& readable, const PlacementOptions& options)
      : alignment_(alignment),
        problem_(alignment.cameras),
        options_(options),
        placements_(problem_.sizes.size()),
        doubtful_(problem_.sizes.size()) {
    const std::vector<Camera> cameras = CamerasOf(problem_);
    up_ = UpOfPhotos(cameras, problem_.photos);
    level_from_world_ = LevelFromWorld(up_);
    for (const int photo : problem_.photos) {
      placements_[static_cast<size_t>(photo)].status = PlacementStatus::kPlaced;
    }
    for (const GroundShot& shot : alignment.ground_shots) {
      placements_[static_cast<size_t>(shot.photo)] = {PlacementStatus::kPlaced,
                                                      Say(messages::kPhotoPlacedByGround)};
    }
    for (const int photo : alignment.sequence) {
      const size_t i = static_cast<size_t>(photo);
      if (placements_[i].status == PlacementStatus::kPlaced) {
        sequence_.push_back(photo);
        continue;
      }
      const bool rich = static_cast<int>(alignment.features[i].points.size()) >= options.rich;
      placements_[i].reason = Say(rich ? messages::kPhotoOfAnotherPlace : messages::kPhotoTooPlain);
      if (readable[i]) {
        sequence_.push_back(photo);
        doubtful_[i] = rich;
      }
    }
    maps_ = MapsOf(alignment, cameras, sequence_);
  }

  std::vector<Placement> Place() {
    if (std::all_of(sequence_.begin(), sequence_.end(), [&](int p) { return Known(p); })) {
      return placements_;
    }
    const State before = Now();
    PlaceByRhythm();
    PlaceInGaps();
    // A rhythm misunderstood puts photos of a plain sky anywhere and leaves others over: then the
    // gaps alone may know better.
    if (const State by_rhythm = Now(); !NoneLeft()) {
      Return(before);
      PlaceInGaps();
      if (problem_.photos.size() <= by_rhythm.photos.size()) {
        Return(by_rhythm);
      }
    }
    PlaceDoubtful();
    for (int round = 0; round < kRounds && !expected_.empty(); ++round) {
      AlignAmongAll();
    }
    return placements_;
  }

 private:
  struct State {
    std::vector<int> photos;
    std::vector<Eigen::Matrix3d> world_from_camera;
    std::vector<Placement> placements;
    std::map<int, Eigen::Matrix3d> expected;
  };

  State Now() const {
    return {problem_.photos, problem_.world_from_camera, placements_, expected_};
  }

  void Return(const State& state) {
    problem_.photos = state.photos;
    problem_.world_from_camera = state.world_from_camera;
    placements_ = state.placements;
    expected_ = state.expected;
  }

  bool Known(int photo) const {
    return placements_[static_cast<size_t>(photo)].status != PlacementStatus::kRejected;
  }

  // None that is plain: a doubtful one is of another place until its beat says otherwise.
  bool NoneLeft() const {
    return std::none_of(sequence_.begin(), sequence_.end(), [&](int p) { return Plain(p); });
  }

  bool Plain(int photo) const { return !Known(photo) && !doubtful_[static_cast<size_t>(photo)]; }

  Stand LevelStand(int photo) const {
    return StandOf(level_from_world_ * problem_.world_from_camera[static_cast<size_t>(photo)]);
  }

  Eigen::Matrix3d InWorld(const Stand& stand) const {
    return level_from_world_.transpose() * RotationOf(stand);
  }

  BarePoles PolesLeft() const {
    const std::vector<Camera> cameras = CamerasOf(problem_);
    return {Bare(cameras, problem_.photos, up_), Bare(cameras, problem_.photos, -up_)};
  }

  void Take(int photo,
            const Eigen::Matrix3d& expected,
            const Eigen::Matrix3d& rotation,
            const Message& why) {
    expected_[photo] = expected;
    problem_.world_from_camera[static_cast<size_t>(photo)] = rotation;
    placements_[static_cast<size_t>(photo)] = {PlacementStatus::kPlacedByPrior, Say(why)};
    problem_.photos.insert(std::lower_bound(problem_.photos.begin(), problem_.photos.end(), photo),
                           photo);
  }

  void PlaceByRhythm() {
    Stands stands;
    for (const int photo : sequence_) {
      stands.push_back(Known(photo) ? std::optional(LevelStand(photo)) : std::nullopt);
    }
    std::vector<int> photos = sequence_;
    KeepFirstOfRepeats(stands, photos);
    if (!FollowsRows(stands)) {
      return;
    }
    Beats beats;
    for (size_t s = 0; s < photos.size(); ++s) {
      const int photo = photos[s];
      beats.push_back({photo, stands[s], !Known(photo) && !Plain(photo)});
    }
    const BarePoles bare = PolesLeft();
    reading_ = Read(beats, bare);
    const auto expected = ExpectedStands(StandsOf(reading_), bare.zenith, bare.nadir);
    for (const double chance : {1.0, kSecondChance}) {
      PlaceInSequence(reading_, expected, chance * options_.largest_spread);
    }
  }

  Beats Read(const Beats& beats, const BarePoles& bare) const {
    const std::vector<Camera> cameras = CamerasOf(problem_);
    const Surroundings surroundings(alignment_, cameras, maps_);
    Evidence evidence(surroundings, options_.prior_sigma_deg);
    return BestReading(beats, bare, [&](int photo, const std::vector<Stand>& stands) {
      double best = stands.empty() ? 0 : -std::numeric_limits<double>::infinity();
      for (const Stand& stand : stands) {
        best = std::max(best, evidence.Of(photo, stand, InWorld(stand)));
      }
      return best;
    });
  }

  // Tries what the sequence expects, best first, and takes the first stand that fits.
  void PlaceInSequence(const Beats& beats,
                       const std::vector<std::vector<Stand>>& expected,
                       double largest_spread) {
    const std::vector<Camera> cameras = CamerasOf(problem_);
    const Surroundings surroundings(alignment_, cameras, maps_);
    PlacementOptions allowed = options_;
    allowed.largest_spread = largest_spread;
    for (size_t s = 0; s < beats.size(); ++s) {
      const int photo = beats[s].photo;
      if (photo == kNobody || !Plain(photo)) {
        continue;
      }
      const Candidate candidate(surroundings, photo);
      for (const Stand& stand : expected[s]) {
        const Fit fit = candidate.Align(InWorld(stand), options_.prior_sigma_deg);
        if (Fits(fit, allowed)) {
          Take(photo, InWorld(stand), fit.rotation, messages::kPhotoPlacedByPattern);
          break;
        }
      }
    }
  }

  // A sky full of clouds that drifted has much detail and matches nothing, like a photo of another
  // place. Where its turn in the sequence has left a gap, its light says which of both it is.
  void PlaceDoubtful() {
    for (const int photo : reading_.empty() ? std::vector<int>() : sequence_) {
      if (!Known(photo)) {
        const Beats beats = ReadingWith(photo);
        PlaceIfUnmistakable(photo, ExpectedOf(photo, beats, PolesLeft()));
      }
    }
  }

  // The reading with all that is known by now, and with this photo as a beat.
  Beats ReadingWith(int photo) const {
    Beats beats = reading_;
    InsertInSequence(beats, {.photo = photo, .stand = {}, .doubtful = true}, sequence_);
    for (Beat& beat : beats) {
      if (beat.photo != kNobody && Known(beat.photo)) {
        beat.stand = LevelStand(beat.photo);
      }
    }
    return beats;
  }

  static std::vector<Stand> ExpectedOf(int photo, const Beats& beats, const BarePoles& bare) {
    const auto expected = ExpectedStands(StandsOf(beats), bare.zenith, bare.nadir);
    for (size_t s = 0; s < beats.size(); ++s) {
      if (beats[s].photo == photo) {
        return expected[s];
      }
    }
    return {};
  }

  void PlaceIfUnmistakable(int photo, const std::vector<Stand>& expected) {
    const std::vector<Camera> cameras = CamerasOf(problem_);
    const Surroundings surroundings(alignment_, cameras, maps_);
    const Candidate candidate(surroundings, photo);
    for (const Stand& stand : expected) {
      const Fit fit = candidate.Align(InWorld(stand), options_.prior_sigma_deg);
      if (Fits(fit, options_) && Unexplained(fit) < kUnmistakable &&
          candidate.News(fit.rotation) >= kLeastHole) {
        Take(photo, InWorld(stand), fit.rotation, messages::kPhotoPlacedThoughUnmatched);
        return;
      }
    }
  }

  struct Trial {
    int photo = 0;
    Eigen::Matrix3d expected;
    double unexplained = 0;  // of what varies around
    bool fills_gap = false;
  };

  // Every plain photo at every stand that is left out, the best explained light first: a little
  // difference says nothing where all is alike.
  std::vector<Trial> Trials(const Surroundings& surroundings) const {
    std::vector<Stand> known;
    for (const int photo : problem_.photos) {
      known.push_back(LevelStand(photo));
    }
    const BarePoles bare = PolesLeft();
    std::vector<Stand> stands = StandsInGaps(known, bare.zenith, bare.nadir);
    const std::vector<Stand> poles = StandsAtPoles(known);
    stands.insert(stands.end(), poles.begin(), poles.end());
    std::vector<Trial> trials;
    for (const int photo : sequence_) {
      if (!Plain(photo)) {
        continue;
      }
      const Candidate candidate(surroundings, photo);
      for (const Stand& stand : stands) {
        const Eigen::Matrix3d expected = InWorld(stand);
        const Fit fit = candidate.At(expected);
        if (fit.overlap >= options_.least_overlap) {
          trials.push_back(
              {photo, expected, Unexplained(fit), candidate.News(expected) >= kLeastNews});
        }
      }
    }
    std::stable_sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
      return a.unexplained < b.unexplained;
    });
    return trials;
  }

  void PlaceInGaps() {
    while (!NoneLeft() && PlaceOneInGaps()) {
    }
  }

  bool PlaceOneInGaps() {
    const std::vector<Camera> cameras = CamerasOf(problem_);
    const Surroundings surroundings(alignment_, cameras, maps_);
    PlacementOptions allowed = options_;
    allowed.largest_spread *= kSecondChance;
    for (const Trial& trial : Trials(surroundings)) {
      const Candidate candidate(surroundings, trial.photo);
      const Fit fit = candidate.Align(trial.expected, options_.prior_sigma_deg);
      if (Fits(fit, allowed) && (trial.fills_gap || Unexplained(fit) < kUnmistakable)) {
        Take(trial.photo, trial.expected, fit.rotation, messages::kPhotoPlacedInGap);
        return true;
      }
    }
    return false;
  }

  // Those placed so saw only who was there before them: now that all are, each is turned once more.
  void AlignAmongAll() {
    const std::vector<Camera> cameras = CamerasOf(problem_);
    const Surroundings surroundings(alignment_, cameras, maps_);
    for (const auto& [photo, expected] : expected_) {
      const size_t i = static_cast<size_t>(photo);
      const Candidate candidate(surroundings, photo);
      const Fit fit = candidate.Align(expected, options_.prior_sigma_deg);
      if (fit.overlap >= options_.least_overlap) {
        problem_.world_from_camera[i] = fit.rotation;
      }
    }
  }

  Alignment& alignment_;
  SolveProblem& problem_;
  const PlacementOptions& options_;
  std::vector<Placement> placements_;
  std::map<int, Eigen::Matrix3d> expected_;  // of those placed here
  std::vector<int> sequence_;                // that are known or could be placed
  std::vector<bool> doubtful_;               // rich in detail and yet not recognised
  Beats reading_;                            // of the sequence, once it was read
  MapsByPhoto maps_;
  Eigen::Vector3d up_;
  Eigen::Matrix3d level_from_world_;
};

}  // namespace

std::vector<Placement> PlaceByPrior(Alignment& alignment,
                                    const std::vector<bool>& readable,
                                    const PlacementOptions& options) {
  if (alignment.cameras.photos.empty()) {
    return std::vector<Placement>(alignment.cameras.sizes.size());
  }
  return Placer(alignment, readable, options).Place();
}

}  // namespace disan::panorama
