// Light is the sun (one ray to a point of its disc) and the sky. What each surface receives from
// the sky, with one bounce off what the sun and sky light, is gathered per vertex when it is first
// needed, with the same rays for every vertex: so it has no grain, and all photos of a place agree.
#include "datasets/tracer.h"

#include "datasets/noise.h"
#include "datasets/sky.h"

#include <atomic>
#include <limits>
#include <stdexcept>

#include <embree3/rtcore.h>

namespace disan::world {
namespace {

constexpr float kLiftM = 0.003F;

uint64_t Pack(Vec3 light) {
  const auto channel = [](float value) {
    return static_cast<uint64_t>(std::clamp(value, 0.0F, 7.9F) * 131072.0F);
  };
  return (uint64_t{1} << 63) | channel(light.x) << 40 | channel(light.y) << 20 | channel(light.z);
}

Vec3 Unpack(uint64_t packed) {
  const auto channel = [&](int shift) {
    return static_cast<float>(packed >> shift & 0xfffffU) / 131072.0F;
  };
  return {channel(40), channel(20), channel(0)};
}

bool IsFoliage(Material material) {
  return Translucency(material) > 0;
}

}  // namespace

struct Tracer::Embree {
  Embree(Scene given, int rays_a_vertex) : scene(std::move(given)), gather_rays(rays_a_vertex) {}
  ~Embree() {
    if (rays != nullptr) {
      rtcReleaseScene(rays);
    }
    if (device != nullptr) {
      rtcReleaseDevice(device);
    }
  }
  Embree(const Embree&) = delete;
  Embree& operator=(const Embree&) = delete;

