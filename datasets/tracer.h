// Rays against meshes, and the light that comes back along them. Embree stays in the .cc file.
#pragma once

#include "datasets/material.h"
#include "datasets/mesh.h"

#include <array>
#include <memory>
#include <optional>

namespace disan::world {

// Everything that stands in the world, one mesh a material.
struct Scene {
  std::array<Mesh, kMaterials> meshes;

  Mesh& Of(Material material) { return meshes[static_cast<size_t>(material)]; }
  const Mesh& Of(Material material) const { return meshes[static_cast<size_t>(material)]; }
};

struct Hit {
  float distance_m = 0;
  Material material = Material::kStone;
  Vec3 position;
  Vec3 normal;  // of the smooth surface, towards the viewer
  Vec3 albedo;
  Vec3 radiance;  // linear
};

struct Ray {
  Vec3 origin;
  Vec3 direction;         // unit length
  float pixel_angle = 0;  // radians that the ray stands for
  uint32_t sample = 0;    // picks the point of the sun's disc
};

class Tracer {
 public:
  // `gather_rays` a vertex ask for the light of the sky.
  explicit Tracer(Scene scene, int gather_rays = 40);
  ~Tracer();
  Tracer(Tracer&&) noexcept;

  // Linear radiance along a ray. `visitors` (people, a tripod) stand in the world for this ray
  // only; they cast shadows, but the light of the sky that the world's surfaces gather is without
  // them.
  Vec3 Radiance(const Ray& ray, const Tracer* visitors = nullptr) const;
  std::optional<Hit> Cast(const Ray& ray, const Tracer* visitors = nullptr) const;

  const Scene& scene() const;

 private:
  struct Embree;
  struct Found;
  std::optional<Found> Find(const Ray& ray, const Tracer* visitors) const;
  bool Blocked(Vec3 origin, Vec3 direction, const Tracer* visitors) const;
  Vec3 SkyLight(const Found& found, const Tracer& world) const;
  Vec3 GatherSkyLight(Vec3 position, Vec3 normal, bool all_round) const;
  Vec3 Shade(const Found& found, const Ray& ray, const Tracer* visitors, int depth) const;
  Vec3 Trace(const Ray& ray, const Tracer* visitors, int depth) const;

  std::unique_ptr<Embree> embree_;
};

}  // namespace disan::world
