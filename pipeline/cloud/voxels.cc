#include "pipeline/cloud/voxels.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace disan {

namespace {

struct Cell {
  int64_t x = 0;
  int64_t y = 0;
  int64_t z = 0;
  uint32_t point = 0;

  auto Key() const { return std::tie(x, y, z); }
};

}  // namespace

Cloud ThinToVoxels(const Cloud& cloud, double voxel) {
  std::vector<Cell> cells(cloud.size());
  for (size_t i = 0; i < cloud.size(); ++i) {
    const Double3 p = cloud.points[i].To<double>() * (1.0 / voxel);
    cells[i] = {static_cast<int64_t>(std::floor(p.x)),
                static_cast<int64_t>(std::floor(p.y)),
                static_cast<int64_t>(std::floor(p.z)),
                static_cast<uint32_t>(i)};
  }
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
    return a.Key() < b.Key() || (a.Key() == b.Key() && a.point < b.point);
  });
  Cloud thin;
  thin.origin = cloud.origin;
  thin.scans = cloud.scans;
  for (size_t begin = 0; begin < cells.size();) {
    Double3 place;
    Double3 colour;
    size_t end = begin;
    for (; end < cells.size() && cells[end].Key() == cells[begin].Key(); ++end) {
      const uint32_t i = cells[end].point;
      place = place + cloud.points[i].To<double>();
      if (!cloud.colours.empty()) {
        const Rgba8& c = cloud.colours[i];
        colour = colour + Double3{double(c.r), double(c.g), double(c.b)};
      }
    }
    const double share = 1.0 / static_cast<double>(end - begin);
    thin.points.push_back((place * share).To<float>());
    if (!cloud.colours.empty()) {
      colour = colour * share;
      thin.colours.push_back({ByteFrom(colour.x), ByteFrom(colour.y), ByteFrom(colour.z), 255});
    }
    begin = end;
  }
  return thin;
}

}  // namespace disan
