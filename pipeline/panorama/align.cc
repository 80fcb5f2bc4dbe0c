#include "pipeline/panorama/align.h"

#include "formats/image/eight_bits.h"
#include "pipeline/panorama/ground_shot.h"
#include "pipeline/panorama/groups.h"
#include "pipeline/panorama/lens_guess.h"
#include "pipeline/panorama/sequence.h"
#include "pipeline/panorama/sharpen.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace disan::panorama {

namespace {

constexpr double kRoughTolerance = 0.005;  // of the focal length, while the lens is a guess
constexpr double kFineTolerance = 0.003;
constexpr size_t kFewestSightings = 8;  // of a pair that takes part in the solution
constexpr size_t kFewestOfPolish = 25;  // matches of a pair that says something of the lens
constexpr size_t kPairsOfPolish = 40;
constexpr double kLargestPolish = 1.25;                // of the focal length
constexpr double kUsualLoss = 0.7, kLeastLoss = 0.15;  // working pixels
constexpr int kFinalMatches = 300;  // of a pair: the optical centre shows only in the sum of many

// Photos of one camera at one focal length and pixel count share a lens.
void AssignLenses(const PhotoSet& photos, const FeatureOptions& options, SolveProblem& problem) {
  std::map<std::tuple<std::string, int, int, long>, int> known;
  for (const InputPhoto& photo : photos) {
    const auto [shorter, longer] = std::minmax(photo.width_px, photo.height_px);
    const long focal = photo.focal_px ? std::lround(50 * std::log(*photo.focal_px)) : -1;
    const auto [entry, fresh] = known.try_emplace({photo.camera, shorter, longer, focal},
                                                  static_cast<int>(problem.lenses.size()));
    if (fresh) {
      problem.lenses.push_back(
          {Lens{.width_px = photo.width_px, .height_px = photo.height_px}, photo.focal_px});
    }
    problem.lens_of.push_back(entry->second);
    problem.sizes.emplace_back(photo.width_px, photo.height_px);
    problem.world_from_camera.push_back(Eigen::Matrix3d::Identity());
    const double pixels = static_cast<double>(photo.width_px) * photo.height_px;
    problem.unit_px.push_back(std::max(1.0, std::sqrt(pixels / options.working_megapixels / 1e6)));
  }
}

std::vector<Lens> LensesOf(const SolveProblem& problem) {
  std::vector<Lens> lenses;
  for (size_t i = 0; i < problem.lens_of.size(); ++i) {
    lenses.push_back(PhotoLens(problem, static_cast<int>(i)));
  }
  return lenses;
}

void GuessLenses(const std::vector<PhotoPair>& pairs,
                 Alignment& alignment,
                 const AlignOptions& options,
                 const Execution& execution) {
  SolveProblem& problem = alignment.cameras;
  const std::vector<Lens> blank = LensesOf(problem);
  for (size_t l = 0; l < problem.lenses.size(); ++l) {
    std::vector<PhotoPair> own;
    for (const PhotoPair& pair : pairs) {
      if (problem.lens_of[static_cast<size_t>(pair.first)] == static_cast<int>(l) &&
          problem.lens_of[static_cast<size_t>(pair.second)] == static_cast<int>(l)) {
        own.push_back(pair);
      }
    }
    LensOfPhotos& shared = problem.lenses[l];
    const LensGuess guess = GuessLens(shared.lens,
                                      own,
                                      alignment.features,
                                      blank,
                                      {.told_focal_px = shared.told_focal_px, .seed = options.seed},
                                      execution);
    shared.lens = guess.lens;
    alignment.lens_from_photos |= guess.explained > 0;
    if (guess.explained > 0 && !guess.camera_agrees) {
      shared.told_focal_px.reset();  // the photos know better than the camera
    }
  }
}

Sightings SightingsOf(const std::vector<Features>& features,
                      int first,
                      int second,
                      const std::vector<Match>& matches) {
  Sightings sightings{first, second, {}, {}};
  for (const Match& match : matches) {
    sightings.in_first.push_back(
        features[static_cast<size_t>(first)].points[static_cast<size_t>(match.first)]);
    sightings.in_second.push_back(
        features[static_cast<size_t>(second)].points[static_cast<size_t>(match.second)]);
  }
  return sightings;
}

std::vector<PairRotation> RotatePairs(const std::vector<PhotoPair>& pairs,
                                      const Alignment& alignment,
                                      const PairOptions& options,
                                      const Execution& execution) {
  const std::vector<Lens> lenses = LensesOf(alignment.cameras);
  std::vector<PairRotation> rotations(pairs.size());
  ParallelFor(execution, pairs.size(), [&](size_t p) {
    rotations[p] = FindPairRotation(pairs[p], alignment.features, lenses, options);
  });
  return rotations;
}

// The lenses that make the strongest pairs agree best, every pair turned on its own. A first guess
// is off by some per cent, which adds up to many degrees around the sphere: enough to mistake the
// photo that closes the ring for a stranger.
void PolishLenses(const std::vector<PairRotation>& rotations, Alignment& alignment) {
  std::vector<size_t> strongest;
  for (size_t p = 0; p < rotations.size(); ++p) {
    if (rotations[p].inliers.size() >= kFewestOfPolish) {
      strongest.push_back(p);
    }
  }
  std::stable_sort(strongest.begin(), strongest.end(), [&](size_t a, size_t b) {
    return rotations[a].Weight() > rotations[b].Weight();
  });
  strongest.resize(std::min(strongest.size(), kPairsOfPolish));
  SolveProblem apart;  // two cameras a pair
  apart.lenses = alignment.cameras.lenses;
  std::vector<Sightings> sightings;
  for (const size_t p : strongest) {
    const PairRotation& pair = rotations[p];
    const int place = static_cast<int>(apart.photos.size());
    sightings.push_back(SightingsOf(alignment.features, pair.first, pair.second, pair.inliers));
    sightings.back().first = place;
    sightings.back().second = place + 1;
    for (const int photo : {pair.first, pair.second}) {
      const size_t i = static_cast<size_t>(photo);
      apart.photos.push_back(static_cast<int>(apart.photos.size()));
      apart.lens_of.push_back(alignment.cameras.lens_of[i]);
      apart.sizes.push_back(alignment.cameras.sizes[i]);
      apart.unit_px.push_back(alignment.cameras.unit_px[i]);
      apart.world_from_camera.push_back(photo == pair.first
                                            ? Eigen::Matrix3d::Identity()
                                            : Eigen::Matrix3d(pair.second_from_first.transpose()));
    }
  }
  Solve(apart, sightings, {.loss_px = 2});
  for (size_t l = 0; l < apart.lenses.size(); ++l) {
    const double change = apart.lenses[l].lens.focal_px / alignment.cameras.lenses[l].lens.focal_px;
    if (change > 1 / kLargestPolish && change < kLargestPolish) {
      alignment.cameras.lenses[l].lens = apart.lenses[l].lens;
    }
  }
}

// Takes the largest group as the panorama.
void TakeGroups(const std::vector<PairRotation>& rotations, Alignment& alignment) {
  SolveProblem& problem = alignment.cameras;
  const std::vector<Group> groups =
      GroupPhotos(rotations, alignment.features, LensesOf(problem), {});
  alignment.other_groups.clear();
  alignment.sightings.clear();
  problem.photos.clear();
  for (size_t g = 0; g < groups.size(); ++g) {
    if (g > 0) {
      alignment.other_groups.push_back(groups[g].photos);
      continue;
    }
    problem.photos = groups[g].photos;
    for (size_t i = 0; i < groups[g].photos.size(); ++i) {
      problem.world_from_camera[static_cast<size_t>(groups[g].photos[i])] =
          groups[g].world_from_camera[i];
    }
    for (const size_t p : groups[g].pairs) {
      alignment.sightings.push_back(SightingsOf(
          alignment.features, rotations[p].first, rotations[p].second, rotations[p].inliers));
    }
  }
}

bool MayOverlap(const Camera& a, const Camera& b) {
  const double between =
      std::acos(std::clamp(a.world_from_camera.col(2).dot(b.world_from_camera.col(2)), -1.0, 1.0));
  return between < LensMap(a.lens).HalfDiagonal() + LensMap(b.lens).HalfDiagonal();
}

// Every pair of known photos that overlaps, matched again where the cameras say.
std::vector<Sightings> MatchByGeometry(const Alignment& alignment,
                                       double radius_working_px,
                                       const Execution& execution) {
  const SolveProblem& problem = alignment.cameras;
  const std::vector<Camera> cameras = CamerasOf(problem);
  std::vector<std::pair<int, int>> pairs;
  for (size_t i = 0; i < problem.photos.size(); ++i) {
    for (size_t j = i + 1; j < problem.photos.size(); ++j) {
      if (MayOverlap(cameras[static_cast<size_t>(problem.photos[i])],
                     cameras[static_cast<size_t>(problem.photos[j])])) {
        pairs.emplace_back(problem.photos[i], problem.photos[j]);
      }
    }
  }
  std::vector<Sightings> found(pairs.size());
  ParallelFor(execution, pairs.size(), [&](size_t p) {
    const double radius = radius_working_px * problem.unit_px[static_cast<size_t>(pairs[p].second)];
    const PhotoPair near = MatchNear(alignment.features, cameras, pairs[p], radius);
    found[p] = SightingsOf(alignment.features, near.first, near.second, near.matches);
  });
  std::erase_if(found,
                [](const Sightings& pair) { return pair.in_first.size() < kFewestSightings; });
  return found;
}

// A rotation of an unknown photo that its pairs with known photos agree on.
std::optional<Eigen::Matrix3d> Agreed(int photo,
                                      const std::vector<PairRotation>& rotations,
                                      const SolveProblem& problem,
                                      const std::set<int>& known) {
  std::vector<std::pair<Eigen::Matrix3d, size_t>> told;
  for (const PairRotation& pair : rotations) {
    if (pair.inliers.empty()) {
      continue;
    }
    if (pair.first == photo && known.contains(pair.second)) {
      told.emplace_back(
          problem.world_from_camera[static_cast<size_t>(pair.second)] * pair.second_from_first,
          pair.inliers.size());
    } else if (pair.second == photo && known.contains(pair.first)) {
      told.emplace_back(problem.world_from_camera[static_cast<size_t>(pair.first)] *
                            pair.second_from_first.transpose(),
                        pair.inliers.size());
    }
  }
  constexpr size_t kConvincing = 16;
  constexpr double kSameDeg = 2;
  size_t best = 0;
  std::optional<Eigen::Matrix3d> agreed;
  for (const auto& [rotation, inliers] : told) {
    size_t support = 0;
    size_t voices = 0;
    for (const auto& [other, others] : told) {
      if (AngleDeg(rotation, other) < kSameDeg) {
        support += others;
        ++voices;
      }
    }
    if ((voices > 1 || support >= kConvincing) && support > best) {
      best = support;
      agreed = rotation;
    }
  }
  return agreed;
}

// With the lens known better, weaker pairs can be trusted: photos join one after the other.
bool Adopt(const std::vector<PhotoPair>& pairs, Alignment& alignment, const Execution& execution) {
  const std::vector<PairRotation> rotations =
      RotatePairs(pairs,
                  alignment,
                  {.tolerance = kFineTolerance, .rounds = 800, .fewest = 6, .least_share = 0.25},
                  execution);
  SolveProblem& problem = alignment.cameras;
  std::set<int> known(problem.photos.begin(), problem.photos.end());
  const size_t before = known.size();
  for (bool more = true; more;) {
    more = false;
    for (int photo = 0; photo < static_cast<int>(problem.sizes.size()); ++photo) {
      if (known.contains(photo)) {
        continue;
      }
      if (const auto rotation = Agreed(photo, rotations, problem, known)) {
        problem.world_from_camera[static_cast<size_t>(photo)] = *rotation;
        known.insert(photo);
        more = true;
      }
    }
  }
  problem.photos.assign(known.begin(), known.end());
  return known.size() > before;
}

// Photos that no pair of the solution holds are unknown again.
void DropLoosePhotos(Alignment& alignment) {
  std::set<int> held;
  for (const Sightings& pair : alignment.sightings) {
    held.insert({pair.first, pair.second});
  }
  std::erase_if(alignment.cameras.photos, [&](int photo) { return !held.contains(photo); });
}

// An optical centre means the same in all placed photos: none stands while another lies.
bool OneFormat(const SolveProblem& problem) {
  const auto lies = [&](int photo) {
    const Eigen::Vector2i& size = problem.sizes[static_cast<size_t>(photo)];
    return size.x() > size.y();
  };
  return std::all_of(problem.photos.begin(), problem.photos.end(), [&](int photo) {
    return lies(photo) == lies(problem.photos.front());
  });
}

// Matches to a tenth of a pixel, and the cameras that they say. How far they are to be believed
// they say themselves: a hand moves between photos, a tripod does not.
void RefineFurther(const PhotoSet& photos, Alignment& alignment, const Execution& execution) {
  SolveProblem& problem = alignment.cameras;
  alignment.sightings = WithoutOutliers(
      problem, Sharpened(photos, problem, alignment.sightings, {}, execution), 2, kFewestSightings);
  DropLoosePhotos(alignment);
  const double loss = std::clamp(RmsOf(problem, alignment.sightings), kLeastLoss, kUsualLoss);
  Solve(problem,
        alignment.sightings,
        {.loss_px = loss, .free_centre = OneFormat(problem), .matches_a_pair = kFinalMatches});
}

void Refine(const PhotoSet& photos,
            const std::vector<PhotoPair>& pairs,
            Alignment& alignment,
            const Execution& execution) {
  SolveProblem& problem = alignment.cameras;
  Solve(problem, alignment.sightings, {.loss_px = 4});
  for (const double radius : {24.0, 10.0, 5.0}) {
    execution.CheckCancelled();
    Adopt(pairs, alignment, execution);
    alignment.sightings = MatchByGeometry(alignment, radius, execution);
    Solve(problem, alignment.sightings, {.loss_px = radius / 8});
  }
  alignment.ground_shots = TakeGroundShots(pairs, {}, alignment);
  alignment.sightings = WithoutOutliers(problem, alignment.sightings, 2.5, kFewestSightings);
  DropLoosePhotos(alignment);
  Solve(
      problem,
      alignment.sightings,
      {.loss_px = kUsualLoss, .free_centre = OneFormat(problem), .matches_a_pair = kFinalMatches});
  RefineFurther(photos, alignment, execution);
  alignment.rms_px = RmsOf(problem, alignment.sightings);
  if (!problem.photos.empty()) {
    alignment.rms_px *= problem.unit_px[static_cast<size_t>(problem.photos.front())];
  }
}

}  // namespace

