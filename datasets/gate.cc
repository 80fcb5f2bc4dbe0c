// The gate of three arches (tam quan): lime-washed, the middle bay higher, each bay under a roof of
// its own, pillars with lotus buds between them.
#include "datasets/builders.h"

namespace disan::world {
namespace {

constexpr float kDeepM = 1.1F;
const Vec3 kOchre{0.80F, 0.60F, 0.32F};

struct Bay {
  float middle = 0, width = 0, height = 0, opening = 0, spring = 0;
};

void AddOchreFace(Scene& scene, const Placement& frame, const Bay& bay) {
  Mesh wall;
  AddArchedFace(wall,
                wall,
                nullptr,
                {.frame = frame,
                 .width = bay.width,
                 .height = bay.height,
                 .opening_width = bay.opening,
                 .spring_height = bay.spring,
                 .rise = bay.opening / 2,
                 .depth_m = kDeepM / 2});
  for (Vertex& vertex : wall.vertices) {
    vertex.tint = kOchre;
  }
  Append(scene.Of(Material::kPlaster), wall, At({0, 0, 0}));
  std::vector<TubePoint> rim{{frame(Vec3{bay.opening / 2 + 0.05F, 0, 0}), 0.05F}};
  for (int i = 0; i <= 20; ++i) {
    const float a = kPi * static_cast<float>(i) / 20;
    const float r = bay.opening / 2 + 0.05F;
    rim.push_back({frame(Vec3{r * std::cos(a), bay.spring + r * std::sin(a), 0}), 0.05F});
  }
  rim.push_back({frame(Vec3{-bay.opening / 2 - 0.05F, 0, 0}), 0.05F});
  AddTube(scene.Of(Material::kPlaster), rim, 8, {0.95F, 0.93F, 0.88F});
}

void AddBay(Scene& scene, const Placement& base, const Bay& bay) {
  for (const float turn : {0.0F, 180.0F}) {
    const Mat3 rotation = base.rotation * RotationY(Radians(turn));
    const Vec3 middle = base(Vec3{bay.middle, 0, turn == 0 ? kDeepM / 2 : -kDeepM / 2});
    AddOchreFace(scene, {rotation, middle}, bay);
    // A cornice under the eaves.
    AddBox(scene.Of(Material::kPlaster),
           {.base = {rotation, middle + Vec3{0, bay.height - 0.34F, 0} + rotation.z * 0.03F},
            .size = {bay.width - 0.05F, 0.12F, 0.14F},
            .tint = {0.92F, 0.9F, 0.84F}});
  }
  AddRoof(scene,
          {.base = {base.rotation, base(Vec3{bay.middle, bay.height - 0.02F, 0})},
           .length = bay.width + 0.75F,
           .depth = kDeepM + 1.1F,
           .ridge_length = bay.width - 0.7F,
           .height = 0.85F,
           .lift = 0.4F,
           .ornaments = bay.width > 3.3F});
}

void AddPillar(Scene& scene, const Placement& base, float x, float height) {
  const Vec3 white{0.97F, 0.95F, 0.9F};
  const Vec3 foot = base(Vec3{x, 0, 0});
  const Placement place{base.rotation, foot};
  AddBox(scene.Of(Material::kStone), {.base = place, .size = {0.86F, 0.45F, 1.5F}});
  AddBox(scene.Of(Material::kPlaster),
         {.base = {base.rotation, place(Vec3{0, 0.45F, 0})},
          .size = {0.66F, height, 1.3F},
          .tint = white});
  const float y = 0.45F + height;
  AddBox(
      scene.Of(Material::kPlaster),
      {.base = {base.rotation, place(Vec3{0, y, 0})}, .size = {0.86F, 0.1F, 1.5F}, .tint = white});
  AddBox(scene.Of(Material::kPlaster),
         {.base = {base.rotation, place(Vec3{0, y + 0.1F, 0})},
          .size = {0.6F, 0.5F, 0.6F},
          .tint = kOchre});
  AddBox(scene.Of(Material::kPlaster),
         {.base = {base.rotation, place(Vec3{0, y + 0.6F, 0})},
          .size = {0.78F, 0.09F, 0.78F},
          .tint = white});
  AddTurned(scene.Of(Material::kPlaster),
            {.base = {base.rotation, place(Vec3{0, y + 0.69F, 0})},
             .profile = {{0.2F, 0},
                         {0.12F, 0.08F},
                         {0.24F, 0.24F},
                         {0.29F, 0.4F},
                         {0.25F, 0.58F},
                         {0.12F, 0.8F},
                         {0, 0.98F}},
             .sides = 24,
             .tint = white * 0.9F});
}

}  // namespace

void BuildGate(Scene& scene, const Placement& base, const ImageFloat& name) {
  const Bay middle{.middle = 0, .width = 3.7F, .height = 5.1F, .opening = 2.1F, .spring = 2.25F};
  AddBay(scene, base, middle);
  for (const float side : {-1.0F, 1.0F}) {
    AddBay(scene,
           base,
           {.middle = side * 3.65F,
            .width = 2.95F,
            .height = 3.75F,
            .opening = 1.45F,
            .spring = 1.85F});
    AddPillar(scene, base, side * 2.0F, 4.5F);
    AddPillar(scene, base, side * 5.35F, 3.4F);
  }
  for (const float turn : {0.0F, 180.0F}) {
    const Mat3 rotation = base.rotation * RotationY(Radians(turn));
    AddBoard(
        scene,
        {.base = {rotation, base.origin + Vec3{0, 3.72F, 0} + rotation.z * (kDeepM / 2 + 0.06F)},
         .size_m = {2.3F, 0.86F},
         .ground = {0.5F, 0.06F, 0.04F},
         .letters = {0.98F, 0.8F, 0.3F}},
        name);
  }
}

}  // namespace disan::world
