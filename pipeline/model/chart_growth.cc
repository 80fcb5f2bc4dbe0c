#include "pipeline/model/chart_growth.h"

#include "pipeline/model/edge_table.h"
#include "pipeline/model/ray_scene.h"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <numbers>
#include <queue>
#include <unordered_map>

namespace disan {
namespace {

constexpr uint32_t kNoChart = 0xFFFFFFFF;
constexpr int kRounds = 3;                // of growing again from better seeds
constexpr double kSmallArea = 0.012;      // of the whole: charts below go to a neighbour
constexpr double kMergeConeSlack = 1.35;  // how much wider the cone may get by that
constexpr double kFittingArea = 0.9;      // of the small chart has to lie within that cone
constexpr double kSmoothing = 0.02;       // of the diagonal: finer folds do not part charts
constexpr size_t kMostSmoothing = 80;     // rounds
constexpr int kBorderRounds = 6;

struct Offer {
  float cost;
  uint32_t face;
  uint32_t chart;
  bool operator<(const Offer& other) const {
    return cost != other.cost   ? cost > other.cost
           : face != other.face ? face > other.face
                                : chart > other.chart;
  }
};

class ChartGrower {
 public:
  ChartGrower(const Mesh& mesh, const std::vector<uint32_t>& opposite, double cone_deg)
      : mesh_(mesh),
        opposite_(opposite),
        least_cosine_(static_cast<float>(std::cos(cone_deg * std::numbers::pi / 180))),
        merge_cosine_(static_cast<float>(
            std::cos(std::min(cone_deg * kMergeConeSlack, 85.0) * std::numbers::pi / 180))),
        chart_(mesh.triangles.size(), kNoChart),
        normal_(mesh.triangles.size()) {
    for (uint32_t t = 0; t < normal_.size(); ++t) {
      normal_[t] = AreaNormal(mesh, t);
    }
    Smooth();
  }

  std::vector<std::vector<uint32_t>> Run() {
    Seed();
    for (int round = 0; round < kRounds; ++round) {
      Grow();
      if (round + 1 < kRounds) {
        MoveSeeds();
      }
    }
    for (int pass = 0; pass < 3; ++pass) {
      SmoothBorders();
      MergeSmall();
    }
    return Pieces();
  }

 private:
  // Directions spread over a patch of the surface; a face keeps its area as the length.
  void Smooth() {
    std::vector<float> area(normal_.size());
    double total = 0;
    for (size_t t = 0; t < normal_.size(); ++t) {
      area[t] = Length(normal_[t]) / 2;
      total += static_cast<double>(area[t]);
    }
    // Directions wander about a face's width times the square root of the rounds.
    const double width = std::sqrt(total / static_cast<double>(std::max<size_t>(area.size(), 1)));
    const double reach = kSmoothing * BoundsOf(mesh_.positions).Diagonal() / std::max(width, 1e-30);
    const size_t rounds = std::min(kMostSmoothing, static_cast<size_t>(2 * reach * reach));
    std::vector<Float3> next(normal_.size());
    for (size_t round = 0; round < rounds; ++round) {
      for (uint32_t t = 0; t < normal_.size(); ++t) {
        Float3 sum = normal_[t];
        for (uint32_t side = t * 3; side < t * 3 + 3; ++side) {
          sum = opposite_[side] == kNoSide ? sum : sum + normal_[opposite_[side] / 3];
        }
        next[t] = sum * 0.25F;
      }
      normal_.swap(next);
    }
    for (size_t t = 0; t < normal_.size(); ++t) {
      normal_[t] = Normalized(normal_[t]) * area[t];
    }
  }

  // Borders that zigzag are long: a face with two sides on another chart goes over to it.
  void SmoothBorders() {
    for (int round = 0; round < kBorderRounds; ++round) {
      for (uint32_t t = 0; t < chart_.size(); ++t) {
        std::array<uint32_t, 3> beside{};
        for (size_t k = 0; k < 3; ++k) {
          const uint32_t side = opposite_[t * 3 + k];
          beside[k] = side == kNoSide ? kNoChart : chart_[side / 3];
        }
        for (size_t k = 0; k < 3; ++k) {
          const uint32_t other = beside[k];
          if (other != kNoChart && other != chart_[t] && other == beside[(k + 1) % 3]) {
            chart_[t] = other;
          }
        }
      }
    }
  }

