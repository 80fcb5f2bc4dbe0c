#include "pipeline/cloud/spacing.h"

#include "pipeline/cloud/parallel_chunks.h"

#include <algorithm>
#include <cmath>

namespace disan {

double MedianSpacing(const Execution& execution,
                     std::span<const Float3> points,
                     const Neighbours& neighbours) {
  constexpr size_t kSamples = 100000;
  constexpr size_t kCopies = 4;  // points at the same place that are looked through
  const size_t samples = std::min(points.size(), kSamples);
  std::vector<float> nearest(samples);
  ParallelChunks(execution, samples, [&](size_t begin, size_t end) {
    std::vector<Neighbour> found;
    for (size_t s = begin; s < end; ++s) {
      const size_t i = s * points.size() / samples;
      neighbours.Nearest(points[i], kCopies + 1, found);
      const auto other = std::find_if(
          found.begin(), found.end(), [](const Neighbour& n) { return n.squared_distance > 0.0F; });
      nearest[s] = other == found.end() ? 0.0F : other->squared_distance;
    }
  });
  std::erase(nearest, 0.0F);
  if (nearest.empty()) {
    return 0.0;
  }
  const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 2);
  std::nth_element(nearest.begin(), middle, nearest.end());
  return std::sqrt(static_cast<double>(*middle));
}

double MedianSpacing(const Execution& execution, std::span<const Float3> points) {
  return MedianSpacing(execution, points, Neighbours(points));
}

}  // namespace disan
