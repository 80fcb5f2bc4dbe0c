#include "pipeline/panorama/matches.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>

namespace disan::panorama {

namespace {

constexpr size_t kFewestMatches = 6;

#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define DISAN_WIDE_VECTORS __attribute__((target_clones("avx2", "default"), optimize("O3")))
#else
#define DISAN_WIDE_VECTORS
#endif

// Dot products of one descriptor with `count` others. Integers: the same on every machine.
DISAN_WIDE_VECTORS void DotProducts(const int16_t* one,
                                    const int16_t* others,
                                    int count,
                                    int32_t* products) {
  for (int i = 0; i < count; ++i) {
    const int16_t* other = others + static_cast<ptrdiff_t>(i) * kDescriptorSize;
    int32_t sum = 0;
    for (int k = 0; k < kDescriptorSize; ++k) {
      sum += static_cast<int32_t>(one[k]) * static_cast<int32_t>(other[k]);
    }
    products[i] = sum;
  }
}

struct Best {
  int32_t first = std::numeric_limits<int32_t>::min();
  int32_t second = std::numeric_limits<int32_t>::min();
  int index = -1;

  void Offer(int32_t value, int candidate) {
    if (value > first) {
      second = first;
      first = value;
      index = candidate;
    } else if (value > second) {
      second = value;
    }
  }

  // Squared distances of unit descriptors: 2 - 2 dot.
  bool Distinct(double ratio) const {
    constexpr double kUnit = kDescriptorLength * kDescriptorLength;
    return index >= 0 && (1 - first / kUnit) < ratio * ratio * (1 - second / kUnit);
  }
};

// Mutual nearest neighbours among the strongest `most` of each that pass the ratio test.
std::vector<Match> MatchAll(const Features& a, const Features& b, int most, double ratio) {
  const int rows = std::min(most, static_cast<int>(a.descriptors.size()));
  const int columns = std::min(most, static_cast<int>(b.descriptors.size()));
  std::vector<Match> matches;
  if (rows < 2 || columns < 2) {
    return matches;
  }
  std::vector<Best> of_row(static_cast<size_t>(rows));
  std::vector<Best> of_column(static_cast<size_t>(columns));
  std::vector<int32_t> products(static_cast<size_t>(columns));
  for (int i = 0; i < rows; ++i) {
    DotProducts(a.descriptors[static_cast<size_t>(i)].data(),
                b.descriptors[0].data(),
                columns,
                products.data());
    for (int j = 0; j < columns; ++j) {
      of_row[static_cast<size_t>(i)].Offer(products[static_cast<size_t>(j)], j);
      of_column[static_cast<size_t>(j)].Offer(products[static_cast<size_t>(j)], i);
    }
  }
  for (int i = 0; i < rows; ++i) {
    const Best& best = of_row[static_cast<size_t>(i)];
    if (best.Distinct(ratio) && of_column[static_cast<size_t>(best.index)].index == i) {
      matches.push_back({i, best.index});
    }
  }
  return matches;
}

std::vector<std::pair<int, int>> EveryPair(int count) {
  std::vector<std::pair<int, int>> pairs;
  for (int i = 0; i < count; ++i) {
    for (int j = i + 1; j < count; ++j) {
      pairs.emplace_back(i, j);
    }
  }
  return pairs;
}

std::vector<std::pair<int, int>> CandidatePairs(const std::vector<Features>& features,
                                                const std::vector<int>& sequence,
                                                const MatchOptions& options,
                                                const Execution& execution) {
  const int count = static_cast<int>(features.size());
  const auto every = EveryPair(count);
  if (count < options.all_pairs_below) {
    return every;
  }
  std::vector<int> votes(every.size());
  ParallelFor(execution, every.size(), [&](size_t p) {
    votes[p] = static_cast<int>(MatchAll(features[static_cast<size_t>(every[p].first)],
                                         features[static_cast<size_t>(every[p].second)],
                                         options.votes_of,
                                         options.ratio)
                                    .size());
  });
  std::vector<std::vector<std::pair<int, int>>> partners(static_cast<size_t>(count));
  for (size_t p = 0; p < every.size(); ++p) {
    partners[static_cast<size_t>(every[p].first)].emplace_back(-votes[p], every[p].second);
    partners[static_cast<size_t>(every[p].second)].emplace_back(-votes[p], every[p].first);
  }
  std::set<std::pair<int, int>> chosen;
  for (int i = 0; i < count; ++i) {
    auto& ranked = partners[static_cast<size_t>(i)];
    std::sort(ranked.begin(), ranked.end());
    const size_t most = std::min(ranked.size(), static_cast<size_t>(options.partners));
    for (size_t k = 0; k < most && ranked[k].first <= -2; ++k) {
      chosen.insert(std::minmax(i, ranked[k].second));
    }
  }
  for (size_t i = 0; i < sequence.size(); ++i) {
    for (size_t k = 1; k <= static_cast<size_t>(options.neighbours) && i + k < sequence.size();
         ++k) {
      chosen.insert(std::minmax(sequence[i], sequence[i + k]));
    }
  }
  return {chosen.begin(), chosen.end()};
}

// The second photo's features in square cells, for questions of place.
class FeatureGrid {
 public:
  FeatureGrid(const Features& features, const Lens& lens, double cell_px)
      : features_(features),
        cell_px_(cell_px),
        columns_(static_cast<int>(lens.width_px / cell_px) + 1),
        rows_(static_cast<int>(lens.height_px / cell_px) + 1),
        cells_(static_cast<size_t>(columns_) * static_cast<size_t>(rows_)) {
    for (size_t i = 0; i < features.points.size(); ++i) {
      cells_[Cell(Column(features.points[i].x()), Row(features.points[i].y()))].push_back(
          static_cast<int>(i));
    }
  }