  // One direction after the other: a first growth that opens a chart wherever none reaches.
  void Seed() {
    std::fill(chart_.begin(), chart_.end(), kNoChart);
    for (uint32_t t = 0; t < chart_.size(); ++t) {
      if (chart_[t] != kNoChart) {
        continue;
      }
      const auto chart = static_cast<uint32_t>(axis_.size());
      axis_.push_back(Normalized(normal_[t]));
      seed_.push_back(t);
      chart_[t] = chart;
      std::deque<uint32_t> open = {t};
      Float3 sum = normal_[t];
      while (!open.empty()) {
        const uint32_t face = open.front();
        open.pop_front();
        for (uint32_t side = face * 3; side < face * 3 + 3; ++side) {
          const uint32_t next = opposite_[side] == kNoSide ? kNoChart : opposite_[side] / 3;
          if (next != kNoChart && chart_[next] == kNoChart &&
              Dot(Normalized(normal_[next]), Normalized(sum)) > least_cosine_ + 0.1F) {
            chart_[next] = chart;
            sum = sum + normal_[next];
            open.push_back(next);
          }
        }
      }
      axis_[chart] = Normalized(sum);
    }
    MoveSeeds();
  }

  // Every chart grows at once from its seed, the best fitting faces first.
  void Grow() {
    std::fill(chart_.begin(), chart_.end(), kNoChart);
    std::priority_queue<Offer> queue;
    for (uint32_t c = 0; c < seed_.size(); ++c) {
      queue.push({-1, seed_[c], c});
    }
    GrowFrom(queue);
    for (uint32_t t = 0; t < chart_.size(); ++t) {
      if (chart_[t] == kNoChart) {
        seed_.push_back(t);
        axis_.push_back(Normalized(normal_[t]));
        queue.push({-1, t, static_cast<uint32_t>(seed_.size() - 1)});
        GrowFrom(queue);
      }
    }
  }

  void GrowFrom(std::priority_queue<Offer>& queue) {
    while (!queue.empty()) {
      const Offer offer = queue.top();
      queue.pop();
      if (chart_[offer.face] != kNoChart) {
        continue;
      }
      chart_[offer.face] = offer.chart;
      for (uint32_t side = offer.face * 3; side < offer.face * 3 + 3; ++side) {
        if (opposite_[side] == kNoSide || chart_[opposite_[side] / 3] != kNoChart) {
          continue;
        }
        const uint32_t next = opposite_[side] / 3;
        const Float3 n = Normalized(normal_[next]);
        const float cosine = Dot(n, axis_[offer.chart]);
        if (cosine > least_cosine_ || n == Float3{}) {
          // The bend at the edge counts too: seams settle in folds, where they hide.
          const float bend = 1 - Dot(n, Normalized(normal_[offer.face]));
          queue.push({offer.cost < 0 ? 1 - cosine + bend : offer.cost * 0.5F + 1 - cosine + bend,
                      next,
                      offer.chart});
        }
      }
    }
  }

