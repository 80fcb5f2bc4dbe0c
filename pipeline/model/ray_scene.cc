#include "pipeline/model/ray_scene.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string>

#include <embree3/rtcore.h>

namespace disan {
namespace {

// Weights of corners b and c of the point of triangle abc closest to p (Ericson, Real-Time
// Collision Detection, 5.1.5).
Float2 ClosestWeights(const Float3& p, const Float3& a, const Float3& b, const Float3& c) {
  const Float3 ab = b - a;
  const Float3 ac = c - a;
  const Float3 ap = p - a;
  const float d1 = Dot(ab, ap);
  const float d2 = Dot(ac, ap);
  if (d1 <= 0 && d2 <= 0) {
    return {0, 0};
  }
  const Float3 bp = p - b;
  const float d3 = Dot(ab, bp);
  const float d4 = Dot(ac, bp);
  if (d3 >= 0 && d4 <= d3) {
    return {1, 0};
  }
  const float vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) {
    return {d1 / (d1 - d3), 0};
  }
  const Float3 cp = p - c;
  const float d5 = Dot(ab, cp);
  const float d6 = Dot(ac, cp);
  if (d6 >= 0 && d5 <= d6) {
    return {0, 1};
  }
  const float vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) {
    return {0, d2 / (d2 - d6)};
  }
  const float va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    const float w = (d4 - d3) / ((d4 - d3) + (d5 - d6));
    return {1 - w, w};
  }
  const float denominator = 1 / (va + vb + vc);
  return {vb * denominator, vc * denominator};
}

struct Query {
  const Mesh* mesh;
  Float3 to;
  SurfacePoint best;
  bool found = false;
};

bool Visit(RTCPointQueryFunctionArguments* arguments) {
  auto& query = *static_cast<Query*>(arguments->userPtr);
  const Triangle& t = query.mesh->triangles[arguments->primID];
  const Float3 a = query.mesh->positions[t[0]];
  const Float3 b = query.mesh->positions[t[1]];
  const Float3 c = query.mesh->positions[t[2]];
  const Float2 w = ClosestWeights(query.to, a, b, c);
  const float distance = Length(a + (b - a) * w.x + (c - a) * w.y - query.to);
  const bool nearer =
      distance < arguments->query->radius || (!query.found && distance <= arguments->query->radius);
  // Of equally near triangles the first: the answer must not hang on the tree's order.
  const bool tied =
      query.found && distance == query.best.distance && arguments->primID < query.best.triangle;
  if (!nearer && !tied) {
    return false;
  }
  query.best = {arguments->primID, w.x, w.y, distance};
  query.found = true;
  arguments->query->radius = distance;
  return true;
}

RTCRay MakeRay(const Float3& from, const Float3& direction, float near, float far) {
  RTCRay ray{};
  ray.org_x = from.x;
  ray.org_y = from.y;
  ray.org_z = from.z;
  ray.dir_x = direction.x;
  ray.dir_y = direction.y;
  ray.dir_z = direction.z;
  ray.tnear = near;
  ray.tfar = far;
  ray.mask = 0xFFFFFFFF;
  return ray;
}

}  // namespace

struct RayScene::State {
  const Mesh* mesh = nullptr;
  RTCDevice device = nullptr;
  RTCScene scene = nullptr;

  ~State() {
    rtcReleaseScene(scene);
    rtcReleaseDevice(device);
  }
};

RayScene::RayScene(const Mesh& mesh, int threads) : state_(std::make_unique<State>()) {
  state_->mesh = &mesh;
  const std::string settings = "threads=" + std::to_string(std::max(threads, 1));
  state_->device = rtcNewDevice(settings.c_str());
  state_->scene = rtcNewScene(state_->device);
  rtcSetSceneFlags(state_->scene,
                   static_cast<RTCSceneFlags>(RTC_SCENE_FLAG_ROBUST | RTC_SCENE_FLAG_COMPACT));
  const RTCGeometry geometry = rtcNewGeometry(state_->device, RTC_GEOMETRY_TYPE_TRIANGLE);
  // Copied: Embree reads past the last vertex, and a vector ends there.
  void* vertices = rtcSetNewGeometryBuffer(geometry,
                                           RTC_BUFFER_TYPE_VERTEX,
                                           0,
                                           RTC_FORMAT_FLOAT3,
                                           sizeof(Float3),
                                           mesh.positions.size());
  rtcSetSharedGeometryBuffer(geometry,
                             RTC_BUFFER_TYPE_INDEX,
                             0,
                             RTC_FORMAT_UINT3,
                             mesh.triangles.data(),
                             0,
                             sizeof(Triangle),
                             mesh.triangles.size());
  if (vertices == nullptr && !mesh.positions.empty()) {
    throw std::bad_alloc();
  }
  if (vertices != nullptr) {
    std::memcpy(vertices, mesh.positions.data(), mesh.positions.size() * sizeof(Float3));
  }
  rtcCommitGeometry(geometry);
  rtcAttachGeometry(state_->scene, geometry);
  rtcReleaseGeometry(geometry);
  rtcCommitScene(state_->scene);
}

RayScene::~RayScene() = default;
RayScene::RayScene(RayScene&&) noexcept = default;
RayScene& RayScene::operator=(RayScene&&) noexcept = default;

bool RayScene::Cast(
    const Float3& from, const Float3& direction, SurfacePoint& point, float near, float far) const {
  RTCRayHit ray{};
  ray.ray = MakeRay(from, direction, near, far);
  ray.hit.geomID = RTC_INVALID_GEOMETRY_ID;
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcIntersect1(state_->scene, &context, &ray);
  if (ray.hit.geomID == RTC_INVALID_GEOMETRY_ID) {
    return false;
  }
  point = {ray.hit.primID, ray.hit.u, ray.hit.v, ray.ray.tfar};
  return true;
}

bool RayScene::IsBlocked(const Float3& from, const Float3& direction, float near, float far) const {
  RTCRay ray = MakeRay(from, direction, near, far);
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcOccluded1(state_->scene, &context, &ray);
  return ray.tfar < 0;
}

bool RayScene::Closest(const Float3& to, SurfacePoint& point, float radius) const {
  Query query{.mesh = state_->mesh, .to = to};
  RTCPointQuery sphere{to.x, to.y, to.z, 0, radius};
  RTCPointQueryContext context;
  rtcInitPointQueryContext(&context);
  rtcPointQuery(state_->scene, &sphere, &context, Visit, &query);
  if (query.found) {
    point = query.best;
  }
  return query.found;
}

Float3 At(const Mesh& mesh, const SurfacePoint& point) {
  const Triangle& t = mesh.triangles[point.triangle];
  const Float3 a = mesh.positions[t[0]];
  return a + (mesh.positions[t[1]] - a) * point.u + (mesh.positions[t[2]] - a) * point.v;
}

Float3 AreaNormal(const Mesh& mesh, uint32_t triangle) {
  const Triangle& t = mesh.triangles[triangle];
  const Float3 a = mesh.positions[t[0]];
  return Cross(mesh.positions[t[1]] - a, mesh.positions[t[2]] - a);
}

}  // namespace disan
