// Rejected: ball pivoting and alpha shapes keep every error of the points as it is, so that the
// noise of the scanner would be in the model.
#include "pipeline/cloud/reconstruction.h"

#include "pipeline/cloud/neighbours.h"
#include "pipeline/cloud/normals.h"
#include "pipeline/cloud/parallel_chunks.h"
#include "pipeline/cloud/spacing.h"

#include <algorithm>
#include <cmath>

#include <open3d/geometry/PointCloud.h>
#include <open3d/geometry/TriangleMesh.h>
#include <open3d/utility/Logging.h>

namespace disan {

namespace {

constexpr float kPoissonScale = 1.1F;  // the cube that is solved in, against the points' own
constexpr int kLeastDepth = 4;

std::vector<Float3> NormalsOf(const Execution& execution,
                              const Cloud& cloud,
                              const Neighbours& neighbours) {
  const bool complete =
      cloud.normals.size() == cloud.size() &&
      std::all_of(cloud.normals.begin(), cloud.normals.end(), [](const Float3& normal) {
        return std::abs(Length(normal) - 1.0F) < 0.1F;
      });
  return complete ? cloud.normals : EstimateNormals(execution, cloud, neighbours);
}

int DepthFor(const Bounds& bounds, double cell, int most) {
  const Double3 size = bounds.max - bounds.min;
  const double extent = std::max({size.x, size.y, size.z}) * static_cast<double>(kPoissonScale);
  const int depth = static_cast<int>(std::ceil(std::log2(extent / cell)));
  return std::clamp(depth, kLeastDepth, most);
}

open3d::geometry::PointCloud ToOpen3d(const Cloud& cloud, const std::vector<Float3>& normals) {
  open3d::geometry::PointCloud points;
  points.points_.reserve(cloud.size());
  points.normals_.reserve(cloud.size());
  for (size_t i = 0; i < cloud.size(); ++i) {
    const Double3 p = cloud.points[i].To<double>();
    const Double3 n = normals[i].To<double>();
    points.points_.emplace_back(p.x, p.y, p.z);
    points.normals_.emplace_back(n.x, n.y, n.z);
  }
  return points;
}

// How far the points around each point are: the distance to the sixth neighbour.
float LocalReach(const Neighbours& neighbours, const Float3& place, std::vector<Neighbour>& found) {
  constexpr size_t kRing = 6;
  neighbours.Nearest(place, kRing + 1, found);
  return found.empty() ? 0.0F : std::sqrt(found.back().squared_distance);
}

// Vertices that the data supports.
std::vector<uint8_t> Supported(const Execution& execution,
                               const std::vector<Float3>& vertices,
                               const Cloud& cloud,
                               const Neighbours& neighbours,
                               double reach_spacings) {
  // The sixth neighbour of an even sampling is about 1.4 spacings away.
  constexpr double kRingSpacings = 1.4;
  std::vector<uint8_t> supported(vertices.size());
  ParallelChunks(execution, vertices.size(), [&](size_t begin, size_t end) {
    std::vector<Neighbour> found;
    for (size_t i = begin; i < end; ++i) {
      neighbours.Nearest(vertices[i], 1, found);
      const float distance = std::sqrt(found.front().squared_distance);
      const float ring = LocalReach(neighbours, cloud.points[found.front().index], found);
      supported[i] = static_cast<double>(distance) <=
                             static_cast<double>(ring) / kRingSpacings * reach_spacings
                         ? 1
                         : 0;
    }
  });
  return supported;
}

// The colour of the surface: the points around a vertex, the nearer the more.
Rgba8 ColourAt(const Cloud& cloud,
               const Neighbours& neighbours,
               const Float3& place,
               std::vector<Neighbour>& found) {
  constexpr size_t kPoints = 6;
  neighbours.Nearest(place, kPoints, found);
  const double nearest = static_cast<double>(found.front().squared_distance);
  const double soft = nearest + 1e-12;
  double weights = 0.0;
  Double3 sum;
  for (const Neighbour& n : found) {
    const double weight = 1.0 / (static_cast<double>(n.squared_distance) + soft);
    const Rgba8& colour = cloud.colours[n.index];
    sum = sum + Double3{double(colour.r), double(colour.g), double(colour.b)} * weight;
    weights += weight;
  }
  sum = sum * (1.0 / weights);
  return {ByteFrom(sum.x), ByteFrom(sum.y), ByteFrom(sum.z), 255};
}

// Takes over the triangles whose corners are all supported, and the vertices they use.
void TakeSupported(const open3d::geometry::TriangleMesh& from,
                   const std::vector<Float3>& vertices,
                   const std::vector<uint8_t>& supported,
                   Reconstruction& surface) {
  constexpr uint32_t kUnused = UINT32_MAX;
  std::vector<uint32_t> places(vertices.size(), kUnused);
  for (const Eigen::Vector3i& corners : from.triangles_) {
    Triangle triangle{};
    bool whole = true;
    for (int k = 0; k < 3; ++k) {
      triangle[static_cast<size_t>(k)] = static_cast<uint32_t>(corners[k]);
      whole = whole && supported[static_cast<size_t>(corners[k])] != 0;
    }
    if (!whole) {
      ++surface.trimmed_triangles;
      continue;
    }
    for (uint32_t& corner : triangle) {
      if (places[corner] == kUnused) {
        places[corner] = static_cast<uint32_t>(surface.mesh.positions.size());
        surface.mesh.positions.push_back(vertices[corner]);
      }
      corner = places[corner];
    }
    surface.mesh.triangles.push_back(triangle);
  }
}

}  // namespace

std::optional<Reconstruction> ReconstructSurface(const Execution& execution,
                                                 const Cloud& cloud,
                                                 const ReconstructionOptions& options) {
  constexpr size_t kLeastPoints = 50;
  if (cloud.size() < kLeastPoints) {
    return std::nullopt;
  }
  const Neighbours neighbours(cloud.points);
  Reconstruction surface;
  surface.spacing = MedianSpacing(execution, cloud.points, neighbours);
  if (!(surface.spacing > 0.0)) {
    return std::nullopt;
  }
  surface.depth =
      DepthFor(BoundsOf(cloud.points), surface.spacing * options.cell_spacings, options.most_depth);
  const std::vector<Float3> normals = NormalsOf(execution, cloud, neighbours);
  execution.CheckCancelled();
  open3d::utility::SetVerbosityLevel(open3d::utility::VerbosityLevel::Error);
  // One thread: with more, the solver adds in another order each time.
  const auto [mesh, densities] = open3d::geometry::TriangleMesh::CreateFromPointCloudPoisson(
      ToOpen3d(cloud, normals), static_cast<size_t>(surface.depth), 0.0F, kPoissonScale, false, 1);
  execution.CheckCancelled();
  std::vector<Float3> vertices;
  vertices.reserve(mesh->vertices_.size());
  for (const Eigen::Vector3d& v : mesh->vertices_) {
    vertices.push_back(Double3{v.x(), v.y(), v.z()}.To<float>());
  }
  TakeSupported(*mesh,
                vertices,
                Supported(execution, vertices, cloud, neighbours, options.reach_spacings),
                surface);
  if (surface.mesh.triangles.empty()) {
    return std::nullopt;
  }
  surface.mesh.origin = cloud.origin;
  surface.mesh.metres_per_unit = cloud.metres_per_unit;
  surface.mesh.up = cloud.up;
  if (!cloud.colours.empty()) {
    surface.mesh.colours.resize(surface.mesh.positions.size());
    ParallelChunks(execution, surface.mesh.positions.size(), [&](size_t begin, size_t end) {
      std::vector<Neighbour> found;
      for (size_t i = begin; i < end; ++i) {
        surface.mesh.colours[i] = ColourAt(cloud, neighbours, surface.mesh.positions[i], found);
      }
    });
  }
  return surface;
}

}  // namespace disan
