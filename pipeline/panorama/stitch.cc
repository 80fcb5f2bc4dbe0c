#include "pipeline/panorama/stitch.h"

#include "formats/diagnostics/failure.h"
#include "formats/language/panorama_messages.h"
#include "pipeline/panorama/copies.h"
#include "pipeline/panorama/exposure_brackets.h"
#include "pipeline/panorama/ground_shot.h"
#include "pipeline/panorama/hole.h"
#include "pipeline/panorama/restraint.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include <opencv2/core.hpp>

namespace disan::panorama {

namespace {

constexpr double kLargestRms = 1.5;  // working pixels
constexpr double kLargestDisagreement = 0.05;
constexpr double kWhole = 0.999;      // of the sphere
constexpr double kNearlyWhole = 0.7;  // meant to be the whole sphere
constexpr double kLeastTurnDeg = 4;
constexpr double kEdgeBlur = 0.25;  // pixels of the picture that edges are found in
constexpr int kWidest = 65488;      // what a JPEG can be

class StageClock {
 public:
  explicit StageClock(std::vector<std::pair<std::string, double>>& seconds) : seconds_(seconds) {}
  void Ended(const char* stage) {
    const auto now = std::chrono::steady_clock::now();
    seconds_.emplace_back(stage, std::chrono::duration<double>(now - since_).count());
    since_ = now;
  }

