// Two fisheye lenses back to back: where each sees a direction. Equidistant with one cubic term.
#pragma once

#include "formats/image/image.h"

#include <array>
#include <optional>
#include <vector>

#include <Eigen/Core>

namespace disan::panorama {

// A bright circle in a picture. Two discs may lie in one picture, side by side.
struct FisheyeDisc {
  const Image8* picture = nullptr;
  int left = 0;  // the columns that are this lens's
  int width = 0;
  Eigen::Vector2d centre = Eigen::Vector2d::Zero();  // in the whole picture
  double radius = 0;
};

// Found from the outline, which the frame may cut. Nothing when there is no disc.
std::optional<FisheyeDisc> FindFisheyeDisc(const Image8& picture, int left, int width);

struct FisheyePair {
  std::array<FisheyeDisc, 2> discs;  // front, back
  double focal_px = 0;               // r = f (theta + cubic theta^3)
  double cubic = 0;
  std::array<Eigen::Matrix3d, 2> lens_from_world;  // the world is the front lens's frame

  // By azimuth, evenly: how far (theta, azimuth; radians) the front lens sees things beyond where
  // both lenses meet, the back lens as far the other way. What parallax leaves; empty for none.
  std::vector<Eigen::Vector2d> meeting;

  // Where the lens sees what is to be shown in a direction of the world: as Project, but met.
  Eigen::Vector2d ProjectMeeting(size_t side, const Eigen::Vector3d& direction) const;
  Eigen::Vector2d Project(size_t side, const Eigen::Vector3d& direction) const;
  Eigen::Vector3d Unproject(size_t side, const Eigen::Vector2d& pixel) const;
  // Well inside the disc and the frame; the outline itself is soft.
  bool Sees(size_t side, const Eigen::Vector2d& pixel) const;
  double ThetaAt(double radius_px) const;
  double Radius() const { return (discs[0].radius + discs[1].radius) / 2; }
  double FieldOfView() const { return 2 * ThetaAt(Radius()); }
};

// Looking along +z at theta = 0, azimuth from +x towards +y.
Eigen::Vector3d RingDirection(double azimuth, double theta);

// Without a turn of its own the second lens looks back, upright.
Eigen::Matrix3d BackFromWorld(double roll);

}  // namespace disan::panorama
