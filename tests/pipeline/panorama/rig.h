// A capture with known truth, all in memory: a procedural sphere and photos of it by a known rig.
#pragma once

#include "pipeline/panorama/camera.h"
#include "pipeline/panorama/photo_set.h"

#include <cstdint>
#include <vector>

namespace disan::panorama::testing {

struct RigOptions {
  int width_px = 360;
  int height_px = 480;
  double hfov_deg = 62;
  double k1_at_half_width = -0.03;
  double ev_sigma = 0.2;
  double jitter_deg = 1.5;
  double tilt_deg = 2;    // of the rig
  bool blue_top = false;  // nothing to recognise above `blue_from_deg`
  double blue_from_deg = 20;
  bool twin_ground = false;  // the ground on the left is that on the right, turned half around
  // The camera strays this far from the middle of the sphere, whose radius is one.
  double wander = 0;
  // Where the photo of the nadir is taken from; the ground it shows is flat, half a radius below.
  Eigen::Vector3d nadir_from = Eigen::Vector3d::Zero();
  uint64_t scene = 1;
  uint64_t seed = 1;
};

struct Rig {
  PhotoSet photos;
  std::vector<Camera> cameras;
  Eigen::Matrix3d stand = Eigen::Matrix3d::Identity();  // world from rig
  Image8 sphere;                                        // what was photographed
};

// Three rows, a zenith and a nadir: the whole sphere.
Rig MakeRig(const RigOptions& options = {});

// The sphere as colours in [0, 1] of a unit direction.
Eigen::Vector3d ColourAt(const Eigen::Vector3d& direction, const RigOptions& options);

}  // namespace disan::panorama::testing
