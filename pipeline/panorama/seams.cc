#include "pipeline/panorama/seams.h"

#include "pipeline/panorama/seam_layers.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <opencv2/core.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>

namespace disan::panorama {

namespace {

constexpr double kCellWeight = 0.03;  // of a cell's own cost against differences, coarse grid
constexpr double kNoise = 6.0 / 765;  // differences below this are none
constexpr double kSeamCost = 0.01;    // of any seam, by length
constexpr int kBand = 3;              // cells to either side of a seam that may change hands

// Labels are positions in `layers`; -1 is nobody.
class Expansion {
 public:
  Expansion(const std::vector<SeamLayer>& layers, int width, std::vector<int16_t>& labels)
      : layers_(layers), width_(width), height_(width / 2), labels_(labels) {
    cell_weight_ = kCellWeight * 512 / width;
  }

  void StartWithCheapest() {
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        labels_[Index(x, y)] = Cheapest(x, y);
      }
    }
  }

  void Repair() {
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        const int16_t label = labels_[Index(x, y)];
        if (label < 0 || !layers_[static_cast<size_t>(label)].Sees(x, y)) {
          labels_[Index(x, y)] = Cheapest(x, y);
        }
      }
    }
  }

  // Lets photo `alpha` take over cells wherever that is cheaper as a whole; with `band` only near
  // existing seams.
  void Expand(int16_t alpha, const std::vector<uint8_t>* band) {
    const SeamLayer& layer = layers_[static_cast<size_t>(alpha)];
    std::vector<int> node(labels_.size(), -1);
    std::vector<uint32_t> cells;
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        const size_t i = Index(x, y);
        if (labels_[i] >= 0 && labels_[i] != alpha && layer.Sees(x, y) &&
            (band == nullptr || (*band)[i] != 0)) {
          node[i] = static_cast<int>(cells.size());
          cells.push_back(static_cast<uint32_t>(i));
        }
      }
    }
    if (cells.empty()) {
      return;
    }
    cv::detail::GCGraph<double> graph(static_cast<unsigned>(cells.size()),
                                      static_cast<unsigned>(cells.size() * 4));
    std::vector<double> keep(cells.size(), 0);  // cost of the old label
    std::vector<double> take(cells.size(), 0);  // cost of alpha
    for (size_t n = 0; n < cells.size(); ++n) {
      graph.addVtx();
    }
    for (size_t n = 0; n < cells.size(); ++n) {
      AddCell(graph, alpha, cells[n], node, keep, take);
    }
    for (size_t n = 0; n < cells.size(); ++n) {
      // The source side keeps: cutting the link to the source (taking) costs `take`.
      graph.addTermWeights(static_cast<int>(n), take[n], keep[n]);
    }
    graph.maxFlow();
    for (size_t n = 0; n < cells.size(); ++n) {
      if (!graph.inSourceSegment(static_cast<int>(n))) {
        labels_[cells[n]] = alpha;
      }
    }
  }

  std::vector<uint8_t> Band() const {
    std::vector<uint8_t> band(labels_.size(), 0);
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        const int16_t label = labels_[Index(x, y)];
        if (labels_[Index(x + 1, y)] != label ||
            (y + 1 < height_ && labels_[Index(x, y + 1)] != label)) {
          Mark(band, x, y);
        }
      }
    }
    return band;
  }

  // Mean difference over all seams, 0 to 1.
  double Disagreement() const {
    double sum = 0;
    double length = 0;
    for (int y = 0; y < height_; ++y) {
      const double size = Size(y);
      for (int x = 0; x < width_; ++x) {
        const int16_t a = labels_[Index(x, y)];
        const int16_t b = labels_[Index(x + 1, y)];
        if (a >= 0 && b >= 0 && a != b) {
          sum += Difference(a, b, x, y);
          length += 1;
        }
        const int16_t c = y + 1 < height_ ? labels_[Index(x, y + 1)] : a;
        if (a >= 0 && c >= 0 && a != c) {
          sum += Difference(a, c, x, y) * size;
          length += size;
        }
      }
    }
    return length > 0 ? sum / length : 0;
  }

 private:
  size_t Index(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x % width_);
  }
  double Size(int y) const {
    return std::max(0.02, std::cos((0.5 - (y + 0.5) / height_) * std::numbers::pi));
  }

  int16_t Cheapest(int x, int y) const {
    int16_t best = -1;
    uint8_t least = SeamCell::kUnseen;
    for (size_t i = 0; i < layers_.size(); ++i) {
      const uint8_t cost = layers_[i].At(x, y).cost;
      if (cost < least) {
        least = cost;
        best = static_cast<int16_t>(i);
      }
    }
    return best;
  }

  // Where only one of two photos sees, a change between them is dear.
  double Difference(int16_t a, int16_t b, int x, int y) const {
    const SeamCell& one = layers_[static_cast<size_t>(a)].At(x, y);
    const SeamCell& other = layers_[static_cast<size_t>(b)].At(x, y);
    if (one.cost == SeamCell::kUnseen || other.cost == SeamCell::kUnseen) {
      return 0.3;
    }
    int sum = 0;
    for (size_t c = 0; c < 3; ++c) {
      sum += std::abs(one.colour[c] - other.colour[c]);
    }
    return std::max(0.0, sum / 765.0 - kNoise);
  }

  double Step(int16_t a, int16_t b, int x, int y, int to_x, int to_y, double length) const {
    if (a == b) {
      return 0;
    }
    return length * (kSeamCost + Difference(a, b, x, y) + Difference(a, b, to_x, to_y));
  }

  void AddCell(cv::detail::GCGraph<double>& graph,
               int16_t alpha,
               uint32_t cell,
               const std::vector<int>& node,
               std::vector<double>& keep,
               std::vector<double>& take) const {
    const int x = static_cast<int>(cell % static_cast<uint32_t>(width_));
    const int y = static_cast<int>(cell / static_cast<uint32_t>(width_));
    const size_t n = static_cast<size_t>(node[cell]);
    const int16_t label = labels_[cell];
    const double area = cell_weight_ * Size(y) / 255;
    keep[n] += area * layers_[static_cast<size_t>(label)].At(x, y).cost;
    take[n] += area * layers_[static_cast<size_t>(alpha)].At(x, y).cost;
    const std::array<std::array<int, 2>, 4> steps = {{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
    for (size_t k = 0; k < steps.size(); ++k) {
      const int to_x = (x + steps[k][0] + width_) % width_;
      const int to_y = y + steps[k][1];
      if (to_y < 0 || to_y >= height_) {
        continue;
      }
      const size_t to = Index(to_x, to_y);
      const int16_t other = labels_[to];
      if (other < 0) {
        continue;
      }
      // A seam between left and right neighbours runs up and down, and the other way around.
      const double length = steps[k][0] != 0 ? 1 : Size(y);
      const double both_keep = Step(label, other, x, y, to_x, to_y, length);
      const double other_takes = Step(label, alpha, x, y, to_x, to_y, length);
      if (node[to] < 0) {
        keep[n] += both_keep;
        take[n] += Step(alpha, other, x, y, to_x, to_y, length);
      } else if (k < 2) {
        const double this_takes = Step(alpha, other, x, y, to_x, to_y, length);
        const size_t m = static_cast<size_t>(node[to]);
        // both keep A, other takes B, this takes C, both take 0 (Kolmogorov and Zabih).
        keep[n] += both_keep;
        take[n] += this_takes;
        take[m] -= this_takes;
        graph.addEdges(static_cast<int>(n),
                       static_cast<int>(m),
                       std::max(0.0, other_takes + this_takes - both_keep),
                       0);
      }
    }
  }

  void Mark(std::vector<uint8_t>& band, int x, int y) const {
    const int reach = std::min(width_ / 2, static_cast<int>(kBand / Size(y)));
    for (int v = std::max(0, y - kBand); v <= std::min(height_ - 1, y + kBand); ++v) {
      for (int u = x - reach; u <= x + reach; ++u) {
        band[Index(u + width_, v)] = 1;
      }
    }
  }

  const std::vector<SeamLayer>& layers_;
  int width_;
  int height_;
  std::vector<int16_t>& labels_;
  double cell_weight_;
};

std::vector<int16_t> Doubled(const std::vector<int16_t>& labels, int width) {
  std::vector<int16_t> doubled(labels.size() * 4);
  for (size_t i = 0; i < doubled.size(); ++i) {
    const size_t x = i % static_cast<size_t>(2 * width) / 2;
    const size_t y = i / static_cast<size_t>(2 * width) / 2;
    doubled[i] = labels[y * static_cast<size_t>(width) + x];
  }
  return doubled;
}

}  // namespace

