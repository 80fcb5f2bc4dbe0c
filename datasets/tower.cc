// The Diệu Quang tower: six-sided, ten storeys of brick that draw in as they rise, each with blind
// arches and moulded eaves.
#include "datasets/builders.h"

namespace disan::world {
namespace {

struct Storey {
  float radius = 0;  // to the corners
  float bottom = 0, height = 0;
};

// Moulded courses that step out and back in, as a six-sided ring from radius r.
void AddEaves(Scene& scene, const Placement& base, float r, float y, float next_r) {
  const float k = r * 0.065F;
  AddTurned(scene.Of(Material::kTowerBrick),
            {.base = base,
             .profile = {{r, y},
                         {r + k, y + 0.05F},
                         {r + k, y + 0.1F},
                         {r + 2.3F * k, y + 0.16F},
                         {r + 2.3F * k, y + 0.22F},
                         {r + 3.6F * k, y + 0.27F}},
             .sides = 6,
             .hard_edges = true,
             .turn = 0.5F,
             .tint = {1.04F, 1.02F, 1.0F}});
  AddTurned(
      scene.Of(Material::kPlaster),
      {.base = base,
       .profile = {{r + 3.6F * k, y + 0.27F}, {r + 4.1F * k, y + 0.29F}, {r + 4.1F * k, y + 0.34F}},
       .sides = 6,
       .hard_edges = true,
       .turn = 0.5F,
       .tint = {0.62F, 0.59F, 0.53F}});
  AddTurned(scene.Of(Material::kRoofTile),
            {.base = base,
             .profile = {{r + 4.1F * k, y + 0.34F}, {r + 1.6F * k, y + 0.42F}, {next_r, y + 0.52F}},
             .sides = 6,
             .hard_edges = true,
             .turn = 0.5F});
  // Upturned corner points.
  for (int corner = 0; corner < 6; ++corner) {
    const float angle = (static_cast<float>(corner) + 0.5F) * kPi / 3;
    const Vec3 out{std::sin(angle), 0, std::cos(angle)};
    const float reach = r + 3.4F * k;
    AddTube(scene.Of(Material::kPlaster),
            {{base(out * (reach - 0.16F) + Vec3{0, y + 0.37F, 0}), 0.035F},
             {base(out * reach + Vec3{0, y + 0.36F, 0}), 0.045F},
             {base(out * (reach + 0.12F) + Vec3{0, y + 0.41F, 0}), 0.035F},
             {base(out * (reach + 0.2F) + Vec3{0, y + 0.53F, 0}), 0.018F},
             {base(out * (reach + 0.21F) + Vec3{0, y + 0.6F, 0}), 0}},
            7,
            {0.6F, 0.57F, 0.52F});
  }
}

void AddStorey(Scene& scene, const Placement& base, const Storey& storey, int number) {
  const float apothem = storey.radius * std::cos(kPi / 6);
  const float width = storey.radius;
  for (int side = 0; side < 6; ++side) {
    const float angle = static_cast<float>(side) * kPi / 3;
    const Placement frame{
        base.rotation * RotationY(angle),
        base(Vec3{std::sin(angle) * apothem, storey.bottom, std::cos(angle) * apothem})};
    const float opening = width * (number == 0 ? 0.46F : 0.40F);
    const float spring = storey.height * (number == 0 ? 0.56F : 0.5F);
    const ArchedFace arch{.frame = frame,
                          .width = width,
                          .height = storey.height,
                          .opening_width = opening,
                          .opening_bottom = number == 0 ? 0.0F : storey.height * 0.16F,
                          .spring_height = spring,
                          .rise = opening * 0.5F,
                          .depth_m = std::min(0.24F, width * 0.16F),
                          .uv_origin = {static_cast<float>(side) * 1.61F, storey.bottom}};
    const bool door = number == 0 && side % 2 == 0;
    const size_t backs = scene.Of(Material::kPlaster).vertices.size();
    AddArchedFace(scene.Of(Material::kTowerBrick),
                  scene.Of(Material::kTowerBrick),
                  &scene.Of(door ? Material::kDoor : Material::kPlaster),
                  arch);
    if (!door) {  // the wall of a blind arch stands in its own soot and shade
      for (size_t i = backs; i < scene.Of(Material::kPlaster).vertices.size(); ++i) {
        scene.Of(Material::kPlaster).vertices[i].tint = {0.50F, 0.43F, 0.35F};
      }
    }
    // The rim of the arch in lime plaster.
    std::vector<TubePoint> rim;
    for (int i = 0; i <= 18; ++i) {
      const float a = kPi * static_cast<float>(i) / 18;
      rim.push_back({frame(Vec3{(opening * 0.5F + 0.03F) * std::cos(a),
                                spring + (opening * 0.5F + 0.03F) * std::sin(a),
                                0}),
                     0.028F});
    }
    AddTube(scene.Of(Material::kPlaster), rim, 6, {0.64F, 0.6F, 0.54F});
  }
  // Corner pilasters.
  for (int corner = 0; corner < 6; ++corner) {
    const float angle = (static_cast<float>(corner) + 0.5F) * kPi / 3;
    const Vec3 out{std::sin(angle), 0, std::cos(angle)};
    AddTurned(
        scene.Of(Material::kTowerBrick),
        {.base = {base.rotation, base(out * (storey.radius - 0.02F) + Vec3{0, storey.bottom, 0})},
         .profile = {{0.085F, 0}, {0.085F, 0.1F}, {0.06F, 0.13F}, {0.06F, storey.height}},
         .sides = 8,
         .hard_edges = true});
  }
}

}  // namespace

void BuildTower(Scene& scene, const Placement& base) {
  // Two steps of stone, then the storeys.
  for (int step = 0; step < 2; ++step) {
    const float r = 2.75F - 0.3F * static_cast<float>(step);
    const float y = 0.2F * static_cast<float>(step);
    AddTurned(
        scene.Of(Material::kStone),
        {.base = base,
         .profile = {{r, y - 0.05F}, {r, y + 0.18F}, {r - 0.03F, y + 0.2F}, {r - 0.5F, y + 0.2F}},
         .sides = 6,
         .hard_edges = true,
         .turn = 0.5F});
  }
  float y = 0.4F, radius = 1.95F, height = 2.15F;
  for (int number = 0; number < 10; ++number) {
    AddStorey(scene, base, {radius, y, height}, number);
    const float next = radius * 0.925F;
    AddEaves(scene, base, radius, y + height, next);
    y += height + 0.5F;
    radius = next;
    height = number == 0 ? 1.42F : height * 0.93F;
  }
  // A lotus bud and a gourd on the summit.
  const float r = radius * 0.9F;
  AddTurned(scene.Of(Material::kPlaster),
            {.base = base,
             .profile = {{r, y - 0.02F},
                         {r * 1.1F, y + 0.1F},
                         {r * 0.55F, y + 0.4F},
                         {r * 0.4F, y + 0.5F},
                         {r * 0.62F, y + 0.62F},
                         {r * 0.72F, y + 0.8F},
                         {r * 0.55F, y + 1.0F},
                         {r * 0.26F, y + 1.12F},
                         {r * 0.38F, y + 1.24F},
                         {r * 0.42F, y + 1.38F},
                         {r * 0.26F, y + 1.55F},
                         {r * 0.06F, y + 1.8F},
                         {0, y + 2.05F}},
             .sides = 28,
             .tint = {0.66F, 0.62F, 0.55F}});
}

}  // namespace disan::world