std::vector<Features> FindAllFeatures(const PhotoSet& photos,
                                      const FeatureOptions& options,
                                      const Execution& execution,
                                      std::vector<std::vector<Diagnostic>>& unreadable) {
  std::vector<Features> features(photos.size());
  unreadable.assign(photos.size(), {});
  ParallelFor(execution, photos.size(), [&](size_t i) {
    const InputPhoto& photo = photos[i];
    const double pixels = static_cast<double>(photo.width_px) * photo.height_px;
    const double scale = std::min(1.0, std::sqrt(options.working_megapixels * 1e6 / pixels));
    const int long_side =
        static_cast<int>(std::lround(scale * std::max(photo.width_px, photo.height_px)));
    Result<Pixels> pixels_read = photo.read(long_side);
    if (!pixels_read) {
      unreadable[i] = pixels_read.diagnostics;
      return;
    }
    features[i] = FindFeatures(ToEightBits(std::move(*pixels_read)), photo.width_px, options);
  });
  return features;
}

std::vector<Camera> CamerasOf(const SolveProblem& problem) {
  std::vector<Camera> cameras;
  for (size_t i = 0; i < problem.sizes.size(); ++i) {
    cameras.push_back({PhotoLens(problem, static_cast<int>(i)), problem.world_from_camera[i]});
  }
  return cameras;
}

