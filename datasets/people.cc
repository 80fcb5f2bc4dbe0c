// Visitors in áo dài and nón lá, and the photographer's tripod: what stands in the way of a photo.
#include "datasets/noise.h"
#include "datasets/sculpture.h"
#include "datasets/sdf.h"

namespace disan::world {
namespace {

// Heights are of a person of 1.58 m.
struct Body {
  float stride;

  float Tunic(Vec3 p) const {
    float d = Limb(p, {0, 1.3F, 0}, {0, 1.06F, 0.005F}, {0.125F, 0.105F});
    d = Join(d,
             Limb({std::abs(p.x), p.y, p.z},
                  {0.02F, 1.31F, -0.005F},
                  {0.15F, 1.28F, -0.01F},
                  {0.07F, 0.058F}),
             0.06F);
    d = Join(d, Limb(p, {0, 1.06F, 0}, {0, 0.85F, 0}, {0.1F, 0.15F}), 0.06F);
    // Two panels, slit at the sides, swing with the step.
    for (const float side : {1.0F, -1.0F}) {
      const float swing = side * 0.09F + stride * 0.1F * side;
      const float t = Clamp01((0.9F - p.y) / 0.62F);
      const Vec3 c{0, p.y, 0.02F * side + swing * t + 0.012F * std::sin(p.x * 40 + side) * t};
      const float width = 0.145F + 0.05F * t;
      const float panel =
          std::max({std::abs(p.z - c.z) - 0.014F, std::abs(p.x) - width, p.y - 0.92F, 0.28F - p.y});
      d = Join(d, panel, 0.03F);
    }
    return d;
  }
  float Sleeves(Vec3 p) const {
    float d = 9;
    for (const float side : {1.0F, -1.0F}) {
      const float swing = -0.16F * stride * side;
      const Vec3 shoulder{side * 0.17F, 1.27F, -0.01F}, elbow{side * 0.215F, 1.02F, swing * 0.4F};
      const Vec3 wrist{side * 0.2F, 0.82F, swing + 0.05F};
      d = std::min(d,
                   Join(Limb(p, shoulder, elbow, {0.055F, 0.042F}),
                        Limb(p, elbow, wrist, {0.042F, 0.036F}),
                        0.02F));
    }
    return d;
  }
  float Trousers(Vec3 p) const {
    float d = 9;
    for (const float side : {1.0F, -1.0F}) {
      const Vec3 foot{side * 0.075F, 0.07F, stride * 0.24F * side};
      d = std::min(d, Limb(p, {side * 0.07F, 0.85F, 0}, foot, {0.09F, 0.085F}));
    }
    return std::max(d, 0.04F - p.y);
  }
  float Skin(Vec3 p) const {
    float d = Join(Ellipsoid(p, {0, 1.47F, 0.015F}, {0.074F, 0.1F, 0.09F}),
                   Limb(p, {0, 1.3F, 0}, {0, 1.42F, 0}, {0.048F, 0.045F}),
                   0.03F);
    d = Join(d, Ellipsoid(p, {0, 1.455F, 0.105F}, {0.012F, 0.02F, 0.014F}), 0.015F);
    for (const float side : {1.0F, -1.0F}) {
      const float swing = -0.16F * stride * side + 0.055F;
      d = std::min(d,
                   Limb(p,
                        {side * 0.2F, 0.81F, swing},
                        {side * 0.195F, 0.72F, swing + 0.02F},
                        {0.03F, 0.022F}));
    }
    return d;
  }
  float Hair(Vec3 p) const {
    float d = Ellipsoid(p, {0, 1.5F, -0.012F}, {0.083F, 0.095F, 0.092F});
    d = std::max(d, -Ellipsoid(p, {0, 1.44F, 0.075F}, {0.068F, 0.09F, 0.07F}));
    return std::min(d, Limb(p, {0, 1.45F, -0.085F}, {0, 1.12F, -0.125F}, {0.055F, 0.035F}));
  }
  float Shoes(Vec3 p) const {
    float d = 9;
    for (const float side : {1.0F, -1.0F}) {
      d = std::min(
          d,
          Ellipsoid(
              p, {side * 0.075F, 0.035F, stride * 0.24F * side + 0.045F}, {0.045F, 0.04F, 0.12F}));
    }
    return d;
  }
};

}  // namespace

void BuildPerson(Scene& scene, const Placement& base, const PersonLook& look) {
  const Body body{look.stride};
  using Member = float (Body::*)(Vec3) const;
  struct Layer {
    Member distance;
    Vec3 tint;
  };
  const std::array<Layer, 6> layers{{{&Body::Tunic, look.tunic},
                                     {&Body::Sleeves, look.tunic},
                                     {&Body::Trousers, {1.0F, 0.98F, 0.94F}},
                                     {&Body::Skin, {0.72F, 0.48F, 0.35F}},
                                     {&Body::Hair, {0.025F, 0.02F, 0.018F}},
                                     {&Body::Shoes, {0.15F, 0.09F, 0.06F}}}};
  const float scale = look.height_m / 1.58F;
  for (const Layer& layer : layers) {
    Mesh mesh = Polygonize([&](Vec3 p) { return (body.*layer.distance)(p); },
                           {{-0.36F, -0.02F, -0.45F}, {0.36F, 1.64F, 0.45F}, 0.016F},
                           {.threads = 1});
    for (Vertex& vertex : mesh.vertices) {
      vertex.position *= scale;
      vertex.tint = layer.tint;
    }
    Append(scene.Of(Material::kCloth), mesh, base);
  }
  if (look.hat) {
    AddTurned(scene.Of(Material::kCloth),
              {.base = {base.rotation, base(Vec3{0, 1.47F * scale, 0})},
               .profile = {{0.225F, 0.03F}, {0.12F, 0.115F}, {0.004F, 0.215F}, {0, 0.215F}},
               .sides = 28,
               .tint = {0.95F, 0.84F, 0.6F}});
  }
}

void BuildTripod(Scene& scene, const Placement& base, float height_m) {
  const float head = height_m - 0.17F;
  for (int leg = 0; leg < 3; ++leg) {
    const float a = 2 * kPi * static_cast<float>(leg) / 3 + 0.4F;
    const Vec3 out{std::sin(a), 0, std::cos(a)};
    const auto at = [&](float k, float radius) {
      return TubePoint{base(out * Mix(0.05F, 0.46F, k) + Vec3{0, Mix(head - 0.12F, 0.0F, k), 0}),
                       radius};
    };
    AddTube(scene.Of(Material::kMetal),
            {at(0, 0.0F),
             at(0.01F, 0.018F),
             at(0.5F, 0.018F),
             at(0.51F, 0.013F),
             at(0.98F, 0.013F),
             at(0.981F, 0.02F),
             at(1, 0.02F)},
            10);
  }
  AddTube(scene.Of(Material::kMetal),
          {{base(Vec3{0, head - 0.5F, 0}), 0},
           {base(Vec3{0, head - 0.49F, 0}), 0.016F},
           {base(Vec3{0, head, 0}), 0.016F},
           {base(Vec3{0, head + 0.001F, 0}), 0}},
          12);
  AddTurned(scene.Of(Material::kMetal),
            {.base = {base.rotation, base(Vec3{0, head - 0.16F, 0})},
             .profile = {{0.02F, 0},
                         {0.06F, 0.02F},
                         {0.06F, 0.06F},
                         {0.03F, 0.08F},
                         {0.035F, 0.14F},
                         {0.05F, 0.16F},
                         {0, 0.165F}},
             .sides = 20});
}

}  // namespace disan::world
