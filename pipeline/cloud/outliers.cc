#include "pipeline/cloud/outliers.h"

#include "pipeline/cloud/neighbours.h"
#include "pipeline/cloud/parallel_chunks.h"
#include "pipeline/cloud/spacing.h"

#include <algorithm>
#include <cmath>

namespace disan {

namespace {

struct Company {
  float mean_distance = 0.0F;
  bool lonely = false;
};

// Where the mean distance of an ordinary point ends.
double Threshold(const std::vector<Company>& companies, double deviations) {
  double sum = 0.0;
  double squares = 0.0;
  for (const Company& company : companies) {
    const auto distance = static_cast<double>(company.mean_distance);
    sum += distance;
    squares += distance * distance;
  }
  const auto count = static_cast<double>(companies.size());
  const double mean = sum / count;
  return mean + deviations * std::sqrt(std::max(0.0, squares / count - mean * mean));
}

}  // namespace

Outliers FindOutliers(const Execution& execution,
                      std::span<const Float3> points,
                      const OutlierOptions& options) {
  const Neighbours neighbours(points);
  const double spacing = MedianSpacing(execution, points, neighbours);
  const double radius = options.radius_spacings * spacing;
  std::vector<Company> companies(points.size());
  ParallelChunks(execution, points.size(), [&](size_t begin, size_t end) {
    std::vector<Neighbour> found;
    for (size_t i = begin; i < end; ++i) {
      neighbours.Nearest(points[i], std::max(options.neighbours, options.company) + 1, found);
      double sum = 0.0;
      for (const Neighbour& n : found) {
        sum += std::sqrt(static_cast<double>(n.squared_distance));
      }
      const auto others = static_cast<double>(std::max<size_t>(found.size(), 2) - 1);
      companies[i].mean_distance = static_cast<float>(sum / others);
      companies[i].lonely =
          found.size() <= options.company ||
          static_cast<double>(found[options.company].squared_distance) > radius * radius;
    }
  });
  Outliers outliers;
  if (points.empty()) {
    return outliers;
  }
  const double threshold = Threshold(companies, options.deviations);
  for (size_t i = 0; i < points.size(); ++i) {
    if (static_cast<double>(companies[i].mean_distance) > threshold) {
      ++outliers.statistical;
    } else if (companies[i].lonely && spacing > 0.0) {
      ++outliers.lonely;
    } else {
      outliers.kept.push_back(static_cast<uint32_t>(i));
    }
  }
  return outliers;
}

}  // namespace disan