  // The axis becomes the mean of its faces, the seed the face that fits it best near the middle.
  void MoveSeeds() {
    std::vector<Float3> sum(axis_.size());
    std::vector<Double3> middle(axis_.size());
    std::vector<double> area(axis_.size());
    for (uint32_t t = 0; t < chart_.size(); ++t) {
      const uint32_t c = chart_[t];
      const double a = static_cast<double>(Length(normal_[t]));
      sum[c] = sum[c] + normal_[t];
      middle[c] = middle[c] + Middle(t) * a;
      area[c] += a;
    }
    std::vector<double> best(axis_.size(), std::numeric_limits<double>::infinity());
    for (uint32_t c = 0; c < axis_.size(); ++c) {
      axis_[c] = Normalized(sum[c]);
      middle[c] = middle[c] * (1 / std::max(area[c], 1e-300));
    }
    std::vector<uint32_t> seed(axis_.size(), kNoChart);
    for (uint32_t t = 0; t < chart_.size(); ++t) {
      const uint32_t c = chart_[t];
      const double away = Length(Middle(t) - middle[c]) / std::sqrt(std::max(area[c], 1e-300));
      const double cost = away + 1 - static_cast<double>(Dot(Normalized(normal_[t]), axis_[c]));
      if (cost < best[c]) {
        best[c] = cost;
        seed[c] = t;
      }
    }
    size_t kept = 0;
    for (uint32_t c = 0; c < seed.size(); ++c) {
      if (seed[c] != kNoChart) {
        seed_[kept] = seed[c];
        axis_[kept++] = axis_[c];
      }
    }
    seed_.resize(kept);
    axis_.resize(kept);
  }

  Double3 Middle(uint32_t t) const {
    const Triangle& c = mesh_.triangles[t];
    return (mesh_.positions[c[0]].To<double>() + mesh_.positions[c[1]].To<double>() +
            mesh_.positions[c[2]].To<double>()) *
           (1.0 / 3);
  }

  // Small charts join the neighbour with the longest common border that can take all their faces.
  void MergeSmall() {
    std::vector<std::vector<uint32_t>> faces(axis_.size());
    std::vector<double> area(axis_.size());
    double total = 0;
    for (uint32_t t = 0; t < chart_.size(); ++t) {
      faces[chart_[t]].push_back(t);
      const auto own = static_cast<double>(Length(normal_[t]));
      area[chart_[t]] += own;
      total += own;
    }
    std::vector<uint32_t> order;
    for (uint32_t c = 0; c < faces.size(); ++c) {
      if (!faces[c].empty() && area[c] < kSmallArea * total) {
        order.push_back(c);
      }
    }
    std::stable_sort(
        order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return area[a] < area[b]; });
    for (const uint32_t c : order) {
      std::vector<std::pair<uint32_t, float>> border;
      for (const uint32_t t : faces[c]) {
        for (uint32_t side = t * 3; side < t * 3 + 3; ++side) {
          if (opposite_[side] == kNoSide || chart_[opposite_[side] / 3] == c) {
            continue;
          }
          const Float3 a = mesh_.positions[mesh_.triangles[t][side % 3]];
          const Float3 b = mesh_.positions[mesh_.triangles[t][(side + 1 - t * 3) % 3]];
          border.emplace_back(chart_[opposite_[side] / 3], Length(b - a));
        }
      }
      const uint32_t into = BestNeighbour(faces[c], border);
      if (into != kNoChart) {
        for (const uint32_t t : faces[c]) {
          chart_[t] = into;
          faces[into].push_back(t);
        }
        faces[c].clear();
      }
    }
  }

  uint32_t BestNeighbour(const std::vector<uint32_t>& faces,
                         std::vector<std::pair<uint32_t, float>>& border) const {
    std::sort(border.begin(), border.end());
    uint32_t best = kNoChart;
    float longest = 0;
    for (size_t i = 0; i < border.size();) {
      const uint32_t chart = border[i].first;
      float length = 0;
      for (; i < border.size() && border[i].first == chart; ++i) {
        length += border[i].second;
      }
      double fitting = 0;
      double all = 0;
      for (const uint32_t t : faces) {
        const auto own = static_cast<double>(Length(normal_[t]));
        all += own;
        fitting += Dot(Normalized(normal_[t]), axis_[chart]) > merge_cosine_ ? own : 0.0;
      }
      if (fitting >= kFittingArea * all && length > longest) {
        longest = length;
        best = chart;
      }
    }
    return best;
  }

