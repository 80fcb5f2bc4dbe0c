#include "pipeline/panorama/groups.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <queue>
#include <random>
#include <set>

#include <Eigen/LU>
#include <Eigen/SVD>

namespace disan::panorama {

namespace {

using NumberPair = std::pair<int, int>;

// Turns the first photo's frame of pair (a, b) into b's, whichever way the pair is stored.
Eigen::Matrix3d Along(const std::vector<PairRotation>& pairs,
                      const std::map<NumberPair, size_t>& at,
                      int a,
                      int b) {
  const Eigen::Matrix3d& rotation = pairs[at.at(std::minmax(a, b))].second_from_first;
  return a < b ? rotation : Eigen::Matrix3d(rotation.transpose());
}

// How many third photos confirm each pair.
std::vector<int> Confirm(int photo_count,
                         const std::vector<PairRotation>& pairs,
                         const std::map<NumberPair, size_t>& at,
                         double loop_deg) {
  std::vector<int> confirmations(pairs.size(), 0);
  for (size_t p = 0; p < pairs.size(); ++p) {
    for (int k = 0; k < photo_count; ++k) {
      if (k == pairs[p].first || k == pairs[p].second ||
          !at.contains(std::minmax(pairs[p].first, k)) ||
          !at.contains(std::minmax(pairs[p].second, k))) {
        continue;
      }
      const Eigen::Matrix3d around =
          Along(pairs, at, k, pairs[p].second) * Along(pairs, at, pairs[p].first, k);
      confirmations[p] += AngleDeg(around, pairs[p].second_from_first) < loop_deg ? 1 : 0;
    }
  }
  return confirmations;
}

// Kruskal over the pairs, best first; returns the pairs of the forest.
std::vector<size_t> Forest(int photo_count,
                           const std::vector<PairRotation>& pairs,
                           const std::vector<size_t>& ranked) {
  std::vector<int> root(static_cast<size_t>(photo_count));
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&](int photo) {
    while (root[static_cast<size_t>(photo)] != photo) {
      photo = root[static_cast<size_t>(photo)];
    }
    return photo;
  };
  std::vector<size_t> forest;
  for (const size_t p : ranked) {
    const int a = find(pairs[p].first);
    const int b = find(pairs[p].second);
    if (a != b) {
      root[static_cast<size_t>(std::max(a, b))] = std::min(a, b);
      forest.push_back(p);
    }
  }
  return forest;
}

Group GrowFrom(int start,
               const std::vector<PairRotation>& pairs,
               const std::vector<size_t>& forest,
               std::vector<bool>& taken) {
  std::map<int, Eigen::Matrix3d> found{{start, Eigen::Matrix3d::Identity()}};
  std::queue<int> open;
  open.push(start);
  taken[static_cast<size_t>(start)] = true;
  while (!open.empty()) {
    const int photo = open.front();
    open.pop();
    for (const size_t p : forest) {
      const PairRotation& pair = pairs[p];
      if (pair.first != photo && pair.second != photo) {
        continue;
      }
      const int other = pair.first == photo ? pair.second : pair.first;
      if (found.contains(other)) {
        continue;
      }
      found[other] = pair.first == photo
                         ? Eigen::Matrix3d(found[photo] * pair.second_from_first.transpose())
                         : Eigen::Matrix3d(found[photo] * pair.second_from_first);
      taken[static_cast<size_t>(other)] = true;
      open.push(other);
    }
  }
  Group group;
  for (const auto& [photo, rotation] : found) {
    group.photos.push_back(photo);
    group.world_from_camera.push_back(rotation);
  }
  return group;
}

// Averages every photo's rotation over its pairs, a few rounds, far ones counting little.
void Relax(Group& group, const std::vector<PairRotation>& pairs, double loop_deg) {
  std::map<int, size_t> place;
  for (size_t i = 0; i < group.photos.size(); ++i) {
    place[group.photos[i]] = i;
  }
  for (int round = 0; round < 12; ++round) {
    std::vector<Eigen::Matrix3d> sums(group.photos.size(), Eigen::Matrix3d::Zero());
    for (const PairRotation& pair : pairs) {
      if (!place.contains(pair.first) || !place.contains(pair.second)) {
        continue;
      }
      const size_t a = place[pair.first];
      const size_t b = place[pair.second];
      const Eigen::Matrix3d first = group.world_from_camera[b] * pair.second_from_first;
      const Eigen::Matrix3d second =
          group.world_from_camera[a] * pair.second_from_first.transpose();
      const double off = AngleDeg(first, group.world_from_camera[a]) / loop_deg;
      const double weight = std::sqrt(pair.Weight()) / (1 + off * off * off * off);
      sums[a] += weight * first;
      sums[b] += weight * second;
    }
    for (size_t i = 0; i < sums.size(); ++i) {
      sums[i] += 1e-3 * group.world_from_camera[i];
      const Eigen::JacobiSVD<Eigen::Matrix3d> svd(sums[i],
                                                  Eigen::ComputeFullU | Eigen::ComputeFullV);
      Eigen::Matrix3d fix = Eigen::Matrix3d::Identity();
      fix(2, 2) = (svd.matrixU() * svd.matrixV().transpose()).determinant();
      group.world_from_camera[i] = svd.matrixU() * fix * svd.matrixV().transpose();
    }
  }
}

void KeepAgreeingPairs(Group& group, const std::vector<PairRotation>& pairs, double loop_deg) {
  group.pairs.clear();
  std::map<int, size_t> place;
  for (size_t i = 0; i < group.photos.size(); ++i) {
    place[group.photos[i]] = i;
  }
  for (size_t p = 0; p < pairs.size(); ++p) {
    if (place.contains(pairs[p].first) && place.contains(pairs[p].second)) {
      const Eigen::Matrix3d told = group.world_from_camera[place[pairs[p].second]].transpose() *
                                   group.world_from_camera[place[pairs[p].first]];
      if (AngleDeg(told, pairs[p].second_from_first) < loop_deg) {
        group.pairs.push_back(p);
      }
    }
  }
}

std::vector<Group> GroupsOf(int photo_count,
                            const std::vector<PairRotation>& pairs,
                            const std::vector<size_t>& forest) {
  std::vector<bool> taken(static_cast<size_t>(photo_count), false);
  std::vector<Group> groups;
  for (const size_t p : forest) {
    if (!taken[static_cast<size_t>(pairs[p].first)]) {
      groups.push_back(GrowFrom(pairs[p].first, pairs, forest, taken));
    }
  }
  return groups;
}

// Pairs that a third photo confirms, or that are strong alone.
std::vector<size_t> TrustedPairs(int photo_count,
                                 const std::vector<PairRotation>& pairs,
                                 const std::map<NumberPair, size_t>& at,
                                 const GroupOptions& options) {
  const std::vector<int> confirmations = Confirm(photo_count, pairs, at, options.loop_deg);
  std::vector<size_t> trusted;
  for (const auto& [edge, p] : at) {
    if (confirmations[p] > 0 || static_cast<int>(pairs[p].inliers.size()) >= options.lone_fewest) {
      trusted.push_back(p);
    }
  }
  return trusted;
}

// Most inliers first, shuffled by `chance` (in powers of e).
std::vector<size_t> Ranked(const std::vector<size_t>& trusted,
                           const std::vector<PairRotation>& pairs,
                           double chance,
                           std::mt19937_64& random) {
  std::vector<std::pair<double, size_t>> keyed;
  for (const size_t p : trusted) {
    // In [0, 1), by our own hands: the library's distributions differ between systems.
    const double drawn = static_cast<double>(random() >> 11U) * 0x1p-53;
    keyed.emplace_back(-std::log(pairs[p].Weight()) - chance * drawn, p);
  }
  std::sort(keyed.begin(), keyed.end());
  std::vector<size_t> ranked;
  for (const auto& [key, p] : keyed) {
    ranked.push_back(p);
  }
  return ranked;
}

// What speaks against a way to put photos together: photos over each other that should share many
// features and share none. Ground or walls that repeat tie photos together in the wrong place by
// many matches, but there the rest of what they show lies over something else. Pairs that have a
// rotation, only another one, are not counted: in the right place, too, a pair may have been
// fooled.
class Strangeness {
 public:
  Strangeness(const std::vector<PairRotation>& pairs,
              const std::vector<Features>& features,
              const std::vector<Lens>& lenses)
      : usual_share_(UsualShare(pairs)) {
    for (const PairRotation& pair : pairs) {
      if (!pair.inliers.empty()) {
        related_.insert({pair.first, pair.second});
      }
    }
    for (size_t i = 0; i < features.size(); ++i) {
      lenses_.emplace_back(lenses[i]);
      counts_.push_back(static_cast<double>(features[i].points.size()));
      samples_.emplace_back();
      const size_t step = features[i].points.size() / kSamples + 1;
      for (size_t k = 0; k < features[i].points.size(); k += step) {
        samples_.back().push_back(lenses_.back().Bearing(features[i].points[k]));
      }
    }
  }

