// The ground, the walls of the precinct, the quarter beyond them.
#include "datasets/builders.h"
#include "datasets/noise.h"

namespace disan::world {
namespace {

void AddFlat(Scene& scene, Material material, std::array<float, 4> x0z0x1z1, float y) {
  const auto [x0, z0, x1, z1] = x0z0x1z1;
  const int columns = std::clamp(static_cast<int>((x1 - x0) / 0.3F), 1, 160);
  const int rows = std::clamp(static_cast<int>((z1 - z0) / 0.3F), 1, 160);
  AddGrid(scene.Of(material), {columns, rows}, [&](float s, float t) {
    const Vec2 p{Mix(x0, x1, s), Mix(z1, z0, t)};
    const float swell = 0.014F * Noise(p * 0.5F) + 0.006F * Noise(p * 1.7F);
    return SurfacePoint{.position = {p.x, y + swell, p.y}, .uv = {p.x, -p.y}};
  });
}

// A wall from a to b with a coping of tiles on both sides.
void AddWall(Scene& scene, Material material, Vec3 a, Vec3 b, float height_m) {
  const Vec3 along = b - a;
  const float length = Length(along);
  const Vec3 x = along * (1 / length);
  const Vec3 z = Cross(x, {0, 1, 0});
  const Placement place{{x, {0, 1, 0}, z}, (a + b) * 0.5F};
  AddBox(scene.Of(material),
         {.base = {place.rotation, place(Vec3{0, -0.1F, 0})},
          .size = {length, height_m + 0.1F, 0.32F},
          .tint = {0.93F, 0.80F, 0.56F}});
  AddBox(scene.Of(Material::kPlaster),
         {.base = {place.rotation, place(Vec3{0, height_m - 0.12F, 0})},
          .size = {length, 0.12F, 0.42F},
          .tint = {0.9F, 0.88F, 0.82F}});
  for (const float side : {-1.0F, 1.0F}) {
    const auto at = [&](float u, float y, float w) { return place(Vec3{u, y, w * side}); };
    const float h = length / 2;
    std::array<Vec3, 4> corners{at(-h, height_m, 0.36F),
                                at(h, height_m, 0.36F),
                                at(h, height_m + 0.24F, 0),
                                at(-h, height_m + 0.24F, 0)};
    if (side < 0) {
      corners = {corners[1], corners[0], corners[3], corners[2]};
    }
    AddQuad(scene.Of(Material::kRoofTile), {.corners = corners});
  }
  AddBox(scene.Of(Material::kPlaster),
         {.base = {place.rotation, place(Vec3{0, height_m + 0.19F, 0})},
          .size = {length, 0.1F, 0.14F},
          .tint = {0.6F, 0.58F, 0.54F}});
}

}  // namespace

void BuildGround(Scene& scene) {
  AddFlat(scene, Material::kPaving, {-13, -9, 13, 24}, 0);
  AddFlat(scene, Material::kPaving, {-5, 24, 5, 40}, -0.01F);  // the lane that leads here
  AddFlat(scene, Material::kGarden, {13, -22, 34, 24}, -0.03F);
  AddFlat(scene, Material::kGarden, {-20, -34, 20, -9}, -0.05F);
  AddFlat(
      scene, Material::kPaving, {19.2F, -14, 20.8F, 14}, 0.015F);  // the path of the stupa garden
  AddFlat(scene, Material::kPaving, {13, -2.9F, 19.2F, -1.1F}, 0.012F);
  AddQuad(scene.Of(Material::kGarden),
          {.corners = {Vec3{-160, -0.35F, 160},
                       Vec3{160, -0.35F, 160},
                       Vec3{160, -0.35F, -160},
                       Vec3{-160, -0.35F, -160}},
           .cell_m = 4});
}

void BuildWalls(Scene& scene) {
  const Material wall = Material::kPlaster;
  AddWall(scene, wall, {-13, 0, 17}, {-5.6F, 0, 17}, 2.5F);
  AddWall(scene, wall, {5.6F, 0, 17}, {13, 0, 17}, 2.5F);
  AddWall(scene, Material::kCleanPlaster, {-13, 0, -9}, {-13, 0, 3}, 2.6F);
  AddWall(scene, wall, {-13, 0, 3}, {-13, 0, 17}, 2.6F);
  // The east wall has an arched way into the stupa garden.
  AddWall(scene, wall, {13, 0, 17}, {13, 0, -0.55F}, 2.6F);
  AddWall(scene, wall, {13, 0, -3.45F}, {13, 0, -9}, 2.6F);
  for (const float turn : {90.0F, -90.0F}) {
    Mesh arch;
    const Placement frame{RotationY(Radians(turn)), {turn > 0 ? 13.25F : 12.75F, 0, -2}};
    AddArchedFace(arch,
                  arch,
                  nullptr,
                  {.frame = frame,
                   .width = 2.9F,
                   .height = 3.1F,
                   .opening_width = 1.7F,
                   .spring_height = 1.45F,
                   .rise = 0.85F,
                   .depth_m = 0.25F});
    for (Vertex& vertex : arch.vertices) {
      vertex.tint = {0.95F, 0.78F, 0.5F};
    }
    Append(scene.Of(Material::kPlaster), arch, At({0, 0, 0}));
  }
  AddRoof(scene,
          {.base = At({13, 3.08F, -2}, 90),
           .length = 3.5F,
           .depth = 1.5F,
           .ridge_length = 2.3F,
           .height = 0.6F,
           .lift = 0.3F});
  AddWall(scene, wall, {34, 0, 20}, {34, 0, -20}, 2.4F);
  AddWall(scene, wall, {13, 0, 20}, {34, 0, 20}, 2.4F);
  AddWall(scene, wall, {34, 0, -20}, {13, 0, -20}, 2.4F);
  AddWall(scene, wall, {-13, 0, -20}, {-13, 0, -9}, 2.6F);
  AddWall(scene, wall, {13, 0, -20}, {-13, 0, -20}, 2.6F);
  AddWall(scene, wall, {13, 0, -9}, {13, 0, -20}, 2.6F);
}

namespace {

void AddHouse(Scene& scene, const Placement& base, Random& random) {
  static constexpr std::array<Vec3, 6> kPaint{{{0.98F, 0.85F, 0.55F},
                                               {0.72F, 0.85F, 0.78F},
                                               {0.95F, 0.93F, 0.88F},
                                               {0.96F, 0.72F, 0.58F},
                                               {0.70F, 0.80F, 0.92F},
                                               {0.86F, 0.84F, 0.76F}}};
  const float storeys = 2 + std::floor(random.Between(0, 2.6F));
  const float width = random.Between(4.0F, 5.5F);
  const Vec3 tint = kPaint[random.Next() % kPaint.size()] * random.Between(0.85F, 1.0F);
  AddBox(scene.Of(Material::kFacade),
         {.base = base, .size = {width, 3.3F * storeys, 9}, .tint = tint});
  AddBox(scene.Of(Material::kCleanPlaster),
         {.base = {base.rotation, base(Vec3{0, 3.3F * storeys, 0})},
          .size = {width + 0.3F, 0.3F, 9.3F},
          .tint = tint * 0.9F});
  if (random.Unit() < 0.65F) {  // a hut of tin or tiles on the roof
    AddRoof(scene,
            {.base = {base.rotation, base(Vec3{0, 3.3F * storeys + 1.6F, 0})},
             .length = width + 0.4F,
             .depth = 6,
             .ridge_length = width - 1.5F,
             .height = 1.3F,
             .lift = 0});
    AddBox(scene.Of(Material::kFacade),
           {.base = {base.rotation, base(Vec3{0, 3.3F * storeys + 0.3F, 0})},
            .size = {width - 0.6F, 1.4F, 5},
            .tint = tint});
  } else {  // a water tank
    AddTurned(
        scene.Of(Material::kGlaze),
        {.base = {base.rotation * RotationZ(kPi / 2), base(Vec3{0.6F, 3.3F * storeys + 1.4F, 2})},
         .profile = {{0, -0.8F}, {0.55F, -0.7F}, {0.55F, 0.7F}, {0, 0.8F}},
         .sides = 20,
         .tint = {0.8F, 0.85F, 0.9F}});
  }
}

}  // namespace

void BuildQuarter(Scene& scene, uint32_t seed) {
  Random random(seed);
  const auto row = [&](Vec3 from, Vec3 to, float yaw_deg) {
    const float length = Length(to - from);
    for (float at = 0; at < length; at += random.Between(5.0F, 6.4F)) {
      if (random.Unit() < 0.2F) {
        continue;
      }
      Vec3 p = Mix(from, to, at / length);
      p.x += random.Between(-1.5F, 1.5F);
      p.z += random.Between(-1.5F, 1.5F);
      p.y = -0.35F;
      AddHouse(scene, At(p, yaw_deg), random);
    }
  };
  row({-30, 0, -40}, {50, 0, -40}, 0);
  row({-34, 0, 36}, {-34, 0, -34}, 90);
  row({52, 0, 34}, {52, 0, -34}, -90);
  row({-34, 0, 40}, {52, 0, 40}, 180);
}

}  // namespace disan::world