Alignment Align(const PhotoSet& photos,
                std::vector<Features> features,
                const AlignOptions& options,
                const Execution& execution) {
  Alignment alignment;
  alignment.sequence = SequenceOf(photos);
  alignment.features = std::move(features);
  AssignLenses(photos, options.features, alignment.cameras);
  const std::vector<PhotoPair> pairs =
      MatchPhotos(alignment.features, alignment.sequence, options.matches, execution);
  alignment.matches_of.assign(photos.size(), 0);
  for (const PhotoPair& pair : pairs) {
    alignment.matches_of[static_cast<size_t>(pair.first)] += static_cast<int>(pair.matches.size());
    alignment.matches_of[static_cast<size_t>(pair.second)] += static_cast<int>(pair.matches.size());
  }
  GuessLenses(pairs, alignment, options, execution);
  std::vector<PairRotation> rotations;
  for (const double tolerance : {kRoughTolerance, kRoughTolerance, kFineTolerance}) {
    rotations =
        RotatePairs(pairs, alignment, {.tolerance = tolerance, .seed = options.seed}, execution);
    if (tolerance > kFineTolerance) {
      PolishLenses(rotations, alignment);
    }
  }
  TakeGroups(rotations, alignment);
  if (!alignment.cameras.photos.empty()) {
    Refine(photos, pairs, alignment, execution);
  }
  return alignment;
}

}  // namespace disan::panorama
