// Rays and closest points on a mesh, through Embree; its types stay in the source file.
#pragma once

#include "formats/mesh/mesh.h"

#include <limits>
#include <memory>

namespace disan {

struct SurfacePoint {
  uint32_t triangle = 0;
  float u = 0;  // weights of the second and the third corner
  float v = 0;
  float distance = 0;  // along the ray's direction, or to the point
};

// The mesh must outlive the scene and keep still. Non-finite triangles are never hit. All queries
// may run on many threads at once and give the same answers on any number.
class RayScene {
 public:
  explicit RayScene(const Mesh& mesh, int threads = 1);
  ~RayScene();
  RayScene(RayScene&&) noexcept;
  RayScene& operator=(RayScene&&) noexcept;

  // First hit between the two distances; false when there is none. `point` is only written on a
  // hit.
  bool Cast(const Float3& from,
            const Float3& direction,
            SurfacePoint& point,
            float near = 0,
            float far = std::numeric_limits<float>::infinity()) const;
  bool IsBlocked(const Float3& from, const Float3& direction, float near, float far) const;
  // False when nothing lies within `radius`.
  bool Closest(const Float3& to,
               SurfacePoint& point,
               float radius = std::numeric_limits<float>::infinity()) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Float3 At(const Mesh& mesh, const SurfacePoint& point);
// Not normalised: its length is twice the triangle's area.
Float3 AreaNormal(const Mesh& mesh, uint32_t triangle);

}  // namespace disan
