#include "pipeline/model/atlas_charts.h"

#include "formats/mesh/weld.h"
#include "pipeline/model/edge_table.h"
#include "pipeline/model/ray_scene.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <numbers>
#include <queue>

namespace disan {
namespace {

constexpr uint32_t kNoChart = 0xFFFFFFFF;
constexpr int kRounds = 3;                // of growing again from better seeds
constexpr size_t kSmallFaces = 24;        // charts below are offered to their neighbours
constexpr double kMergeConeSlack = 1.25;  // how much wider the cone may get by that

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
  ChartGrower(const Mesh& mesh, double cone_deg)
      : mesh_(mesh),
        least_cosine_(static_cast<float>(std::cos(cone_deg * std::numbers::pi / 180))),
        merge_cosine_(static_cast<float>(
            std::cos(std::min(cone_deg * kMergeConeSlack, 75.0) * std::numbers::pi / 180))),
        chart_(mesh.triangles.size(), kNoChart),
        normal_(mesh.triangles.size()) {
    opposite_ = OppositeSides(EdgeTable(mesh.triangles, FirstOfEqualPositions(mesh.positions)),
                              mesh.triangles.size());
    for (uint32_t t = 0; t < normal_.size(); ++t) {
      normal_[t] = AreaNormal(mesh, t);
    }
  }

  std::vector<std::vector<uint32_t>> Run() {
    Seed();
    for (int round = 0; round < kRounds; ++round) {
      Grow();
      if (round + 1 < kRounds) {
        MoveSeeds();
      }
    }
    MergeSmall();
    return Pieces();
  }

 private:
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
    for (uint32_t t = 0; t < chart_.size(); ++t) {
      faces[chart_[t]].push_back(t);
    }
    std::vector<uint32_t> order;
    for (uint32_t c = 0; c < faces.size(); ++c) {
      if (!faces[c].empty() && faces[c].size() < kSmallFaces) {
        order.push_back(c);
      }
    }
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return faces[a].size() < faces[b].size();
    });
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
      const bool fits = std::all_of(faces.begin(), faces.end(), [&](uint32_t t) {
        return Dot(Normalized(normal_[t]), axis_[chart]) > merge_cosine_;
      });
      if (fits && length > longest) {
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
  float least_cosine_;
  float merge_cosine_;
  std::vector<uint32_t> chart_;
  std::vector<Float3> normal_;
  std::vector<uint32_t> opposite_;
  std::vector<Float3> axis_;
  std::vector<uint32_t> seed_;
};

// Looking down the mean normal.
void Project(const Mesh& mesh, Chart& chart) {
  Float3 sum;
  for (const uint32_t t : chart.faces) {
    sum = sum + AreaNormal(mesh, t);
  }
  const Float3 n = Normalized(sum) == Float3{} ? Float3{0, 1, 0} : Normalized(sum);
  const Float3 x = Normalized(Cross(std::abs(n.y) < 0.9F ? Float3{0, 1, 0} : Float3{1, 0, 0}, n));
  const Float3 y = Cross(n, x);
  chart.corners.clear();
  for (const uint32_t t : chart.faces) {
    for (const uint32_t v : mesh.triangles[t]) {
      // v counts downwards in a picture.
      chart.corners.push_back({Dot(mesh.positions[v], x), -Dot(mesh.positions[v], y)});
    }
  }
}