  Scene scene;
  int gather_rays;
  RTCDevice device = nullptr;
  RTCScene rays = nullptr;
  std::array<size_t, kMaterials> first_light{};
  std::unique_ptr<std::atomic<uint64_t>[]> light;  // sky light of each vertex, 0 until gathered
};

struct Tracer::Found {
  const Embree* owner = nullptr;
  size_t material = 0;
  std::array<uint32_t, 3> corners{};
  float u = 0, v = 0;
  float distance_m = 0;
  Vec3 position, face;
};

Tracer::Tracer(Scene scene, int gather_rays)
    : embree_(std::make_unique<Embree>(std::move(scene), gather_rays)) {
  // One thread builds, so that the tree and with it the answer at shared edges is always the same.
  embree_->device = rtcNewDevice("threads=1");
  if (embree_->device == nullptr) {
    throw std::runtime_error("Embree cannot start on this processor");
  }
  embree_->rays = rtcNewScene(embree_->device);
  rtcSetSceneFlags(embree_->rays, RTC_SCENE_FLAG_ROBUST);
  size_t vertices = 0;
  for (size_t m = 0; m < kMaterials; ++m) {
    const Mesh& mesh = embree_->scene.meshes[m];
    embree_->first_light[m] = vertices;
    vertices += mesh.vertices.size();
    if (mesh.triangles.empty()) {
      continue;
    }
    RTCGeometry geometry = rtcNewGeometry(embree_->device, RTC_GEOMETRY_TYPE_TRIANGLE);
    rtcSetSharedGeometryBuffer(geometry,
                               RTC_BUFFER_TYPE_VERTEX,
                               0,
                               RTC_FORMAT_FLOAT3,
                               mesh.vertices.data(),
                               0,
                               sizeof(Vertex),
                               mesh.vertices.size());
    rtcSetSharedGeometryBuffer(geometry,
                               RTC_BUFFER_TYPE_INDEX,
                               0,
                               RTC_FORMAT_UINT3,
                               mesh.triangles.data(),
                               0,
                               3 * sizeof(uint32_t),
                               mesh.triangles.size());
    rtcCommitGeometry(geometry);
    rtcAttachGeometryByID(embree_->rays, geometry, static_cast<unsigned>(m));
    rtcReleaseGeometry(geometry);
  }
  rtcCommitScene(embree_->rays);
  embree_->light = std::make_unique<std::atomic<uint64_t>[]>(vertices);
}

Tracer::~Tracer() = default;
Tracer::Tracer(Tracer&&) noexcept = default;

const Scene& Tracer::scene() const {
  return embree_->scene;
}

std::optional<Tracer::Found> Tracer::Find(const Ray& ray, const Tracer* visitors) const {
  RTCRayHit query{};
  query.ray.org_x = ray.origin.x;
  query.ray.org_y = ray.origin.y;
  query.ray.org_z = ray.origin.z;
  query.ray.dir_x = ray.direction.x;
  query.ray.dir_y = ray.direction.y;
  query.ray.dir_z = ray.direction.z;
  query.ray.tnear = 1e-4F;
  query.ray.tfar = std::numeric_limits<float>::infinity();
  query.ray.mask = ~0U;
  query.hit.geomID = RTC_INVALID_GEOMETRY_ID;
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  const Embree* owner = embree_.get();
  rtcIntersect1(owner->rays, &context, &query);
  if (visitors != nullptr) {
    const float before = query.ray.tfar;
    rtcIntersect1(visitors->embree_->rays, &context, &query);
    owner = query.ray.tfar < before ? visitors->embree_.get() : owner;
  }
  if (query.hit.geomID == RTC_INVALID_GEOMETRY_ID) {
    return std::nullopt;
  }
  Found found{.owner = owner, .material = query.hit.geomID};
  found.corners = owner->scene.meshes[found.material].triangles[query.hit.primID];
  found.u = query.hit.u;
  found.v = query.hit.v;
  found.distance_m = query.ray.tfar;
  found.position = ray.origin + ray.direction * query.ray.tfar;
  found.face = Normalized({query.hit.Ng_x, query.hit.Ng_y, query.hit.Ng_z});
  return found;
}

bool Tracer::Blocked(Vec3 origin, Vec3 direction, const Tracer* visitors) const {
  RTCRay query{};
  query.org_x = origin.x;
  query.org_y = origin.y;
  query.org_z = origin.z;
  query.dir_x = direction.x;
  query.dir_y = direction.y;
  query.dir_z = direction.z;
  query.tnear = 1e-4F;
  query.tfar = std::numeric_limits<float>::infinity();
  query.mask = ~0U;
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcOccluded1(embree_->rays, &context, &query);
  if (query.tfar >= 0 && visitors != nullptr) {
    rtcOccluded1(visitors->embree_->rays, &context, &query);
  }
  return query.tfar < 0;
}

// Mean radiance over the half-space (or all round), weighted by the cosine.
Vec3 Tracer::GatherSkyLight(Vec3 position, Vec3 normal, bool all_round) const {
  const int count = all_round ? 12 : embree_->gather_rays;
  const Mat3 frame = FrameAround(normal);
  const Vec3 origin = position + normal * (all_round ? 0.0F : 0.012F);
  Vec3 sum;
  for (int i = 0; i < count; ++i) {
    // The golden spiral: even over the disc (or the sphere).
    const float part = (static_cast<float>(i) + 0.5F) / static_cast<float>(count);
    const float turn = 2.39996323F * static_cast<float>(i);
    const float z = all_round ? 1 - 2 * part : std::sqrt(1 - part);
    const float r = std::sqrt(std::max(0.0F, 1 - z * z));
    const Ray ray{origin, frame * Vec3{r * std::cos(turn), r * std::sin(turn), z}};
    const auto found = Find(ray, nullptr);
    if (!found) {
      sum += SkyGlow(ray.direction);
      continue;
    }
    const auto material = static_cast<Material>(found->material);
    const Mesh& mesh = found->owner->scene.meshes[found->material];
    const Vec3 albedo = MeanAlbedo(material) * mesh.vertices[found->corners[0]].tint;
    const Vec3 face = Dot(found->face, ray.direction) < 0 ? found->face : -found->face;
    const float cosine = Dot(face, SunDirection());
    Vec3 light{0.17F, 0.185F, 0.20F};
    if (cosine > 0 && !Blocked(found->position + face * kLiftM, SunDirection(), nullptr)) {
      light += SunRadiance() * cosine;
    }
    sum += albedo * light;
  }
  return sum * (1 / static_cast<float>(count));
}

Vec3 Tracer::SkyLight(const Found& found, const Tracer& world) const {
  const auto material = static_cast<Material>(found.material);
  const Mesh& mesh = found.owner->scene.meshes[found.material];
  const auto at = [&](uint32_t corner) {
    std::atomic<uint64_t>& slot =
        found.owner->light[found.owner->first_light[found.material] + corner];
    uint64_t packed = slot.load(std::memory_order_relaxed);
    if (packed == 0) {
      const Vertex& vertex = mesh.vertices[corner];
      packed = Pack(world.GatherSkyLight(vertex.position, vertex.normal, IsFoliage(material)));
      slot.store(packed, std::memory_order_relaxed);
    }
    return Unpack(packed);
  };
  if (IsFoliage(material)) {
    return at(found.corners[0]);
  }
  return at(found.corners[0]) * (1 - found.u - found.v) + at(found.corners[1]) * found.u +
         at(found.corners[2]) * found.v;
}

namespace {

// Value of a vertex attribute inside a triangle.
template <typename Get>
auto Inside(const Mesh& mesh, const std::array<uint32_t, 3>& t, float u, float v, Get get) {
  return get(mesh.vertices[t[0]]) * (1 - u - v) + get(mesh.vertices[t[1]]) * u +
         get(mesh.vertices[t[2]]) * v;
}

struct Tangents {
  Vec3 along_u, along_v;
};

// How position changes with uv; any frame where uv says nothing.
Tangents TangentsOf(const Mesh& mesh, const std::array<uint32_t, 3>& t, Vec3 normal) {
  const Vertex &a = mesh.vertices[t[0]], &b = mesh.vertices[t[1]], &c = mesh.vertices[t[2]];
  const Vec3 e1 = b.position - a.position, e2 = c.position - a.position;
  const Vec2 d1 = b.uv - a.uv, d2 = c.uv - a.uv;
  const float area = d1.x * d2.y - d1.y * d2.x;
  if (std::abs(area) < 1e-10F) {
    const Mat3 frame = FrameAround(normal);
    return {frame.x, frame.y};
  }
  return {(e1 * d2.y - e2 * d1.y) * (1 / area), (e2 * d1.x - e1 * d2.x) * (1 / area)};
}

struct Look {
  Finish finish;
  Vec3 normal;
};

Look LookAtSurface(Material material, const Surface& surface, Vec3 normal, Tangents tangents) {
  Look look{FinishOf(material, surface), normal};
  if (!HasRelief(material) || surface.footprint_m > 0.02F) {
    return look;
  }
  const float step = std::max(0.0015F, surface.footprint_m * 0.5F);
  const auto slope = [&](Vec3 along, Vec2 uv) {
    Surface moved = surface;
    moved.relief_only = true;
    moved.position += along * step;
    moved.uv = moved.uv + uv * step;
    return (FinishOf(material, moved).relief_m - look.finish.relief_m) / step;
  };
  const float du = std::clamp(slope(tangents.along_u, {1, 0}), -1.2F, 1.2F);
  const float dv = std::clamp(slope(tangents.along_v, {0, 1}), -1.2F, 1.2F);
  const float strength = 1 - SmoothStep(0.010F, 0.02F, surface.footprint_m);
  const Vec3 u = Normalized(tangents.along_u), v = Normalized(tangents.along_v);
  look.normal = Normalized(normal - (u * du + v * dv) * strength);
  return look;
}

Vec3 OnSunDisc(uint32_t sample) {
  const Mat3 frame = FrameAround(SunDirection());
  const float r = 0.0055F * std::sqrt(UnitFloat(Hash(sample, 1)));
  const float turn = 2 * kPi * UnitFloat(Hash(sample, 2));
  return Normalized(SunDirection() + frame.x * (r * std::cos(turn)) +
                    frame.y * (r * std::sin(turn)));
}

}  // namespace

Vec3 Tracer::Shade(const Found& found, const Ray& ray, const Tracer* visitors, int depth) const {
  const auto material = static_cast<Material>(found.material);
  const Mesh& mesh = found.owner->scene.meshes[found.material];
  const auto blend = [&](auto get) { return Inside(mesh, found.corners, found.u, found.v, get); };
  Vec3 face = found.face;
  Vec3 normal = Normalized(blend([](const Vertex& x) { return x.normal; }));
  face = Dot(face, ray.direction) > 0 ? -face : face;
  normal = Dot(normal, face) < 0 ? -normal : normal;
  const Surface surface{found.position,
                        blend([](const Vertex& x) { return x.uv; }),
                        found.distance_m * ray.pixel_angle};
  const Look look =
      LookAtSurface(material, surface, normal, TangentsOf(mesh, found.corners, normal));
  const Vec3 albedo = look.finish.albedo * blend([](const Vertex& x) { return x.tint; });

  const Vec3 ambient = SkyLight(found, *this) + LampLight(found.position, look.normal);
  // The bump turns towards or away from the sky above.
  const float lean = 1 + 0.35F * (look.normal.y - normal.y);
  Vec3 light = ambient * lean;
  const float through = Translucency(material);
  const float cosine = Dot(look.normal, SunDirection());
  const bool faces = Dot(face, SunDirection()) > 0;
  float sun = 0;
  if ((faces && cosine > 0) || through > 0) {
    const Vec3 origin = found.position + (faces ? face : -face) * kLiftM;
    sun = Blocked(origin, OnSunDisc(ray.sample), visitors) ? 0.0F : 1.0F;
    const float received = faces ? std::max(cosine, 0.0F) : through * std::abs(cosine);
    light += SunRadiance() * (sun * received);
  }
  Vec3 out = albedo * light;
  if (look.finish.gloss > 0) {
    const Vec3 mirrored = ray.direction - look.normal * (2 * Dot(look.normal, ray.direction));
    const float grazing = std::pow(1 - Clamp01(-Dot(look.normal, ray.direction)), 5.0F);
    const float share = look.finish.gloss * (0.12F + 0.88F * grazing);
    if (material == Material::kWater && depth == 0) {
      out += Trace({found.position + face * kLiftM,
                    Normalized(mirrored),
                    ray.pixel_angle * 2,
                    ray.sample},
                   visitors,
                   1) *
             share;
    } else {
      const float open = Clamp01(ambient.y * 2.2F);
      out += SkyGlow(Normalized(mirrored)) * (share * open);
      const float towards = std::max(0.0F, Dot(Normalized(mirrored), SunDirection()));
      out += SunRadiance() * (sun * look.finish.gloss * 2.5F * std::pow(towards, 60.0F));
    }
  }
  const float haze = 1 - std::exp(-found.distance_m / 700.0F);
  return Mix(out, Vec3{0.62F, 0.68F, 0.74F}, haze);
}

Vec3 Tracer::Trace(const Ray& ray, const Tracer* visitors, int depth) const {
  const auto found = Find(ray, visitors);
  return found ? Shade(*found, ray, visitors, depth) : SkyRadiance(ray.direction);
}

Vec3 Tracer::Radiance(const Ray& ray, const Tracer* visitors) const {
  return Trace(ray, visitors, 0);
}

std::optional<Hit> Tracer::Cast(const Ray& ray, const Tracer* visitors) const {
  const auto found = Find(ray, visitors);
  if (!found) {
    return std::nullopt;
  }
  const Mesh& mesh = found->owner->scene.meshes[found->material];
  const auto blend = [&](auto get) {
    return Inside(mesh, found->corners, found->u, found->v, get);
  };
  const auto material = static_cast<Material>(found->material);
  const Surface surface{found->position,
                        blend([](const Vertex& x) { return x.uv; }),
                        found->distance_m * ray.pixel_angle};
  const Vec3 normal = Normalized(blend([](const Vertex& x) { return x.normal; }));
  return Hit{
      .distance_m = found->distance_m,
      .material = material,
      .position = found->position,
      .normal = Dot(normal, ray.direction) > 0 ? -normal : normal,
      .albedo = FinishOf(material, surface).albedo * blend([](const Vertex& x) { return x.tint; }),
      .radiance = Shade(*found, ray, visitors, 0)};
}

}  // namespace disan::world