  // Charts as connected lists of faces, in order of their first face.
  std::vector<std::vector<uint32_t>> Pieces() const {
    std::vector<std::vector<uint32_t>> pieces;
    std::vector<bool> seen(chart_.size());
    for (uint32_t start = 0; start < chart_.size(); ++start) {
      if (seen[start]) {
        continue;
      }
      std::vector<uint32_t> piece = {start};
      seen[start] = true;
      for (size_t i = 0; i < piece.size(); ++i) {
        for (uint32_t side = piece[i] * 3; side < piece[i] * 3 + 3; ++side) {
          const uint32_t next = opposite_[side] == kNoSide ? kNoChart : opposite_[side] / 3;
          if (next != kNoChart && !seen[next] && chart_[next] == chart_[start]) {
            seen[next] = true;
            piece.push_back(next);
          }
        }
      }
      pieces.push_back(std::move(piece));
    }
    return pieces;
  }

  const Mesh& mesh_;
  const std::vector<uint32_t>& opposite_;
  float least_cosine_;
  float merge_cosine_;
  std::vector<uint32_t> chart_;
  std::vector<Float3> normal_;  // smoothed; as long as the face is large
  std::vector<Float3> axis_;
  std::vector<uint32_t> seed_;
};

// Faces of one chart and how they hang together.
class ChartSplitter {
 public:
  ChartSplitter(const std::vector<uint32_t>& opposite, const std::vector<uint32_t>& faces)
      : opposite_(opposite), faces_(faces), part_(faces.size(), kNoChart) {
    for (uint32_t i = 0; i < faces.size(); ++i) {
      local_.emplace(faces[i], i);
    }
  }

  std::vector<std::vector<uint32_t>> Run() {
    // The ends of the longest way through the chart, nearly.
    const uint32_t a = Reach({0}).back();
    const uint32_t b = Reach({a}).back();
    Reach({a, b});
    uint32_t parts = 2;
    for (uint32_t i = 0; i < part_.size(); ++i) {
      if (part_[i] == kNoChart) {
        Flood(i, parts++);
      }
    }
    std::vector<std::vector<uint32_t>> out(parts);
    for (uint32_t i = 0; i < part_.size(); ++i) {
      out[part_[i]].push_back(faces_[i]);
    }
    return out;
  }

 private:
  // All that can be reached, nearest first, and which start is the nearest to each.
  std::vector<uint32_t> Reach(const std::vector<uint32_t>& starts) {
    std::fill(part_.begin(), part_.end(), kNoChart);
    std::vector<uint32_t> order;
    for (uint32_t s = 0; s < starts.size(); ++s) {
      if (part_[starts[s]] == kNoChart) {
        part_[starts[s]] = s;
        order.push_back(starts[s]);
      }
    }
    Spread(order);
    return order;
  }

  void Flood(uint32_t start, uint32_t part) {
    part_[start] = part;
    std::vector<uint32_t> order = {start};
    Spread(order);
  }

  void Spread(std::vector<uint32_t>& order) {
    for (size_t i = 0; i < order.size(); ++i) {
      const uint32_t face = faces_[order[i]];
      for (uint32_t side = face * 3; side < face * 3 + 3; ++side) {
        if (opposite_[side] == kNoSide) {
          continue;
        }
        const auto next = local_.find(opposite_[side] / 3);
        if (next != local_.end() && part_[next->second] == kNoChart) {
          part_[next->second] = part_[order[i]];
          order.push_back(next->second);
        }
      }
    }
  }

  const std::vector<uint32_t>& opposite_;
  const std::vector<uint32_t>& faces_;
  std::vector<uint32_t> part_;
  std::unordered_map<uint32_t, uint32_t> local_;
};

}  // namespace

std::vector<std::vector<uint32_t>> GrowCharts(const Mesh& mesh,
                                              const std::vector<uint32_t>& opposite,
                                              double cone_deg) {
  return ChartGrower(mesh, opposite, cone_deg).Run();
}

std::vector<std::vector<uint32_t>> SplitChart(const std::vector<uint32_t>& opposite,
                                              const std::vector<uint32_t>& faces) {
  return ChartSplitter(opposite, faces).Run();
}

}  // namespace disan