// Turned by the multiple of 3 degrees with the least rectangle, lying on its longer side.
void TurnToLeastBox(Chart& chart) {
  float best_area = std::numeric_limits<float>::infinity();
  float best_angle = 0;
  const auto box = [&](float angle, Float2& low, Float2& high) {
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    low = {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity()};
    high = {-low.x, -low.y};
    for (const Float2& p : chart.corners) {
      const Float2 q{c * p.x - s * p.y, s * p.x + c * p.y};
      low = {std::min(low.x, q.x), std::min(low.y, q.y)};
      high = {std::max(high.x, q.x), std::max(high.y, q.y)};
    }
  };
  Float2 low;
  Float2 high;
  for (int step = 0; step < 60; ++step) {
    const float angle = static_cast<float>(step) * std::numbers::pi_v<float> / 60;
    box(angle, low, high);
    const float area = (high.x - low.x) * (high.y - low.y);
    if (high.x - low.x >= high.y - low.y && area < best_area * 0.999F) {
      best_area = area;
      best_angle = angle;
    }
  }
  box(best_angle, low, high);
  const float c = std::cos(best_angle);
  const float s = std::sin(best_angle);
  for (Float2& p : chart.corners) {
    p = {c * p.x - s * p.y - low.x, s * p.x + c * p.y - low.y};
  }
  chart.size = {high.x - low.x, high.y - low.y};
}

float Twice(const Float2& a, const Float2& b, const Float2& c) {
  return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

// Faces that lie over other faces of the same chart, found on a fine grid; empty for most charts.
std::vector<bool> OverlappingFaces(const Chart& chart) {
  constexpr int kCells = 512;
  const float cell = std::max(std::max(chart.size.x, chart.size.y) / kCells, 1e-30F);
  std::vector<uint8_t> taken(static_cast<size_t>(kCells + 2) * (kCells + 2));
  std::vector<bool> over(chart.faces.size());
  for (size_t f = 0; f < chart.faces.size(); ++f) {
    const Float2* p = &chart.corners[f * 3];
    const float area = Twice(p[0], p[1], p[2]);
    const auto [x0, x1] = std::minmax({p[0].x, p[1].x, p[2].x});
    const auto [y0, y1] = std::minmax({p[0].y, p[1].y, p[2].y});
    for (int pass = 0; pass < 2 && !over[f]; ++pass) {
      for (int y = static_cast<int>(y0 / cell); y <= static_cast<int>(y1 / cell); ++y) {
        for (int x = static_cast<int>(x0 / cell); x <= static_cast<int>(x1 / cell); ++x) {
          const Float2 q{(static_cast<float>(x) + 0.5F) * cell,
                         (static_cast<float>(y) + 0.5F) * cell};
          const float w0 = Twice(p[1], p[2], q) / area;
          const float w1 = Twice(p[2], p[0], q) / area;
          // Well inside: on a common edge both neighbours would claim the cell.
          if (!(w0 > 1e-3F && w1 > 1e-3F && w0 + w1 < 1 - 1e-3F)) {
            continue;
          }
          uint8_t& used = taken[static_cast<size_t>(y) * (kCells + 2) + static_cast<size_t>(x)];
          if (pass == 0 && used != 0) {
            over[f] = true;
          } else if (pass == 1) {
            used = 1;
          }
        }
      }
    }
  }
  return over;
}

}  // namespace

std::vector<Chart> MakeCharts(const Mesh& mesh, double cone_deg) {
  std::deque<Chart> open;
  for (std::vector<uint32_t>& faces : ChartGrower(mesh, cone_deg).Run()) {
    open.push_back({.faces = std::move(faces)});
  }
  std::vector<Chart> charts;
  while (!open.empty()) {
    Chart chart = std::move(open.front());
    open.pop_front();
    Project(mesh, chart);
    TurnToLeastBox(chart);
    const std::vector<bool> over = OverlappingFaces(chart);
    if (chart.faces.size() > 1 && std::find(over.begin(), over.end(), true) != over.end()) {
      Chart below;
      Chart above;
      for (size_t f = 0; f < over.size(); ++f) {
        (over[f] ? above : below).faces.push_back(chart.faces[f]);
      }
      open.push_back(std::move(below));
      open.push_back(std::move(above));
      continue;
    }
    charts.push_back(std::move(chart));
  }
  std::stable_sort(charts.begin(), charts.end(), [](const Chart& a, const Chart& b) {
    return a.size.x * a.size.y > b.size.x * b.size.y;
  });
  return charts;
}

}  // namespace disan