SeamMap FindSeams(const std::vector<Image8>& small,
                  const std::vector<Camera>& cameras,
                  const std::vector<int>& photos,
                  const Light& light,
                  const SeamOptions& options,
                  const Execution& execution) {
  const int coarse = options.width / 2;
  std::vector<int16_t> labels(static_cast<size_t>(coarse) * static_cast<size_t>(coarse / 2));
  std::vector<SeamLayer> layers =
      LaySeamLayers(small, cameras, photos, light, {coarse, options.shifts}, execution);
  Expansion rough(layers, coarse, labels);
  rough.StartWithCheapest();
  for (int sweep = 0; sweep < options.sweeps; ++sweep) {
    for (size_t i = 0; i < layers.size(); ++i) {
      execution.CheckCancelled();
      rough.Expand(static_cast<int16_t>(i), nullptr);
    }
  }
  SeamMap map{options.width, Doubled(labels, coarse)};
  layers = LaySeamLayers(small, cameras, photos, light, {options.width, options.shifts}, execution);
  Expansion fine(layers, options.width, map.photo);
  fine.Repair();
  const std::vector<uint8_t> band = fine.Band();
  for (size_t i = 0; i < layers.size(); ++i) {
    execution.CheckCancelled();
    fine.Expand(static_cast<int16_t>(i), &band);
  }
  map.disagreement = fine.Disagreement();
  for (int16_t& label : map.photo) {
    label = label < 0 ? label : static_cast<int16_t>(photos[static_cast<size_t>(label)]);
  }
  return map;
}

}  // namespace disan::panorama
