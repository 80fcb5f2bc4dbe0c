#include "rig.h"

#include "pipeline/panorama/light.h"
#include "pipeline/panorama/pattern.h"
#include "pipeline/panorama/sphere.h"

#include <cmath>
#include <numbers>
#include <random>

#include <Eigen/Geometry>
#include <Eigen/LU>

namespace disan::panorama::testing {

namespace {

constexpr double kRadians = std::numbers::pi / 180;

// A number in [0, 1) of a cell of space, the same on every machine.
double Hash(int x, int y, int z, uint64_t scene) {
  uint64_t h = scene * 0x9E3779B97F4A7C15U + static_cast<uint64_t>(x + 5000) * 0xBF58476D1CE4E5B9U +
               static_cast<uint64_t>(y + 5000) * 0x94D049BB133111EBU +
               static_cast<uint64_t>(z + 5000) * 0xD6E8FEB86659FD93U;
  h ^= h >> 29U;
  h *= 0xBF58476D1CE4E5B9U;
  h ^= h >> 32U;
  return static_cast<double>(h >> 11U) * 0x1p-53;
}

double Noise(const Eigen::Vector3d& at, uint64_t scene) {
  const Eigen::Vector3i cell = at.array().floor().cast<int>();
  const Eigen::Vector3d part = at - cell.cast<double>();
  const Eigen::Vector3d smooth = part.array().square() * (3 - 2 * part.array());
  double sum = 0;
  for (int k = 0; k < 8; ++k) {
    const Eigen::Vector3i corner(k & 1, (k >> 1) & 1, k >> 2);
    double weight = 1;
    for (int axis = 0; axis < 3; ++axis) {
      weight *= corner[axis] != 0 ? smooth[axis] : 1 - smooth[axis];
    }
    sum +=
        weight * Hash(cell.x() + corner.x(), cell.y() + corner.y(), cell.z() + corner.z(), scene);
  }
  return sum;
}

struct Draw {
  std::mt19937_64 random;
  double Normal() {  // twelve uniform numbers: the same everywhere, unlike the library's own
    double sum = -6;
    for (int i = 0; i < 12; ++i) {
      sum += static_cast<double>(random() >> 11U) * 0x1p-53;
    }
    return sum;
  }
};

constexpr double kGroundBelow = 0.5;

// Where on the sphere of radius one, or on flat ground in it, a ray from `position` ends. (From the
// middle both look the same.)
Eigen::Vector3d Hit(const Eigen::Vector3d& position, const Eigen::Vector3d& ray, bool flat) {
  const Eigen::Vector3d ground = position + ray * (kGroundBelow - position.y()) / ray.y();
  if (flat && ray.y() > 0 && ground.norm() < 1) {
    return ground.normalized();
  }
  const double along = position.dot(ray);
  return position + ray * (std::sqrt(along * along + 1 - position.squaredNorm()) - along);
}

Image8 Shoot(const Camera& camera,
             const Eigen::Vector3d& position,
             double ev,
             const RigOptions& options,
             Draw& draw) {
  const LensMap lens(camera.lens);
  const bool flat = options.nadir_from.norm() > 0;
  Image8 picture(options.width_px, options.height_px, 3);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const Eigen::Vector2d off = Eigen::Vector2d(x, y) - lens.Centre();
      const double vignetting =
          1 - 0.2 * off.squaredNorm() / std::pow(options.width_px / 2.0, 2) / 2;
      const Eigen::Vector3d colour =
          ColourAt(Hit(position, camera.world_from_camera * lens.Bearing({x, y}), flat), options);
      for (int c = 0; c < 3; ++c) {
        const double light = ToLinear(colour[c]) * vignetting * std::exp2(ev);
        const double value = 255 * ToEncoded(light) + draw.Normal();
        picture.At(x, y)[c] = static_cast<uint8_t>(std::clamp(std::lround(value), 0L, 255L));
      }
    }
  }
  return picture;
}

}  // namespace

Eigen::Vector3d ColourAt(const Eigen::Vector3d& looked, const RigOptions& options) {
  const bool twin = options.twin_ground && looked.y() > 0.5 && looked.x() < -0.3;
  const Eigen::Vector3d direction =
      twin ? Eigen::Vector3d(-looked.x(), looked.y(), -looked.z()) : looked;
  const double height = -direction.y();
  const double into_blue = (std::asin(height) / kRadians - options.blue_from_deg) / 8 + 1;
  const double plain = options.blue_top ? std::clamp(into_blue, 0.0, 1.0) : 0;
  double texture = 0;
  double amplitude = 0.5;
  for (double scale = 6; scale < 110; scale *= 2.1) {
    texture += amplitude * (Noise(direction * scale, options.scene) - 0.5);
    amplitude *= 0.85;
  }
  const double hue = Noise(direction * 2.5, options.scene + 7);
  const Eigen::Vector3d ground(
      0.42 + 0.5 * texture + 0.1 * hue, 0.4 + 0.5 * texture, 0.36 + 0.5 * texture - 0.1 * hue);
  const double glow = 0.12 * direction.z() - 0.1 * height;
  const Eigen::Vector3d sky(0.35 + glow, 0.5 + glow, 0.7 + 0.5 * glow);
  return ((1 - plain) * ground + plain * sky).cwiseMax(0.05).cwiseMin(0.75);
}

Rig MakeRig(const RigOptions& options) {
  Draw draw{std::mt19937_64(options.seed)};
  Rig rig;
  rig.stand = RotationOf({0, options.tilt_deg * 0.7, -options.tilt_deg * 0.6});
  const double focal = options.width_px / 2.0 / std::tan(options.hfov_deg / 2 * kRadians);
  const double half = options.width_px / 2.0 / focal;
  struct RowOfPhotos {
    double pitch;
    int count;
  };
  for (const RowOfPhotos& row : {RowOfPhotos{0, 8}, {46, 6}, {-46, 6}, {89, 1}, {-87, 1}}) {
    for (int i = 0; i < row.count; ++i) {
      const Stand stand{360.0 * i / row.count + options.jitter_deg * draw.Normal(),
                        row.pitch + options.jitter_deg * draw.Normal(),
                        options.jitter_deg / 2 * draw.Normal()};
      Camera camera{Lens{.width_px = options.width_px,
                         .height_px = options.height_px,
                         .focal_px = focal,
                         .k1 = options.k1_at_half_width / half / half},
                    rig.stand * RotationOf(stand)};
      const double ev = options.ev_sigma * draw.Normal();
      Eigen::Vector3d position = Eigen::Vector3d::Zero();
      if (options.wander > 0) {
        position = Eigen::Vector3d(draw.Normal(), draw.Normal() / 2, draw.Normal());
        position *= options.wander / std::max(1.0, position.norm());
      }
      if (row.pitch < -80) {
        position = rig.stand * options.nadir_from;
      }
      const Image8 picture = Shoot(camera, position, ev, options, draw);
      InputPhoto photo{.name = "IMG_" + std::to_string(100 + rig.photos.size()) + ".jpg",
                       .width_px = options.width_px,
                       .height_px = options.height_px,
                       .camera = "test"};
      photo.read = [picture](int) { return Result<Pixels>::Of(picture); };
      rig.photos.push_back(std::move(photo));
      rig.cameras.push_back(camera);
    }
  }
  return rig;
}

}  // namespace disan::panorama::testing
