#include "formats/cloud/cloud.h"

namespace disan {

Double3 Pose::Rotate(const Double3& v) const {
  const Double3 axis{rotation_wxyz[1], rotation_wxyz[2], rotation_wxyz[3]};
  const Double3 turn = Cross(axis, v) + v * rotation_wxyz[0];
  return v + Cross(axis, turn) * 2.0;
}

Double3 Pose::Apply(const Double3& point) const {
  return Rotate(point) + translation;
}

Double3 Cloud::WorldPoint(size_t i) const {
  return origin + points[i].To<double>();
}

Bounds BoundsOf(const Cloud& cloud) {
  if (cloud.points.empty()) {
    return {};
  }
  const Bounds local = BoundsOf(cloud.points);
  return {cloud.origin + local.min, cloud.origin + local.max};
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
    cloud.points.push_back((more.WorldPoint(i) - cloud.origin).To<float>());
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
