#include "pipeline/panorama/lens_guess.h"

#include <algorithm>
#include <cmath>

namespace disan::panorama {

namespace {

struct Hypothesis {
  LensModel model;
  double focal_of_long_side;
  double bend;  // relative shift of the picture's corner by distortion
};

double LongSide(const Lens& lens) {
  return std::max(lens.width_px, lens.height_px);
}

Lens LensOf(const Hypothesis& hypothesis, const Lens& blank) {
  Lens lens = blank;
  lens.model = hypothesis.model;
  lens.focal_px = hypothesis.focal_of_long_side * LongSide(blank);
  const double corner = std::hypot(lens.width_px, lens.height_px) / 2 / lens.focal_px;
  lens.k1 = hypothesis.bend / (corner * corner);
  return lens;
}

// Many matches that moved far across the picture tell most about the lens.
std::vector<PhotoPair> MostTelling(const std::vector<PhotoPair>& pairs,
                                   const std::vector<Features>& features,
                                   const LensGuessOptions& options) {
  std::vector<std::pair<double, size_t>> ranked;
  for (size_t p = 0; p < pairs.size(); ++p) {
    double moved = 0;
    for (const Match& match : pairs[p].matches) {
      moved +=
          (features[static_cast<size_t>(pairs[p].first)].points[static_cast<size_t>(match.first)] -
           features[static_cast<size_t>(pairs[p].second)].points[static_cast<size_t>(match.second)])
              .norm();
    }
    ranked.emplace_back(-moved, p);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<PhotoPair> chosen;
  for (size_t i = 0; i < ranked.size() && static_cast<int>(i) < options.pairs; ++i) {
    PhotoPair pair = pairs[ranked[i].second];
    const size_t step = pair.matches.size() / static_cast<size_t>(options.matches) + 1;
    std::vector<Match> thinned;
    for (size_t m = 0; m < pair.matches.size(); m += step) {
      thinned.push_back(pair.matches[m]);
    }
    pair.matches = std::move(thinned);
    chosen.push_back(std::move(pair));
  }
  return chosen;
}

double Explained(const Hypothesis& hypothesis,
                 const std::vector<PhotoPair>& pairs,
                 const std::vector<Features>& features,
                 const std::vector<Lens>& blank,
                 const LensGuessOptions& options) {
  std::vector<Lens> lenses;
  for (const Lens& lens : blank) {
    lenses.push_back(LensOf(hypothesis, lens));
  }
  PairOptions ransac{.tolerance = options.tolerance / hypothesis.focal_of_long_side,
                     .rounds = 60,
                     .fewest = 6,
                     .least_share = 0.1,
                     .seed = options.seed};
  size_t inliers = 0;
  size_t tried = 0;
  for (const PhotoPair& pair : pairs) {
    inliers += FindPairRotation(pair, features, lenses, ransac).inliers.size();
    tried += pair.matches.size();
  }
  return tried == 0 ? 0 : static_cast<double>(inliers) / static_cast<double>(tried);
}

std::vector<Hypothesis> Coarse(std::optional<double> told) {
  std::vector<Hypothesis> all;
  for (const double bend : {-0.14, -0.07, 0.0, 0.05}) {
    if (told) {
      all.push_back({LensModel::kPinhole, *told, bend});
    }
    for (double focal = 0.36; focal < 4; focal *= 1.07) {
      all.push_back({LensModel::kPinhole, focal, bend});
    }
  }
  for (const double bend : {-0.06, 0.0, 0.06}) {
    for (double focal = 0.2; focal < 0.7; focal *= 1.07) {
      all.push_back({LensModel::kFisheye, focal, bend});
    }
  }
  return all;
}

std::vector<Hypothesis> Around(const Hypothesis& centre) {
  std::vector<Hypothesis> all;
  for (const double bend : {-0.04, -0.02, 0.0, 0.02, 0.04}) {
    for (const double factor : {0.95, 0.965, 0.98, 1.0, 1.02, 1.035, 1.05}) {
      all.push_back({centre.model, centre.focal_of_long_side * factor, centre.bend + bend});
    }
  }
  return all;
}

}  // namespace

LensGuess GuessLens(const Lens& format,
                    const std::vector<PhotoPair>& pairs,
                    const std::vector<Features>& features,
                    const std::vector<Lens>& formats,
                    const LensGuessOptions& options,
                    const Execution& execution) {
  std::optional<double> told;
  if (options.told_focal_px && *options.told_focal_px > 0.2 * LongSide(format) &&
      *options.told_focal_px < 20 * LongSide(format)) {
    told = *options.told_focal_px / LongSide(format);
  }
  const std::vector<PhotoPair> telling = MostTelling(pairs, features, options);
  const auto best_of = [&](const std::vector<Hypothesis>& all) {
    std::vector<double> scores(all.size());
    ParallelFor(execution, all.size(), [&](size_t i) {
      scores[i] = Explained(all[i], telling, features, formats, options);
      if (all[i].model == LensModel::kFisheye) {
        scores[i] /= options.fisheye_gain;
      }
    });
    const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
    return std::make_pair(all[static_cast<size_t>(best)], scores[static_cast<size_t>(best)]);
  };
  auto [hypothesis, score] = best_of(Coarse(told));
  LensGuess guess;
  if (score <= 0) {
    guess.lens = LensOf({LensModel::kPinhole, told.value_or(1.07), 0}, format);
    return guess;
  }
  std::tie(hypothesis, score) = best_of(Around(hypothesis));
  guess.lens = LensOf(hypothesis, format);
  guess.explained = score;
  guess.camera_agrees = told && hypothesis.model == LensModel::kPinhole &&
                        std::abs(*told / hypothesis.focal_of_long_side - 1) < 0.15;
  return guess;
}

}  // namespace disan::panorama
