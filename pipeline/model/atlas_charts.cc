#include "pipeline/model/atlas_charts.h"

#include "formats/mesh/weld.h"
#include "pipeline/model/chart_growth.h"
#include "pipeline/model/edge_table.h"
#include "pipeline/model/flatten.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace disan {
namespace {

// Beyond these a chart is split: a texel of a face that lies under another is lost.
constexpr double kMostOverlap = 0.001;
constexpr double kMostStretch = 1.45;  // mean over the chart

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

// The part of the chart that lies over other faces of it, found on a fine grid.
double Overlap(const Chart& chart) {
  constexpr int kCells = 512;
  const float cell = std::max(std::max(chart.size.x, chart.size.y) / kCells, 1e-30F);
  std::vector<uint8_t> taken(static_cast<size_t>(kCells + 2) * (kCells + 2));
  double all = 0;
  double over = 0;
  for (size_t f = 0; f < chart.faces.size(); ++f) {
    const Float2* p = &chart.corners[f * 3];
    const float area = TwiceArea(p[0], p[1], p[2]);
    const auto [x0, x1] = std::minmax({p[0].x, p[1].x, p[2].x});
    const auto [y0, y1] = std::minmax({p[0].y, p[1].y, p[2].y});
    bool covered = false;
    all += static_cast<double>(std::abs(area));
    for (int pass = 0; pass < 2 && !covered; ++pass) {
      for (int y = static_cast<int>(y0 / cell); y <= static_cast<int>(y1 / cell); ++y) {
        for (int x = static_cast<int>(x0 / cell); x <= static_cast<int>(x1 / cell); ++x) {
          const Float2 q{(static_cast<float>(x) + 0.5F) * cell,
                         (static_cast<float>(y) + 0.5F) * cell};
          const float w0 = TwiceArea(p[1], p[2], q) / area;
          const float w1 = TwiceArea(p[2], p[0], q) / area;
          // Well inside: on a common edge both neighbours would claim the cell.
          if (!(w0 > 1e-3F && w1 > 1e-3F && w0 + w1 < 1 - 1e-3F)) {
            continue;
          }
          uint8_t& used = taken[static_cast<size_t>(y) * (kCells + 2) + static_cast<size_t>(x)];
          if (pass == 0 && used != 0) {
            covered = true;
          } else if (pass == 1) {
            used = 1;
          }
        }
      }
    }
    over += covered ? static_cast<double>(std::abs(area)) : 0.0;
  }
  return all > 0 ? over / all : 0;
}

}  // namespace

std::vector<Chart> MakeCharts(const Mesh& mesh, double cone_deg, const Execution& execution) {
  const std::vector<uint32_t> points = FirstOfEqualPositions(mesh.positions);
  const std::vector<uint32_t> opposite =
      OppositeSides(EdgeTable(mesh.triangles, points), mesh.triangles.size());
  std::vector<std::vector<uint32_t>> open = GrowCharts(mesh, opposite, cone_deg);
  std::vector<Chart> charts;
  Execution silent = execution;
  silent.progress = nullptr;
  while (!open.empty()) {
    std::vector<Chart> flat(open.size());
    std::vector<uint8_t> good(open.size());
    ParallelFor(silent, open.size(), [&](size_t i) {
      Flattening flattening = Flatten(mesh, points, open[i]);
      flat[i] = {.faces = std::move(open[i]), .corners = std::move(flattening.corners), .size = {}};
      TurnToLeastBox(flat[i]);
      good[i] = flat[i].faces.size() == 1 ||
                (flattening.flipped <= kMostOverlap && flattening.stretch <= kMostStretch &&
                 Overlap(flat[i]) <= kMostOverlap);
    });
    open.clear();
    for (size_t i = 0; i < flat.size(); ++i) {
      if (good[i] != 0) {
        charts.push_back(std::move(flat[i]));
        continue;
      }
      for (std::vector<uint32_t>& part : SplitChart(opposite, flat[i].faces)) {
        if (!part.empty()) {
          open.push_back(std::move(part));
        }
      }
    }
  }
  std::stable_sort(charts.begin(), charts.end(), [](const Chart& a, const Chart& b) {
    return a.size.x * a.size.y > b.size.x * b.size.y;
  });
  return charts;
}

}  // namespace disan