 private:
  std::vector<std::pair<std::string, double>>& seconds_;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

Diagnostic Doubt(const Text& what, const Text& remedy, const std::string& file = {}) {
  return {.severity = Severity::kWarning, .file = file, .what = what, .remedy = remedy};
}

[[noreturn]] void Refuse(const Message& what, const Message& remedy) {
  throw Failure({Diagnostic{.what = Say(what), .remedy = Say(remedy)}}, Exit::kUnusableInput);
}

std::vector<bool> Readable(const std::vector<std::vector<Diagnostic>>& unreadable) {
  std::vector<bool> readable;
  for (const auto& diagnostics : unreadable) {
    readable.push_back(diagnostics.empty());
  }
  return readable;
}

// The widest angle between two photos' axes.
double WidestTurnDeg(const SolveProblem& cameras) {
  double least = 1;
  for (const int a : cameras.photos) {
    for (const int b : cameras.photos) {
      least = std::min(least,
                       cameras.world_from_camera[static_cast<size_t>(a)].col(2).dot(
                           cameras.world_from_camera[static_cast<size_t>(b)].col(2)));
    }
  }
  return std::acos(std::clamp(least, -1.0, 1.0)) * 180 / std::numbers::pi;
}

void RefuseTooFew(const std::vector<std::vector<Diagnostic>>& unreadable,
                  const std::vector<bool>& readable) {
  if (std::count(readable.begin(), readable.end(), true) >= 2) {
    return;
  }
  std::vector<Diagnostic> why;
  for (const auto& diagnostics : unreadable) {
    why.insert(why.end(), diagnostics.begin(), diagnostics.end());
  }
  why.push_back({.what = Say(messages::kPanoramaTooFewPhotos),
                 .remedy = Say(messages::kPanoramaTooFewPhotosRemedy)});
  throw Failure(std::move(why), Exit::kUnusableInput);
}

void RefuseHopeless(const Alignment& alignment) {
  const bool empty = std::none_of(alignment.features.begin(),
                                  alignment.features.end(),
                                  [](const Features& f) { return f.points.size() > 30; });
  if (empty) {
    Refuse(messages::kPanoramaAllPlain, messages::kPanoramaAllPlainRemedy);
  }
  if (alignment.cameras.photos.size() < 2) {
    Refuse(messages::kPanoramaNoOverlap, messages::kPanoramaNoOverlapRemedy);
  }
  if (WidestTurnDeg(alignment.cameras) < kLeastTurnDeg) {
    Refuse(messages::kPanoramaSameView, messages::kPanoramaSameViewRemedy);
  }
}

Level LevelOf(const Alignment& alignment,
              const std::vector<Camera>& cameras,
              const FeatureOptions& options) {
  std::vector<Edge> edges;
  for (const int photo : alignment.cameras.photos) {
    const size_t i = static_cast<size_t>(photo);
    const double pixels = static_cast<double>(cameras[i].lens.width_px) * cameras[i].lens.height_px;
    const double unit_px = std::max(1.0, std::sqrt(pixels / options.segment_megapixels / 1e6));
    const std::vector<Edge> own =
        EdgesInWorld(alignment.features[i].segments, cameras[i], kEdgeBlur * unit_px);
    edges.insert(edges.end(), own.begin(), own.end());
  }
  return FindLevel(edges, UpOfPhotos(cameras, alignment.cameras.photos), {});
}

// The panorama's middle: the first photo of the sequence that looks more or less straight ahead.
Eigen::Vector3d Ahead(const Alignment& alignment,
                      const std::vector<Camera>& cameras,
                      const Eigen::Vector3d& up) {
  const auto& placed = alignment.cameras.photos;
  for (const int photo : alignment.sequence) {
    const Eigen::Vector3d axis = cameras[static_cast<size_t>(photo)].world_from_camera.col(2);
    if (std::binary_search(placed.begin(), placed.end(), photo) && std::abs(axis.dot(up)) < 0.6) {
      return axis;
    }
  }
  return cameras[static_cast<size_t>(placed.front())].world_from_camera.col(2);
}

constexpr uint64_t kBesides = uint64_t{160} << 20;  // the program, small pictures, seams
constexpr int kNarrowest = 2048;

uint64_t Needed(const ComposeMemory& memory, uint64_t photos) {
  return kBesides + std::max(memory.written, memory.panorama + photos * memory.photo);
}

// As wide as asked; as the photos carry, or as fits when nobody asked.
int WidthOf(const StitchOptions& options,
            const PhotoSet& photos,
            const Execution& execution,
            const std::vector<int>& placed,
            Stitched& stitched) {
  const int natural = std::min(kWidest, NaturalWidth(stitched.cameras, placed));
  int width = options.width > 0 ? options.width / 2 * 2 : natural;
  const auto needed = [&] {
    return Needed(MemoryOf(photos, stitched.cameras, placed, {.width = width}), 1);
  };
  while (options.width <= 0 && width > kNarrowest && needed() > execution.memory_bytes) {
    width = (width - width / 64) / 16 * 16;
  }
  if (needed() > execution.memory_bytes) {
    throw Failure({Diagnostic{.what = Say(messages::kPanoramaNeedsMemory,
                                          fmt::arg("width", width),
                                          fmt::arg("needed", static_cast<int>(needed() >> 20U))),
                              .remedy = Say(messages::kPanoramaNeedsMemoryRemedy)}});
  }
  if (options.width <= 0 && width < natural) {
    stitched.notes.push_back(
        {.severity = Severity::kInfo,
         .what = Say(
             messages::kPanoramaNarrowed, fmt::arg("width", width), fmt::arg("natural", natural)),
         .remedy = Say(messages::kPanoramaNarrowedRemedy)});
  }
  return width;
}

// As many photos at a time as there is room for.
int PhotosAtOnce(const Execution& execution, const ComposeMemory& memory) {
  int photos = execution.threads;
  while (photos > 1 && Needed(memory, static_cast<uint64_t>(photos)) > execution.memory_bytes) {
    --photos;
  }
  return photos;
}

void SpeakOfPhotos(const PhotoSet& photos,
                   const std::vector<std::vector<Diagnostic>>& unreadable,
                   Stitched& stitched) {
  for (size_t i = 0; i < photos.size(); ++i) {
    Placement& placement = stitched.placements[i];
    if (!unreadable[i].empty()) {
      placement.reason = unreadable[i].front().what;
      stitched.doubts.insert(stitched.doubts.end(), unreadable[i].begin(), unreadable[i].end());
      for (Diagnostic& diagnostic : stitched.doubts) {
        diagnostic.severity = Severity::kWarning;
      }
    } else if (placement.status == PlacementStatus::kRejected) {
      stitched.doubts.push_back(
          Doubt(placement.reason, Say(messages::kPhotoRejectedRemedy), photos[i].name));
    } else if (placement.status == PlacementStatus::kPlacedByPrior) {
      stitched.notes.push_back(
          {.severity = Severity::kInfo, .file = photos[i].name, .what = placement.reason});
    }
  }
}

const Message& NoteOf(const Nadir& nadir) {
  const bool filled = nadir.state == NadirState::kFilled;
  if (nadir.over_stand) {
    return filled ? messages::kPanoramaStandFilled : messages::kPanoramaStandDisc;
  }
  return filled ? messages::kPanoramaNadirFilled : messages::kPanoramaNadirDisc;
}

// Lays photos of the ground over the place under the camera, then fills what is still open there.
void CloseBelow(const PhotoSet& photos,
                const Alignment& alignment,
                const StitchOptions& options,
                Stitched& stitched) {
  Nadir by_shot;
  const size_t any = static_cast<size_t>(alignment.cameras.photos.front());
  const Eigen::Matrix3d before_from_upright = alignment.cameras.world_from_camera[any] *
                                              stitched.cameras[any].world_from_camera.transpose();
  const ComposeOptions compose{.width = stitched.composite.pixels.width};
  for (const GroundShot& shot : alignment.ground_shots) {
    const size_t i = static_cast<size_t>(shot.photo);
    const double cone = LayGroundShot(photos[i],
                                      WorkingLens(stitched.cameras[i].lens, compose),
                                      stitched.light.vignetting[i],
                                      shot.photo_from_world * before_from_upright,
                                      stitched.composite);
    if (cone > by_shot.shot_deg) {
      by_shot = {.state = NadirState::kGroundShot,
                 .radius_deg = cone,
                 .shot = shot.photo,
                 .shot_deg = cone};
    }
  }
  if (!alignment.ground_shots.empty()) {
    stitched.composite.coverage = CoverageOf(stitched.composite.covered, compose.width);
  }
  stitched.nadir = CloseNadir(stitched.composite, options.nadir);
  if (by_shot.shot >= 0 && stitched.nadir.state == NadirState::kPhotographed) {
    stitched.nadir = by_shot;
  }
  stitched.nadir.shot = by_shot.shot;
  stitched.nadir.shot_deg = by_shot.shot_deg;
  if (by_shot.shot >= 0) {
    stitched.notes.push_back(
        {.severity = Severity::kInfo,
         .file = photos[static_cast<size_t>(by_shot.shot)].name,
         .what = Say(messages::kPanoramaGroundShot,
                     fmt::arg("radius", fmt::format("{:.0f}", by_shot.shot_deg)),
                     fmt::arg("file", photos[static_cast<size_t>(by_shot.shot)].name))});
  }
}

void SpeakOfQuality(const Alignment& alignment, const SeamMap& seams, Stitched& stitched) {
  const size_t any = static_cast<size_t>(alignment.cameras.photos.front());
  if (alignment.rms_px / alignment.cameras.unit_px[any] > kLargestRms ||
      seams.disagreement > kLargestDisagreement) {
    stitched.doubts.push_back(
        Doubt(Say(messages::kPanoramaDisagrees,
                  fmt::arg("rms", fmt::format("{:.1f}", alignment.rms_px)),
                  fmt::arg("seams", fmt::format("{:.0f}", seams.disagreement * 100))),
              Say(messages::kPanoramaDisagreesRemedy)));
  }
  if (stitched.nadir.share > 0 || stitched.nadir.over_stand) {
    stitched.notes.push_back(
        {.severity = Severity::kInfo,
         .what = Say(NoteOf(stitched.nadir),
                     fmt::arg("radius", fmt::format("{:.0f}", stitched.nadir.radius_deg))),
         .remedy = Say(stitched.nadir.over_stand ? messages::kPanoramaStandRemedy
                                                 : messages::kPanoramaNadirRemedy)});
  }
  const double coverage = stitched.composite.coverage + stitched.nadir.share;
  if (coverage < kWhole) {
    const double floor_deg = stitched.nadir.share > 0 ? stitched.nadir.radius_deg - 90 : -90;
    const Hole largest =
        LargestHole(stitched.composite.covered, stitched.composite.pixels.width, floor_deg);
    Diagnostic hole = Doubt(Say(messages::kPanoramaHasHoles,
                                fmt::arg("coverage", fmt::format("{:.1f}", coverage * 100)),
                                fmt::arg("yaw", fmt::format("{:.0f}", largest.yaw_deg)),
                                fmt::arg("pitch", fmt::format("{:.0f}", largest.pitch_deg))),
                            Say(messages::kPanoramaHasHolesRemedy));
    if (coverage < kNearlyWhole) {
      hole.severity = Severity::kInfo;
      stitched.notes.push_back(std::move(hole));
    } else {
      stitched.doubts.push_back(std::move(hole));
    }
  }
}

}  // namespace

namespace {

Stitched StitchDirections(const PhotoSet& photos,
                          const StitchOptions& options,
                          const Execution& execution) {
  Stitched stitched;
  StageClock clock(stitched.seconds);
  std::vector<std::vector<Diagnostic>> unreadable;
  std::vector<Features> features =
      FindAllFeatures(photos, options.align.features, execution, unreadable);
  clock.Ended("features");
  const std::vector<bool> readable = Readable(unreadable);
  RefuseTooFew(unreadable, readable);
  Alignment alignment = Align(photos, std::move(features), options.align, execution);
  RefuseHopeless(alignment);
  clock.Ended("align");
  stitched.placements = PlaceByPrior(alignment, readable, options.placement);
  clock.Ended("place");
  stitched.cameras = CamerasOf(alignment.cameras);
  stitched.level = LevelOf(alignment, stitched.cameras, options.align.features);
  TurnUpright(
      stitched.cameras, stitched.level.up, Ahead(alignment, stitched.cameras, stitched.level.up));
  clock.Ended("level");
  std::vector<Image8> small;
  for (Features& of_photo : alignment.features) {
    small.push_back(std::move(of_photo.small));
  }
  alignment.features.clear();
  stitched.light =
      SolveLight(small, stitched.cameras, alignment.cameras.photos, alignment.cameras.lens_of, {});
  stitched.light.restraint =
      RestraintsOf(small, stitched.cameras, alignment.cameras.photos, stitched.light);
  clock.Ended("light");
  const Parallax parallax = AbsorbParallax(small,
                                           stitched.cameras,
                                           alignment.cameras.photos,
                                           stitched.light,
                                           options.parallax,
                                           execution);
  stitched.parallax_deg = {parallax.before_deg, parallax.after_deg};
  clock.Ended("parallax");
  SeamOptions seam_options = options.seams;
  seam_options.shifts = parallax.shifts;
  const SeamMap seams = FindSeams(
      small, stitched.cameras, alignment.cameras.photos, stitched.light, seam_options, execution);
  clock.Ended("seams");
  ComposeOptions compose{
      .width = WidthOf(options, photos, execution, alignment.cameras.photos, stitched),
      .shifts = parallax.shifts};
  compose.photos_at_once = PhotosAtOnce(
      execution, MemoryOf(photos, stitched.cameras, alignment.cameras.photos, compose));
  stitched.composite = Compose(photos, stitched.cameras, seams, stitched.light, compose, execution);
  clock.Ended("compose");
  CloseBelow(photos, alignment, options, stitched);
  clock.Ended("nadir");
  stitched.rms_px = alignment.rms_px;
  stitched.hfov_deg = HorizontalFieldOfViewDeg(
      stitched.cameras[static_cast<size_t>(alignment.cameras.photos.front())].lens);
  SpeakOfPhotos(photos, unreadable, stitched);
  SpeakOfQuality(alignment, seams, stitched);
  return stitched;
}

// What is known of every direction, said of each of its exposures.
void SayOfEveryExposure(const BracketedSet& set, size_t photos, Stitched& stitched) {
  stitched.exposures = set.exposures;
  stitched.outlined.assign(photos, set.lots.empty());
  if (set.lots.empty()) {
    return;
  }
  const std::vector<Placement> placements = std::exchange(stitched.placements, {});
  const std::vector<Camera> cameras = std::exchange(stitched.cameras, {});
  const Light light = std::exchange(stitched.light, {});
  stitched.placements.resize(photos);
  stitched.cameras.resize(photos);
  stitched.light.spread = light.spread;
  stitched.light.gain.assign(photos, {1, 1, 1});
  stitched.light.vignetting.resize(photos);
  if (stitched.nadir.shot >= 0) {
    stitched.nadir.shot = set.Middle(set.lots[static_cast<size_t>(stitched.nadir.shot)]);
  }
  for (size_t lot = 0; lot < set.lots.size(); ++lot) {
    for (const int photo : set.lots[lot]) {
      const size_t i = static_cast<size_t>(photo);
      stitched.placements[i] = placements[lot];
      stitched.cameras[i] = cameras[lot];
      stitched.light.gain[i] = light.gain[lot];
      stitched.light.vignetting[i] = light.vignetting[lot];
    }
    stitched.outlined[static_cast<size_t>(set.Middle(set.lots[lot]))] = true;
  }
}

// The set without its copies; each is last in the lot of what it is a copy of.
BracketedSet DirectionsOf(const PhotoSet& photos,
                          const std::vector<int>& first,
                          const Execution& execution) {
  PhotoSet different;
  std::vector<int> kept;
  for (size_t i = 0; i < photos.size(); ++i) {
    if (first[i] == static_cast<int>(i)) {
      different.push_back(photos[i]);
      kept.push_back(first[i]);
    }
  }
  BracketedSet set = FuseBrackets(different, execution);
  if (kept.size() == photos.size()) {
    return set;
  }
  for (size_t k = 0; set.exposures == 1 && k < kept.size(); ++k) {
    set.lots.push_back({static_cast<int>(k)});
  }
  for (std::vector<int>& lot : set.lots) {
    for (int& photo : lot) {
      photo = kept[static_cast<size_t>(photo)];
    }
    for (size_t i = 0; i < photos.size(); ++i) {
      if (first[i] != static_cast<int>(i) &&
          std::find(lot.begin(), lot.end(), first[i]) != lot.end()) {
        lot.push_back(static_cast<int>(i));
      }
    }
  }
  return set;
}

void SpeakOfCopies(const PhotoSet& photos, const std::vector<int>& first, Stitched& stitched) {
  for (size_t i = 0; i < photos.size(); ++i) {
    if (first[i] == static_cast<int>(i)) {
      continue;
    }
    const std::string& original = photos[static_cast<size_t>(first[i])].name;
    stitched.placements[i].reason = Say(messages::kPhotoIsCopy, fmt::arg("file", original));
    stitched.notes.push_back({.severity = Severity::kInfo,
                              .file = photos[i].name,
                              .what = stitched.placements[i].reason,
                              .remedy = Say(messages::kPhotoIsCopyRemedy)});
  }
}

}  // namespace

Stitched Stitch(const PhotoSet& photos, const StitchOptions& options, const Execution& execution) {
  cv::setNumThreads(1);  // threads are the execution's business
  std::vector<int> first = FirstOfSame(photos);
  if (std::all_of(first.begin(), first.end(), [](int f) { return f == 0; })) {
    std::iota(first.begin(), first.end(), 0);  // refused as what they are: one view, many times
  }
  const BracketedSet set = DirectionsOf(photos, first, execution);
  Stitched stitched = StitchDirections(set.photos, options, execution);
  SayOfEveryExposure(set, photos.size(), stitched);
  SpeakOfCopies(photos, first, stitched);
  return stitched;
}

}  // namespace disan::panorama
