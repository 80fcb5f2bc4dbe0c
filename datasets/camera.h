// Cameras of the sample world. A camera looks along +z, x is right and y is down, as in an image;
// the same frame serves equirectangular pictures, whose middle looks along +z.
#pragma once

#include "datasets/vector.h"

#include <optional>

namespace disan::world {

enum class Lens {
  kRectilinear,      // radial distortion k1 of r^2, normalised by half the width
  kFisheye,          // equidistant: radius in pixels = focal_px * angle
  kEquirectangular,  // the full sphere, width = 2 * height
};

struct Camera {
  Lens lens = Lens::kRectilinear;
  int width_px = 0;
  int height_px = 0;
  float focal_px = 0;
  float k1 = 0;
  float reach_rad = kPi;  // fisheye: nothing is seen beyond this angle
  Mat3 world_from_camera;
  Vec3 position;
};

// The direction in the world that pixel (x, y) sees; the middle of the first pixel is (0, 0).
// Nothing outside a fisheye's circle.
std::optional<Vec3> DirectionOf(const Camera& camera, float x, float y);

// Where a direction of the world falls; nothing when it is behind the camera or out of the circle.
std::optional<Vec2> PixelOf(const Camera& camera, Vec3 direction);

// Radians that one pixel spans in the middle of the picture.
float PixelAngle(const Camera& camera);

// Frame of a panorama that looks at compass direction `heading_deg`: y down, z forward, x right.
Mat3 WorldFromPanorama(float heading_deg);

// Yaw, pitch (up is positive) and roll of a photo within a panorama's frame, as the captures of the
// test bench turn them.
Mat3 PanoramaFromPhoto(float yaw_deg, float pitch_deg, float roll_deg);

// A level camera at `position` that looks at `target`.
Mat3 LookAt(Vec3 position, Vec3 target);

}  // namespace disan::world
