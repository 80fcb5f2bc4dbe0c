// The front hall (tiền đường): seven bays of timber on a stone terrace under one sweeping roof,
// open in front, plain walls behind and beside.
#include "datasets/builders.h"

namespace disan::world {
namespace {

constexpr float kTerraceM = 0.75F;
constexpr float kBayM = 2.5F;
constexpr float kColumnM = 3.55F;  // height of the front columns
constexpr float kFrontZ = 3.1F, kMiddleZ = 0.6F, kBackZ = -3.6F;

void AddColumn(Scene& scene, const Placement& base, Vec3 at, float height) {
  AddTurned(scene.Of(Material::kStone),
            {.base = {base.rotation, base(at)},
             .profile = {{0.34F, -0.02F},
                         {0.34F, 0.06F},
                         {0.3F, 0.12F},
                         {0.33F, 0.17F},
                         {0.33F, 0.2F},
                         {0.26F, 0.27F},
                         {0, 0.27F}},
             .sides = 24});
  AddTurned(scene.Of(Material::kTimber),
            {.base = {base.rotation, base(at)},
             .profile = {{0.19F, 0.26F}, {0.205F, 1.2F}, {0.2F, 2.2F}, {0.18F, height}},
             .sides = 24});
}

void AddBeam(Scene& scene, const Placement& base, Vec3 from, Vec3 to, Vec2 section) {
  const Vec3 along = to - from;
  const float length = Length(along);
  const Vec3 x = Normalized(along);
  const Vec3 z = Normalized(Cross(x, {0, 1, 0}));
  const Mat3 rotation{x, Cross(z, x), z};
  AddBox(scene.Of(Material::kTimber),
         {.base = {base.rotation * rotation, base((from + to) * 0.5F)},
          .size = {length, section.y, section.x}});
}

void AddTerrace(Scene& scene, const Placement& base) {
  AddBox(
      scene.Of(Material::kStone),
      {.base = {base.rotation, base(Vec3{0, -0.1F, 0})}, .size = {19.6F, kTerraceM + 0.08F, 9.6F}});
  Mesh floor;
  AddQuad(floor,
          {.corners = {base(Vec3{-9.5F, kTerraceM, 4.5F}),
                       base(Vec3{9.5F, kTerraceM, 4.5F}),
                       base(Vec3{9.5F, kTerraceM, -4.7F}),
                       base(Vec3{-9.5F, kTerraceM, -4.7F})},
           .tint = {1.05F, 0.95F, 0.88F}});
  Append(scene.Of(Material::kPaving), floor, At({0, 0, 0}));
  for (int step = 0; step < 4; ++step) {
    const float depth = 0.36F * static_cast<float>(4 - step);
    AddBox(scene.Of(Material::kStone),
           {.base = {base.rotation, base(Vec3{0, -0.05F, 4.8F + depth / 2})},
            .size = {5.4F, 0.05F + kTerraceM / 5 * static_cast<float>(step + 1), depth}});
  }
  for (const float side : {-1.0F, 1.0F}) {  // cheeks of the steps, scrolled at the foot
    AddBox(scene.Of(Material::kStone),
           {.base = {base.rotation, base(Vec3{side * 2.88F, -0.05F, 5.6F})},
            .size = {0.36F, 0.5F, 1.7F}});
    AddTurned(
        scene.Of(Material::kStone),
        {.base = {base.rotation * RotationZ(kPi / 2), base(Vec3{side * 2.88F + 0.2F, 0.33F, 6.4F})},
         .profile = {{0, 0}, {0.3F, 0}, {0.33F, 0.04F}, {0.33F, 0.36F}, {0.3F, 0.4F}, {0, 0.4F}},
         .sides = 28});
  }
}

void AddFrame(Scene& scene, const Placement& base) {
  for (int i = 0; i < 8; ++i) {
    const float x = (static_cast<float>(i) - 3.5F) * kBayM;
    AddColumn(scene, base, {x, kTerraceM, kFrontZ}, kColumnM);
    AddColumn(scene, base, {x, kTerraceM, kMiddleZ}, kColumnM + 1.35F);
    AddColumn(scene, base, {x, kTerraceM, -1.9F}, kColumnM + 1.1F);
    const float y = kTerraceM + kColumnM;
    // Tie beams across, and the slanting brackets ("bẩy") that carry the eaves.
    AddBeam(scene, base, {x, y - 0.35F, kFrontZ + 0.2F}, {x, y + 0.25F, kMiddleZ}, {0.16F, 0.3F});
    AddBeam(scene, base, {x, y - 0.62F, kFrontZ}, {x, y - 0.62F, kMiddleZ}, {0.14F, 0.22F});
    AddBeam(scene, base, {x, y + 0.9F, kMiddleZ}, {x, y + 0.9F, -1.9F}, {0.18F, 0.34F});
    AddBeam(scene,
            base,
            {x, y - 0.45F, kFrontZ - 0.1F},
            {x, y - 0.16F, kFrontZ + 1.25F},
            {0.15F, 0.26F});
  }
  const float half = 3.5F * kBayM + 0.3F, y = kTerraceM + kColumnM;
  AddBeam(scene, base, {-half, y - 0.24F, kFrontZ}, {half, y - 0.24F, kFrontZ}, {0.17F, 0.26F});
  AddBeam(scene, base, {-half, y - 0.62F, kFrontZ}, {half, y - 0.62F, kFrontZ}, {0.1F, 0.16F});
  AddBeam(scene, base, {-half, y + 1.1F, kMiddleZ}, {half, y + 1.1F, kMiddleZ}, {0.18F, 0.28F});
  AddBeam(scene, base, {-half, y + 0.95F, -1.9F}, {half, y + 0.95F, -1.9F}, {0.18F, 0.28F});
}

void AddWalls(Scene& scene, const Placement& base) {
  const float half = 3.5F * kBayM + 0.15F, y = kTerraceM;
  const Vec3 cream{0.98F, 0.93F, 0.82F};
  const auto wall = [&](Material material, Vec3 at, Vec3 size) {
    AddBox(scene.Of(material), {.base = {base.rotation, base(at)}, .size = size, .tint = cream});
  };
  wall(Material::kCleanPlaster, {0, y, kBackZ}, {2 * half, 4.3F, 0.3F});
  for (const float side : {-1.0F, 1.0F}) {
    wall(Material::kPlaster,
         {side * half, y, (kBackZ + kMiddleZ) / 2},
         {0.3F, 4.3F, kMiddleZ - kBackZ});
    // Doors close the two outer bays on each side.
    for (const float bay : {2.0F, 3.0F}) {
      const float x = side * bay * kBayM;
      const float w = kBayM - 0.4F;
      AddQuad(scene.Of(Material::kDoor),
              {.corners = {base(Vec3{x - w / 2, y, kMiddleZ}),
                           base(Vec3{x + w / 2, y, kMiddleZ}),
                           base(Vec3{x + w / 2, y + 2.62F, kMiddleZ}),
                           base(Vec3{x - w / 2, y + 2.62F, kMiddleZ})}});
      AddQuad(scene.Of(Material::kDoor),
              {.corners = {base(Vec3{x + w / 2, y, kMiddleZ - 0.06F}),
                           base(Vec3{x - w / 2, y, kMiddleZ - 0.06F}),
                           base(Vec3{x - w / 2, y + 2.62F, kMiddleZ - 0.06F}),
                           base(Vec3{x + w / 2, y + 2.62F, kMiddleZ - 0.06F})}});
      AddBox(scene.Of(Material::kTimber),
             {.base = {base.rotation, base(Vec3{x, y + 2.6F, kMiddleZ - 0.03F})},
              .size = {kBayM - 0.3F, 1.5F, 0.1F}});
    }
  }
}

void AddAltar(Scene& scene, const Placement& base) {
  const Vec3 red{0.42F, 0.035F, 0.025F};
  const auto box = [&](Material material, Vec3 at, Vec3 size, Vec3 tint) {
    AddBox(scene.Of(material), {.base = {base.rotation, base(at)}, .size = size, .tint = tint});
  };
  box(Material::kLacquer, {0, kTerraceM, -2.7F}, {3.6F, 1.1F, 1.1F}, red);
  box(Material::kGilt, {0, kTerraceM + 0.95F, -2.12F}, {3.5F, 0.1F, 0.05F}, {1, 1, 1});
  box(Material::kGilt, {0, kTerraceM + 0.12F, -2.12F}, {3.5F, 0.07F, 0.05F}, {1, 1, 1});
  box(Material::kLacquer, {0, kTerraceM + 1.1F, -2.95F}, {2.4F, 0.45F, 0.6F}, red);
  for (int i = 0; i < 7; ++i) {
    const float x = -1.5F + 0.5F * static_cast<float>(i);
    box(Material::kGilt, {x, kTerraceM + 0.35F, -2.13F}, {0.34F, 0.42F, 0.03F}, {1, 1, 1});
  }
  for (const float side : {-1.0F, 1.0F}) {
    AddTurned(scene.Of(Material::kBronze),
              {.base = {base.rotation, base(Vec3{side * 1.3F, kTerraceM + 1.1F, -2.35F})},
               .profile = {{0.12F, 0},
                           {0.12F, 0.03F},
                           {0.03F, 0.08F},
                           {0.05F, 0.25F},
                           {0.03F, 0.4F},
                           {0.09F, 0.45F},
                           {0.09F, 0.47F},
                           {0.02F, 0.48F},
                           {0.018F, 0.62F},
                           {0, 0.63F}},
               .sides = 20});
    AddTurned(
        scene.Of(Material::kGlaze),
        {.base = {base.rotation, base(Vec3{side * 0.85F, kTerraceM + 1.1F, -2.3F})},
         .profile = {{0.07F, 0}, {0.13F, 0.12F}, {0.14F, 0.22F}, {0.06F, 0.34F}, {0.08F, 0.4F}},
         .sides = 20,
         .tint = {0.35F, 0.45F, 0.72F}});
  }
  for (const Vec3 at :
       {Vec3{0, 3.3F, -0.8F}, Vec3{-4.6F, 3.5F, -1.0F}, Vec3{4.6F, 3.5F, -1.0F}}) {  // lanterns
    AddTurned(scene.Of(Material::kLacquer),
              {.base = {base.rotation, base(at - Vec3{0, 0.45F, 0})},
               .profile = {{0.06F, 0},
                           {0.16F, 0.08F},
                           {0.2F, 0.2F},
                           {0.16F, 0.32F},
                           {0.06F, 0.4F},
                           {0.008F, 0.41F},
                           {0.008F, 1.6F}},
               .sides = 20,
               .tint = {1.2F, 0.16F, 0.06F}});
  }
  BuildFigure(scene, {base.rotation, base(Vec3{0, kTerraceM + 1.55F, -2.95F})});
}

}  // namespace

void BuildHall(Scene& scene, const Placement& base, const HallTexts& texts) {
  AddTerrace(scene, base);
  AddFrame(scene, base);
  AddWalls(scene, base);
  AddAltar(scene, base);
  AddRoof(scene,
          {.base = {base.rotation, base(Vec3{0, kTerraceM + kColumnM - 0.12F, -0.2F})},
           .length = 21.0F,
           .depth = 10.0F,
           .ridge_length = 13.5F,
           .height = 3.6F,
           .lift = 1.15F,
           .ornaments = true});
  if (texts.board != nullptr) {
    AddBoard(scene,
             {.base = {base.rotation * RotationX(0.16F),
                       base(Vec3{0, kTerraceM + 2.62F, kFrontZ + 0.2F})},
              .size_m = {2.1F, 0.74F}},
             *texts.board);
  }
  for (size_t i = 0; i < 2; ++i) {
    if (texts.couplets[i] != nullptr) {
      const float x = (i == 0 ? 0.5F : -0.5F) * kBayM;
      AddBoard(scene,
               {.base = {base.rotation, base(Vec3{x, kTerraceM + 0.62F, kFrontZ + 0.235F})},
                .size_m = {0.3F, 2.0F}},
               *texts.couplets[i]);
    }
  }
}

void BuildBellPavilion(Scene& scene, const Placement& base) {
  AddBox(scene.Of(Material::kStone),
         {.base = {base.rotation, base(Vec3{0, -0.1F, 0})}, .size = {3.0F, 0.45F, 3.0F}});
  for (const float x : {-1.0F, 1.0F}) {
    for (const float z : {-1.0F, 1.0F}) {
      AddColumn(scene, base, {x * 1.05F, 0.35F, z * 1.05F}, 2.75F);
    }
    AddBeam(scene, base, {x * 1.05F, 2.85F, -1.3F}, {x * 1.05F, 2.85F, 1.3F}, {0.14F, 0.22F});
    AddBeam(scene, base, {-1.3F, 2.85F, x * 1.05F}, {1.3F, 2.85F, x * 1.05F}, {0.14F, 0.22F});
  }
  AddBeam(scene, base, {-1.1F, 2.75F, 0}, {1.1F, 2.75F, 0}, {0.2F, 0.22F});
  AddRoof(scene,
          {.base = {base.rotation, base(Vec3{0, 3.02F, 0})},
           .length = 4.1F,
           .depth = 4.1F,
           .ridge_length = 0.5F,
           .height = 1.5F,
           .lift = 0.6F});
  // The bell, its crown a loop; bands and bosses cast on its side.
  const Placement bell{base.rotation, base(Vec3{0, 1.25F, 0})};
  AddTurned(scene.Of(Material::kBronze),
            {.base = bell,
             .profile = {{0.44F, 0},
                         {0.47F, 0},
                         {0.47F, 0.05F},
                         {0.44F, 0.08F},
                         {0.425F, 0.3F},
                         {0.435F, 0.31F},
                         {0.435F, 0.34F},
                         {0.42F, 0.35F},
                         {0.405F, 0.62F},
                         {0.415F, 0.63F},
                         {0.415F, 0.66F},
                         {0.4F, 0.67F},
                         {0.375F, 0.9F},
                         {0.33F, 1.05F},
                         {0.2F, 1.16F},
                         {0, 1.2F}},
             .sides = 48});
  for (int i = 0; i < 12; ++i) {
    const float angle = static_cast<float>(i) * kPi / 6;
    const Vec3 at{0.415F * std::sin(angle), 0.5F, 0.415F * std::cos(angle)};
    AddTurned(scene.Of(Material::kBronze),
              {.base = {base.rotation * RotationY(angle) * RotationX(kPi / 2), bell(at)},
               .profile = {{0.035F, 0}, {0.03F, 0.02F}, {0, 0.03F}},
               .sides = 10});
  }
  std::vector<TubePoint> loop;
  for (int i = 0; i <= 16; ++i) {
    const float a = kPi * static_cast<float>(i) / 16;
    loop.push_back({bell(Vec3{0.16F * std::cos(a), 1.16F + 0.3F * std::sin(a), 0}), 0.04F});
  }
  AddTube(scene.Of(Material::kBronze), loop, 10);
}

}  // namespace disan::world