  template <typename Visit>
  void Near(const Eigen::Vector2d& place, double radius_px, const Visit& visit) const {
    const int last_row = Row(place.y() + radius_px);
    const int last_column = Column(place.x() + radius_px);
    for (int row = Row(place.y() - radius_px); row <= last_row; ++row) {
      for (int column = Column(place.x() - radius_px); column <= last_column; ++column) {
        for (const int i : cells_[Cell(column, row)]) {
          if ((features_.points[static_cast<size_t>(i)] - place).norm() <= radius_px) {
            visit(i);
          }
        }
      }
    }
  }

 private:
  int Column(double x) const { return std::clamp(static_cast<int>(x / cell_px_), 0, columns_ - 1); }
  int Row(double y) const { return std::clamp(static_cast<int>(y / cell_px_), 0, rows_ - 1); }
  size_t Cell(int column, int row) const {
    return static_cast<size_t>(row) * static_cast<size_t>(columns_) + static_cast<size_t>(column);
  }

  const Features& features_;
  double cell_px_;
  int columns_;
  int rows_;
  std::vector<std::vector<int>> cells_;
};

}  // namespace

std::vector<PhotoPair> MatchPhotos(const std::vector<Features>& features,
                                   const std::vector<int>& sequence,
                                   const MatchOptions& options,
                                   const Execution& execution) {
  const auto candidates = CandidatePairs(features, sequence, options, execution);
  std::vector<PhotoPair> pairs(candidates.size());
  ParallelFor(execution, candidates.size(), [&](size_t p) {
    const auto [first, second] = candidates[p];
    pairs[p] = {first,
                second,
                MatchAll(features[static_cast<size_t>(first)],
                         features[static_cast<size_t>(second)],
                         std::numeric_limits<int>::max(),
                         options.ratio)};
  });
  std::erase_if(pairs, [](const PhotoPair& pair) { return pair.matches.size() < kFewestMatches; });
  return pairs;
}

PhotoPair MatchNear(const std::vector<Features>& features,
                    const std::vector<Camera>& cameras,
                    std::pair<int, int> pair,
                    double radius_px) {
  constexpr double kNearRatio = 0.9;  // few candidates remain, so a little likeness is enough
  constexpr double kUnit = kDescriptorLength * kDescriptorLength;
  constexpr double kFarthest = 0.36;  // squared distance of unit descriptors
  const Features& a = features[static_cast<size_t>(pair.first)];
  const Features& b = features[static_cast<size_t>(pair.second)];
  const Camera& camera_a = cameras[static_cast<size_t>(pair.first)];
  const Camera& camera_b = cameras[static_cast<size_t>(pair.second)];
  const LensMap lens_a(camera_a.lens);
  const LensMap lens_b(camera_b.lens);
  const Eigen::Matrix3d b_from_a =
      camera_b.world_from_camera.transpose() * camera_a.world_from_camera;
  const FeatureGrid grid(b, camera_b.lens, std::max(radius_px, camera_b.lens.width_px / 64.0));
  std::vector<Best> of_b(b.points.size());
  std::vector<Best> of_a(a.points.size());
  for (size_t i = 0; i < a.points.size(); ++i) {
    Eigen::Vector2d place;
    if (!lens_b.Project(b_from_a * lens_a.Bearing(a.points[i]), place) ||
        !lens_b.Inside(place, -radius_px)) {
      continue;
    }
    grid.Near(place, radius_px, [&](int j) {
      int32_t product = 0;
      DotProducts(
          a.descriptors[i].data(), b.descriptors[static_cast<size_t>(j)].data(), 1, &product);
      of_a[i].Offer(product, j);
      of_b[static_cast<size_t>(j)].Offer(product, static_cast<int>(i));
    });
  }
  PhotoPair near{pair.first, pair.second, {}};
  for (size_t i = 0; i < a.points.size(); ++i) {
    const Best& best = of_a[i];
    const bool alone = best.index >= 0 && best.second == std::numeric_limits<int32_t>::min();
    if (best.index >= 0 && of_b[static_cast<size_t>(best.index)].index == static_cast<int>(i) &&
        2 - 2 * best.first / kUnit < kFarthest && (alone || best.Distinct(kNearRatio))) {
      near.matches.push_back({static_cast<int>(i), best.index});
    }
  }
  return near;
}

}  // namespace disan::panorama
