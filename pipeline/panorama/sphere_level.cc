// The sphere is looked at through plain lenses, as straight edges are straight in those alone.
#include "pipeline/panorama/sphere_level.h"

#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr int kViewPx = 640;
constexpr double kViewDeg = 75;
constexpr double kEdgeBlurPx = 0.5;  // of the ends of edges
constexpr double kFarthestDeg = 25;  // hand-held cameras lean more than rigs

std::vector<Camera> Views() {
  Camera view{.lens = {.width_px = kViewPx,
                       .height_px = kViewPx,
                       .focal_px = kViewPx / 2.0 / std::tan(kViewDeg / 2 * kDegree)}};
  std::vector<Camera> views;
  for (const auto& [pitch_deg, count] : {std::pair{0.0, 8}, {45.0, 6}, {-45.0, 6}}) {
    for (int i = 0; i < count; ++i) {
      view.world_from_camera =
          (Eigen::AngleAxisd(2 * std::numbers::pi * i / count, Eigen::Vector3d::UnitY()) *
           Eigen::AngleAxisd(pitch_deg * kDegree, Eigen::Vector3d::UnitX()))
              .toRotationMatrix();
      views.push_back(view);
    }
  }
  return views;
}

Image8 Seen(const Image8& sphere, const Camera& camera) {
  const LensMap lens(camera.lens);
  Image8 view(kViewPx, kViewPx, 3);
  for (int y = 0; y < kViewPx; ++y) {
    for (int x = 0; x < kViewPx; ++x) {
      const Eigen::Vector2d at = GridPosition(
          camera.world_from_camera * lens.Bearing(Eigen::Vector2d(x, y)), sphere.width);
      const double left = std::floor(at.x());
      const double top = std::clamp(std::floor(at.y()), 0.0, sphere.height - 2.0);
      const double u = at.x() - left;
      const double v = std::clamp(at.y() - top, 0.0, 1.0);
      const int x0 = (static_cast<int>(left) + sphere.width) % sphere.width;
      const int x1 = (x0 + 1) % sphere.width;
      const int y0 = static_cast<int>(top);
      for (int c = 0; c < 3; ++c) {
        const double above = sphere.At(x0, y0)[c] * (1 - u) + sphere.At(x1, y0)[c] * u;
        const double below = sphere.At(x0, y0 + 1)[c] * (1 - u) + sphere.At(x1, y0 + 1)[c] * u;
        view.At(x, y)[c] = static_cast<uint8_t>(std::lround(above * (1 - v) + below * v));
      }
    }
  }
  return view;
}

}  // namespace

std::optional<Level> FindSphereLevel(const Image8& sphere, const Execution& execution) {
  if (sphere.height < 64 || sphere.channels != 3) {
    return std::nullopt;
  }
  const std::vector<Camera> views = Views();
  std::vector<std::vector<Edge>> found(views.size());
  Execution quiet = execution;
  quiet.progress = nullptr;
  ParallelFor(quiet, views.size(), [&](size_t i) {
    const Features features =
        FindFeatures(Seen(sphere, views[i]), kViewPx, {.most = 0, .segment_megapixels = 0.5});
    found[i] = EdgesInWorld(features.segments, views[i], kEdgeBlurPx);
  });
  std::vector<Edge> edges;
  for (const std::vector<Edge>& of_view : found) {
    edges.insert(edges.end(), of_view.begin(), of_view.end());
  }
  const Level level = FindLevel(edges, -Eigen::Vector3d::UnitY(), {.farthest_deg = kFarthestDeg});
  return level.source == LevelSource::kPhotos ? std::nullopt : std::optional(level);
}

Eigen::Matrix3d LevelFromTilted(const Eigen::Vector3d& up) {
  return Eigen::Quaterniond::FromTwoVectors(up, -Eigen::Vector3d::UnitY()).toRotationMatrix();
}

double TiltDeg(const Eigen::Vector3d& up) {
  return std::acos(std::clamp(-up.normalized().y(), -1.0, 1.0)) / kDegree;
}

}  // namespace disan::panorama
