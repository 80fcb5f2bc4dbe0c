// Where a photo's pixels look: the lens (pixel <-> bearing in the camera's own frame) and the
// camera's stand (a rotation; all photos share one centre).
//
// Frames: x right, y down, z forward. Pixel centres have whole numbers. The world's up is -y.
// Pinhole: r = tan(angle off the axis); fisheye: r = angle. Both: r_image = f r (1 + k1 r^2 + k2
// r^4).
#pragma once

#include <optional>

#include <Eigen/Core>

namespace disan::panorama {

enum class LensModel { kPinhole, kFisheye };

struct Lens {
  LensModel model = LensModel::kPinhole;
  int width_px = 0;
  int height_px = 0;
  double focal_px = 0;
  double k1 = 0;
  double k2 = 0;
  double shift_x_px = 0;  // of the optical centre from the picture's middle
  double shift_y_px = 0;

  bool operator==(const Lens&) const = default;
};

struct Camera {
  Lens lens;
  Eigen::Matrix3d world_from_camera = Eigen::Matrix3d::Identity();
};

// The lens as a picture of another size sees it: the same field of view in `width` x `height`.
Lens Scaled(const Lens& lens, int width_px, int height_px);

// Degrees along the picture's width.
double HorizontalFieldOfViewDeg(const Lens& lens);

// A lens ready for many questions.
class LensMap {
 public:
  explicit LensMap(const Lens& lens);

  // Unit bearing of a pixel.
  Eigen::Vector3d Bearing(const Eigen::Vector2d& pixel) const;

  // False when the lens cannot see that way; the pixel may still lie outside the picture.
  bool Project(const Eigen::Vector3d& bearing, Eigen::Vector2d& pixel) const;

  bool Inside(const Eigen::Vector2d& pixel, double margin_px) const;

  // The widest angle off the axis within the picture, radians.
  double HalfDiagonal() const { return half_diagonal_; }
  const Lens& lens() const { return lens_; }
  Eigen::Vector2d Centre() const { return centre_; }

 private:
  double Undistort(double distorted_radius) const;

  Lens lens_;
  Eigen::Vector2d centre_;
  double radius_limit_ = 0;
  double half_diagonal_ = 0;
};

}  // namespace disan::panorama