  double Of(const Group& group) const {
    double sum = 0;
    for (size_t a = 0; a < group.photos.size(); ++a) {
      for (size_t b = a + 1; b < group.photos.size(); ++b) {
        if (!related_.contains({group.photos[a], group.photos[b]})) {
          sum += std::sqrt(PairWeight(usual_share_ * Shared(group, a, b), usual_share_));
        }
      }
    }
    return kWeight * sum;
  }

 private:
  static constexpr size_t kSamples = 40;
  static constexpr double kFewest = 60;   // features in an overlap that says anything
  static constexpr double kWeight = 0.5;  // of what is missing against what is found

  // Of the features in an overlap, those that are found again: the middle one of all pairs.
  static double UsualShare(const std::vector<PairRotation>& pairs) {
    std::vector<double> shares;
    for (const PairRotation& pair : pairs) {
      if (!pair.inliers.empty()) {
        shares.push_back(pair.share_of_overlap);
      }
    }
    if (shares.empty()) {
      return 0;
    }
    const auto middle = shares.begin() + static_cast<ptrdiff_t>(shares.size() / 2);
    std::nth_element(shares.begin(), middle, shares.end());
    return *middle;
  }

  // Features that both photos must see; of the poorer one.
  double Shared(const Group& group, size_t a, size_t b) const {
    const Eigen::Matrix3d b_from_a =
        group.world_from_camera[b].transpose() * group.world_from_camera[a];
    const size_t first = static_cast<size_t>(group.photos[a]);
    const size_t second = static_cast<size_t>(group.photos[b]);
    const double between = std::acos(std::clamp(b_from_a(2, 2), -1.0, 1.0));
    if (between > lenses_[first].HalfDiagonal() + lenses_[second].HalfDiagonal()) {
      return 0;
    }
    const double shared = std::min(Within(first, second, b_from_a) * counts_[first],
                                   Within(second, first, b_from_a.transpose()) * counts_[second]);
    return shared < kFewest ? 0 : shared;
  }

