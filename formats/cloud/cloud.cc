#include "formats/cloud/cloud.h"

#include <algorithm>
#include <cmath>

namespace disan {

Double3 Pose::Rotate(const Double3& v) const {
  const auto& [w, x, y, z] = rotation_wxyz;
  // v + 2 q x (q x v + w v)
  const Double3 t{y * v[2] - z * v[1] + w * v[0],
                  z * v[0] - x * v[2] + w * v[1],
                  x * v[1] - y * v[0] + w * v[2]};
  return {v[0] + 2 * (y * t[2] - z * t[1]),
          v[1] + 2 * (z * t[0] - x * t[2]),
          v[2] + 2 * (x * t[1] - y * t[0])};
}

Double3 Pose::Apply(const Double3& point) const {
  const Double3 r = Rotate(point);
  return {r[0] + translation[0], r[1] + translation[1], r[2] + translation[2]};
}

Double3 Cloud::WorldPoint(size_t i) const {
  return {origin[0] + static_cast<double>(points[i][0]),
          origin[1] + static_cast<double>(points[i][1]),
          origin[2] + static_cast<double>(points[i][2])};
}

double CloudBounds::Diagonal() const {
  return std::hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
}

CloudBounds BoundsOf(const Cloud& cloud) {
  if (cloud.points.empty()) {
    return {};
  }
  Float3 low = cloud.points.front();
  Float3 high = low;
  for (const Float3& point : cloud.points) {
    for (size_t k = 0; k < 3; ++k) {
      low[k] = std::min(low[k], point[k]);
      high[k] = std::max(high[k], point[k]);
    }
  }
  CloudBounds bounds;
  for (size_t k = 0; k < 3; ++k) {
    bounds.min[k] = cloud.origin[k] + static_cast<double>(low[k]);
    bounds.max[k] = cloud.origin[k] + static_cast<double>(high[k]);
  }
  return bounds;
}

namespace {

template <typename T>
void Gather(const std::vector<T>& from, std::span<const uint32_t> indices, std::vector<T>& to) {
  if (from.empty()) {
    return;
  }
  to.reserve(indices.size());
  for (const uint32_t i : indices) {
    to.push_back(from[i]);
  }
}

template <typename T>
void Join(std::vector<T>& to, const std::vector<T>& more, bool keep) {
  if (keep) {
    to.insert(to.end(), more.begin(), more.end());
  } else {
    to.clear();
  }
}

}  // namespace

Cloud Select(const Cloud& cloud, std::span<const uint32_t> indices) {
  Cloud chosen;
  chosen.origin = cloud.origin;
  chosen.scans = cloud.scans;
  chosen.images = cloud.images;
  chosen.metres_per_unit = cloud.metres_per_unit;
  chosen.up = cloud.up;
  chosen.crs = cloud.crs;
  Gather(cloud.points, indices, chosen.points);
  Gather(cloud.colours, indices, chosen.colours);
  Gather(cloud.normals, indices, chosen.normals);
  Gather(cloud.intensities, indices, chosen.intensities);
  Gather(cloud.scan_of_points, indices, chosen.scan_of_points);
  return chosen;
}

void Append(Cloud& cloud, const Cloud& more) {
  const size_t before = cloud.size();
  const bool first = before == 0;
  if (first) {
    cloud.origin = more.origin;
  }
  if (cloud.scan_of_points.empty()) {
    cloud.scan_of_points.assign(before, 0);
  }
  const auto scans_before = static_cast<uint16_t>(cloud.scans.size());
  for (size_t i = 0; i < more.size(); ++i) {
    const Double3 world = more.WorldPoint(i);
    cloud.points.push_back({static_cast<float>(world[0] - cloud.origin[0]),
                            static_cast<float>(world[1] - cloud.origin[1]),
                            static_cast<float>(world[2] - cloud.origin[2])});
    cloud.scan_of_points.push_back(static_cast<uint16_t>(scans_before + more.ScanOf(i)));
  }
  Join(cloud.colours, more.colours, first || (!cloud.colours.empty() && !more.colours.empty()));
  Join(cloud.normals, more.normals, first || (!cloud.normals.empty() && !more.normals.empty()));
  Join(cloud.intensities,
       more.intensities,
       first || (!cloud.intensities.empty() && !more.intensities.empty()));
  cloud.scans.insert(cloud.scans.end(), more.scans.begin(), more.scans.end());
  cloud.images.insert(cloud.images.end(), more.images.begin(), more.images.end());
}

}  // namespace disan
