// A small cloud that has everything: two scans with poses, colours, intensities.
#pragma once

#include "formats/cloud/cloud.h"

#include <cmath>
#include <string>

namespace disan::testing {

inline Cloud SampleCloud(size_t points = 60) {
  Cloud cloud;
  cloud.scans.resize(2);
  cloud.scans[0].name = "sân trước";
  cloud.scans[1].name = "hậu cung & <gác>";
  cloud.scans[1].world_from_scan = {{std::cos(0.4), 0, 0, std::sin(0.4)}, {2.5, -1.25, 0.5}};
  for (Scan& scan : cloud.scans) {
    scan.posed = true;
  }
  for (size_t i = 0; i < points; ++i) {
    const double t = static_cast<double>(i) * 0.37;
    cloud.points.push_back(
        Double3{3 * std::cos(t), 2 * std::sin(1.7 * t), 0.01 * static_cast<double>(i)}.To<float>());
    cloud.colours.push_back({static_cast<uint8_t>(i), static_cast<uint8_t>(3 * i), 200, 255});
    cloud.intensities.push_back(static_cast<uint16_t>(1000 * i));
    cloud.scan_of_points.push_back(i < points / 3 ? 0 : 1);
  }
  return cloud;
}

// The farthest that any point of one is from the same point of the other.
inline double FarthestApart(const Cloud& a, const Cloud& b) {
  double farthest = a.size() == b.size() ? 0.0 : 1e9;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    farthest = std::max(farthest, Length(a.WorldPoint(i) - b.WorldPoint(i)));
  }
  return farthest;
}

}  // namespace disan::testing