  // Share of `from`'s features inside `to`.
  double Within(size_t from, size_t to, const Eigen::Matrix3d& to_from_from) const {
    double inside = 0;
    for (const Eigen::Vector3d& bearing : samples_[from]) {
      Eigen::Vector2d pixel;
      inside += lenses_[to].Project(to_from_from * bearing, pixel) && lenses_[to].Inside(pixel, 0);
    }
    return samples_[from].empty() ? 0 : inside / static_cast<double>(samples_[from].size());
  }

  double usual_share_;
  std::set<NumberPair> related_;
  std::vector<LensMap> lenses_;
  std::vector<double> counts_;
  std::vector<std::vector<Eigen::Vector3d>> samples_;
};

}  // namespace

std::vector<Group> GroupPhotos(const std::vector<PairRotation>& pairs,
                               const std::vector<Features>& features,
                               const std::vector<Lens>& lenses,
                               const GroupOptions& options) {
  const int photo_count = static_cast<int>(features.size());
  const Strangeness strangeness(pairs, features, lenses);
  std::map<NumberPair, size_t> at;
  for (size_t p = 0; p < pairs.size(); ++p) {
    if (!pairs[p].inliers.empty()) {
      at[{pairs[p].first, pairs[p].second}] = p;
    }
  }
  const std::vector<size_t> trusted = TrustedPairs(photo_count, pairs, at, options);
  std::mt19937_64 random(options.seed);
  double best = -std::numeric_limits<double>::infinity();
  std::vector<Group> groups;
  for (int round = 0; round < options.forests; ++round) {
    const double chance = round == 0 ? 0 : 1.0 * (round % 4 + 1);
    const std::vector<size_t> ranked = Ranked(trusted, pairs, chance, random);
    std::vector<Group> tried = GroupsOf(photo_count, pairs, Forest(photo_count, pairs, ranked));
    double support = 0;
    for (Group& group : tried) {
      KeepAgreeingPairs(group, pairs, options.loop_deg);
      for (const size_t p : group.pairs) {
        support += std::sqrt(pairs[p].Weight());
      }
      support -= strangeness.Of(group);
    }
    if (support > best) {
      best = support;
      groups = std::move(tried);
    }
  }
  for (Group& group : groups) {
    Relax(group, pairs, options.loop_deg);
    KeepAgreeingPairs(group, pairs, options.loop_deg);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return a.photos.size() > b.photos.size();
  });
  return groups;
}

}  // namespace disan::panorama
