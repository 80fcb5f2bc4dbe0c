#include "datasets/camera.h"

namespace disan::world {
namespace {

Vec2 Undistorted(const Camera& camera, Vec2 distorted) {
  const float half = static_cast<float>(camera.width_px) / 2 / camera.focal_px;
  Vec2 p = distorted;
  for (int i = 0; i < 8 && camera.k1 != 0; ++i) {
    const float scale = 1 + camera.k1 * (p.x * p.x + p.y * p.y) / (half * half);
    p = distorted * (1 / scale);
  }
  return p;
}

Vec2 Middle(const Camera& camera) {
  return {static_cast<float>(camera.width_px - 1) / 2,
          static_cast<float>(camera.height_px - 1) / 2};
}

std::optional<Vec3> InCamera(const Camera& camera, float x, float y) {
  const Vec2 middle = Middle(camera);
  if (camera.lens == Lens::kEquirectangular) {
    const float lon = ((x + 0.5F) / static_cast<float>(camera.width_px) - 0.5F) * 2 * kPi;
    const float lat = (0.5F - (y + 0.5F) / static_cast<float>(camera.height_px)) * kPi;
    return Vec3{std::cos(lat) * std::sin(lon), -std::sin(lat), std::cos(lat) * std::cos(lon)};
  }
  const Vec2 p{(x - middle.x) / camera.focal_px, (y - middle.y) / camera.focal_px};
  if (camera.lens == Lens::kFisheye) {
    const float angle = Length(p);
    if (angle > camera.reach_rad) {
      return std::nullopt;
    }
    const float sine = angle > 1e-6F ? std::sin(angle) / angle : 1.0F;
    return Vec3{p.x * sine, p.y * sine, std::cos(angle)};
  }
  const Vec2 u = Undistorted(camera, p);
  return Normalized({u.x, u.y, 1});
}

}  // namespace

std::optional<Vec3> DirectionOf(const Camera& camera, float x, float y) {
  const auto local = InCamera(camera, x, y);
  if (!local) {
    return std::nullopt;
  }
  return camera.world_from_camera * *local;
}

std::optional<Vec2> PixelOf(const Camera& camera, Vec3 direction) {
  const Vec3 d = Normalized(Transposed(camera.world_from_camera) * direction);
  const Vec2 middle = Middle(camera);
  if (camera.lens == Lens::kEquirectangular) {
    const float lon = std::atan2(d.x, d.z), lat = std::asin(std::clamp(-d.y, -1.0F, 1.0F));
    return Vec2{(lon / (2 * kPi) + 0.5F) * static_cast<float>(camera.width_px) - 0.5F,
                (0.5F - lat / kPi) * static_cast<float>(camera.height_px) - 0.5F};
  }
  if (camera.lens == Lens::kFisheye) {
    const float angle = std::atan2(std::hypot(d.x, d.y), d.z);
    if (angle > camera.reach_rad) {
      return std::nullopt;
    }
    const float side = std::max(std::hypot(d.x, d.y), 1e-9F);
    return middle + Vec2{d.x, d.y} * (camera.focal_px * angle / side);
  }
  if (d.z < 1e-3F) {
    return std::nullopt;
  }
  const Vec2 p{d.x / d.z, d.y / d.z};
  const float half = static_cast<float>(camera.width_px) / 2 / camera.focal_px;
  const float scale = 1 + camera.k1 * (p.x * p.x + p.y * p.y) / (half * half);
  return middle + p * (scale * camera.focal_px);
}

float PixelAngle(const Camera& camera) {
  return camera.lens == Lens::kEquirectangular ? 2 * kPi / static_cast<float>(camera.width_px)
                                               : 1 / camera.focal_px;
}

Mat3 WorldFromPanorama(float heading_deg) {
  const float a = Radians(heading_deg);
  const Vec3 forward{std::sin(a), 0, -std::cos(a)};
  const Vec3 down{0, -1, 0};
  return {Cross(down, forward), down, forward};
}

Mat3 PanoramaFromPhoto(float yaw_deg, float pitch_deg, float roll_deg) {
  return RotationY(Radians(yaw_deg)) * RotationX(Radians(pitch_deg)) * RotationZ(Radians(roll_deg));
}

Mat3 LookAt(Vec3 position, Vec3 target) {
  const Vec3 forward = Normalized(target - position);
  const Vec3 right = Normalized(Cross(forward, {0, 1, 0}));
  return {right, Cross(forward, right), forward};
}

}  // namespace disan::world
