// Which way is up. The photos themselves say it roughly (people hold cameras level sideways, rows
// of photos turn around the upright axis); upright edges of buildings say it exactly.
#pragma once

#include "pipeline/panorama/camera.h"
#include "pipeline/panorama/features.h"

#include <cstdint>
#include <vector>

namespace disan::panorama {

enum class LevelSource { kPhotos, kUprights };

struct Level {
  Eigen::Vector3d up = -Eigen::Vector3d::UnitY();  // in the world of the cameras that came in
  LevelSource source = LevelSource::kPhotos;
  double sigma_deg = 3;  // how far off it may be
};

// A straight edge: the great circle it lies on, in the world, and how long it is.
struct Edge {
  Eigen::Vector3d normal;
  double length_rad = 0;
};

struct LevelOptions {
  double farthest_deg = 20;    // of the exact answer from the photos' rough one
  double tolerance_deg = 0.6;  // of an upright edge from the exact answer
  uint64_t seed = 1;
};

// From the directions of the photos alone.
Eigen::Vector3d UpOfPhotos(const std::vector<Camera>& cameras, const std::vector<int>& photos);

std::vector<Edge> EdgesInWorld(const std::vector<Segment>& segments, const Camera& camera);

Level FindLevel(const std::vector<Edge>& edges,
                const Eigen::Vector3d& up_of_photos,
                const LevelOptions& options);

// Turns every camera so that `up` is -y and the direction `ahead` has longitude 0.
void TurnUpright(std::vector<Camera>& cameras,
                 const Eigen::Vector3d& up,
                 const Eigen::Vector3d& ahead);

}  // namespace disan::panorama
