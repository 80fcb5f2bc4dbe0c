// Which way is up. The photos themselves say it roughly (people hold cameras level sideways, rows
// of photos turn around the upright axis); upright edges of buildings say it exactly.
#pragma once

#include "pipeline/panorama/camera.h"
#include "pipeline/panorama/features.h"

#include <cstdint>
#include <vector>

namespace disan::panorama {

enum class LevelSource { kPhotos, kUprights, kHorizon };

const char* NameOf(LevelSource source);  // as reports have it

struct Level {
  Eigen::Vector3d up = -Eigen::Vector3d::UnitY();  // in the world of the cameras that came in
  LevelSource source = LevelSource::kPhotos;
  double sigma_deg = 3;  // how far off it may be
  int uprights = 0;      // edges that it rests on
};

// A straight edge: the great circle it lies on, in the world, and how well that is known.
struct Edge {
  Eigen::Vector3d normal;
  Eigen::Vector3d middle;  // unit direction
  double length_rad = 0;
  double blur_rad = 0.0005;  // of its ends
};

struct LevelOptions {
  double farthest_deg = 14;      // of the exact answer from the photos' rough one
  double least_tolerance = 0.6;  // degrees, of an upright edge from the exact answer
  double most_tolerance = 1.2;
  uint64_t seed = 1;
};

// From the directions of the photos alone.
Eigen::Vector3d UpOfPhotos(const std::vector<Camera>& cameras, const std::vector<int>& photos);

// `blur_px`: how far the ends of the segments may be off.
std::vector<Edge> EdgesInWorld(const std::vector<Segment>& segments,
                               const Camera& camera,
                               double blur_px);

// Trusts upright edges only when many more of them meet in one point than chance explains, and no
// other point comes near: trees and rocks have edges too. Then the horizon counts, then the photos'
// own word.
Level FindLevel(const std::vector<Edge>& edges,
                const Eigen::Vector3d& up_of_photos,
                const LevelOptions& options);

// Turns every camera so that `up` is -y and the direction `ahead` has longitude 0.
void TurnUpright(std::vector<Camera>& cameras,
                 const Eigen::Vector3d& up,
                 const Eigen::Vector3d& ahead);

}  // namespace disan::panorama
