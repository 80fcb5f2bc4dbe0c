// What stands about in the court: stupas, the incense burner, the lotus pond, the gilt figure.
#include "datasets/builders.h"
#include "datasets/noise.h"
#include "datasets/polygonize.h"
#include "datasets/sdf.h"

namespace disan::world {

// Kinds: 0 of laterite with four tiers, 1 of plastered brick with six sides, 2 a stone one with a
// round body.
void BuildStupa(Scene& scene, const Placement& base, int kind, float height_m) {
  const float h = height_m;
  const Material body = kind == 0   ? Material::kLaterite
                        : kind == 1 ? Material::kPlaster
                                    : Material::kStone;
  const int sides = kind == 1 ? 6 : 4;
  const Vec3 tint = kind == 1 ? Vec3{0.88F, 0.82F, 0.7F} : Vec3{1.05F, 1, 0.97F};
  std::vector<Vec2> profile{{0.36F * h, -0.1F}, {0.36F * h, 0.06F * h}, {0.33F * h, 0.07F * h}};
  float y = 0.07F * h, r = 0.29F * h;
  const int tiers = kind == 2 ? 3 : 4;
  float rise = 0.2F * h;
  for (int tier = 0; tier < tiers; ++tier) {
    for (const Vec2 step : {Vec2{r * 1.06F, y},
                            Vec2{r * 1.06F, y + 0.02F * h},
                            Vec2{r, y + 0.03F * h},
                            Vec2{r, y + rise * 0.78F},
                            Vec2{r * 1.08F, y + rise * 0.82F},
                            Vec2{r * 1.22F, y + rise * 0.93F},
                            Vec2{r * 1.22F, y + rise * 0.98F},
                            Vec2{r * 0.82F, y + rise * 1.08F}}) {
      profile.push_back(step);
    }
    y += rise * 1.08F;
    r *= 0.78F;
    rise *= 0.84F;
  }
  profile.push_back({r * 0.3F, y + 0.02F * h});
  AddTurned(scene.Of(body),
            {.base = base,
             .profile = profile,
             .sides = sides,
             .hard_edges = true,
             .turn = 0.5F,
             .tint = tint});
  const float b = 0.13F * h;
  AddTurned(scene.Of(kind == 1 ? Material::kPlaster : Material::kStone),
            {.base = {base.rotation, base(Vec3{0, y, 0})},
             .profile = {{b * 0.5F, 0},
                         {b * 0.85F, b * 0.4F},
                         {b * 0.8F, b * 0.9F},
                         {b * 0.3F, b * 1.3F},
                         {b * 0.45F, b * 1.5F},
                         {b * 0.4F, b * 1.8F},
                         {0, b * 2.4F}},
             .sides = 24,
             .tint = tint});
  // A niche with a tablet on the front of the lowest tier.
  const float front = 0.29F * h * std::cos(kPi / static_cast<float>(sides));
  AddBox(scene.Of(Material::kCarvedStone),
         {.base = {base.rotation, base(Vec3{0, 0.115F * h, front - 0.012F})},
          .size = {0.15F * h, 0.11F * h, 0.05F}});
}

void BuildBurner(Scene& scene, const Placement& base) {
  AddTurned(scene.Of(Material::kStone),
            {.base = base,
             .profile = {{0.62F, -0.05F},
                         {0.62F, 0.14F},
                         {0.56F, 0.17F},
                         {0.5F, 0.17F},
                         {0.5F, 0.3F},
                         {0.56F, 0.34F},
                         {0.56F, 0.4F},
                         {0, 0.4F}},
             .sides = 8,
             .hard_edges = true,
             .turn = 0.5F});
  AddTurned(scene.Of(Material::kBronze),
            {.base = {base.rotation, base(Vec3{0, 0.62F, 0})},
             .profile = {{0, 0},
                         {0.2F, 0.02F},
                         {0.38F, 0.12F},
                         {0.46F, 0.28F},
                         {0.43F, 0.42F},
                         {0.36F, 0.5F},
                         {0.37F, 0.54F},
                         {0.47F, 0.58F},
                         {0.47F, 0.62F},
                         {0.38F, 0.6F},
                         {0.34F, 0.5F},
                         {0, 0.48F}},
             .sides = 40});
  for (int leg = 0; leg < 3; ++leg) {
    const float a = 2 * kPi * static_cast<float>(leg) / 3 + 0.5F;
    const Vec3 out{std::sin(a), 0, std::cos(a)};
    AddTube(scene.Of(Material::kBronze),
            {{base(out * 0.3F + Vec3{0, 0.78F, 0}), 0.07F},
             {base(out * 0.38F + Vec3{0, 0.62F, 0}), 0.075F},
             {base(out * 0.36F + Vec3{0, 0.5F, 0}), 0.05F},
             {base(out * 0.4F + Vec3{0, 0.4F, 0}), 0.07F}},
            10);
  }
  for (const float side : {-1.0F, 1.0F}) {  // handles
    std::vector<TubePoint> handle;
    for (int i = 0; i <= 12; ++i) {
      const float a = kPi * static_cast<float>(i) / 12;
      handle.push_back({base(Vec3{side * (0.46F + 0.07F * std::sin(a)),
                                  1.18F + 0.34F * std::sin(a * 0.9F),
                                  0.14F * std::cos(a)}),
                        0.03F});
    }
    AddTube(scene.Of(Material::kBronze), handle, 8);
  }
  Random random(11);
  for (int i = 0; i < 26; ++i) {  // incense sticks
    const Vec3 at{random.Between(-0.2F, 0.2F), 1.08F, random.Between(-0.2F, 0.2F)};
    const Vec3 tip = at + Vec3{random.Between(-0.05F, 0.05F),
                               random.Between(0.22F, 0.36F),
                               random.Between(-0.05F, 0.05F)};
    AddTube(scene.Of(Material::kLacquer),
            {{base(at), 0.005F}, {base(tip), 0.005F}},
            5,
            {0.55F, 0.12F, 0.1F});
  }
}

void BuildPond(Scene& scene, const Placement& base, uint32_t seed) {
  constexpr float kX = 2.3F, kZ = 1.7F;
  const auto kerb = [&](Vec3 at, Vec3 size) {
    AddBox(scene.Of(Material::kStone), {.base = {base.rotation, base(at)}, .size = size});
    AddBox(scene.Of(Material::kStone),
           {.base = {base.rotation, base(at + Vec3{0, size.y, 0})},
            .size = {size.x + 0.06F, 0.07F, size.z + 0.06F}});
  };
  kerb({0, -0.1F, kZ}, {2 * kX + 0.3F, 0.55F, 0.3F});
  kerb({0, -0.1F, -kZ}, {2 * kX + 0.3F, 0.55F, 0.3F});
  kerb({kX, -0.1F, 0}, {0.3F, 0.55F, 2 * kZ});
  kerb({-kX, -0.1F, 0}, {0.3F, 0.55F, 2 * kZ});
  constexpr float kLevel = 0.33F;
  AddQuad(scene.Of(Material::kWater),
          {.corners = {base(Vec3{-kX, kLevel, kZ}),
                       base(Vec3{kX, kLevel, kZ}),
                       base(Vec3{kX, kLevel, -kZ}),
                       base(Vec3{-kX, kLevel, -kZ})}});
  Random random(seed);
  for (int i = 0; i < 46; ++i) {  // lotus leaves: floating and raised discs
    const Vec3 at{
        random.Between(-kX + 0.35F, kX - 0.35F), 0, random.Between(-kZ + 0.35F, kZ - 0.35F)};
    const bool raised = random.Unit() < 0.55F;
    const float y =
        kLevel + (raised ? random.Between(0.25F, 0.75F) : 0.012F + 0.0005F * static_cast<float>(i));
    const float r = random.Between(0.14F, 0.27F), cup = raised ? 0.22F * r : 0.02F * r;
    const float lean = raised ? random.Between(-0.25F, 0.25F) : 0;
    const Placement leaf{base.rotation * RotationZ(lean), base(Vec3{at.x, y, at.z})};
    AddTurned(scene.Of(Material::kGarden),
              {.base = leaf,
               .profile = {{r, cup}, {r * 0.6F, cup * 0.3F}, {0, 0}},
               .sides = 22,
               .tint = Vec3{0.72F, 1.25F, 1.0F} * random.Between(0.85F, 1.2F)});
    if (raised) {
      AddTube(scene.Of(Material::kBark),
              {{base(Vec3{at.x, kLevel - 0.05F, at.z}), 0.009F}, {leaf.origin, 0.009F}},
              5,
              {0.5F, 0.9F, 0.35F});
    }
  }
  for (int i = 0; i < 9; ++i) {  // flowers
    const Vec3 at{random.Between(-kX + 0.4F, kX - 0.4F),
                  kLevel + random.Between(0.55F, 1.0F),
                  random.Between(-kZ + 0.4F, kZ - 0.4F)};
    AddTube(scene.Of(Material::kBark),
            {{base(Vec3{at.x, kLevel - 0.05F, at.z}), 0.008F}, {base(at), 0.008F}},
            5,
            {0.5F, 0.9F, 0.35F});
    const float open = random.Between(0.35F, 1.0F);
    for (int ring = 0; ring < 2; ++ring) {
      for (int petal = 0; petal < 8; ++petal) {
        const float a = 2 * kPi * (static_cast<float>(petal) + 0.5F * static_cast<float>(ring)) / 8;
        const Vec3 out{std::sin(a), 0, std::cos(a)};
        const float spread = open * (ring == 0 ? 1.0F : 0.6F);
        const Vec3 side{out.z, 0, -out.x};
        const Vec3 mid = at + out * (0.08F * spread + 0.02F) + Vec3{0, 0.05F, 0};
        const Vec3 tip = at + out * (0.13F * spread) + Vec3{0, 0.13F, 0};
        Mesh& mesh = scene.Of(Material::kPetal);
        const Vec3 normal = Normalized(Cross(side, tip - at));
        const Vec3 pink = Mix(Vec3{1.1F, 0.55F, 0.68F}, {1.2F, 0.95F, 1.0F}, 0.25F);
        const uint32_t f =
            mesh.Add({.position = base(at), .normal = normal, .uv = {0, 0}, .tint = pink});
        mesh.Add(
            {.position = base(mid + side * 0.035F), .normal = normal, .uv = {1, 0}, .tint = pink});
        mesh.Add({.position = base(tip), .normal = normal, .uv = {1, 1}, .tint = pink});
        mesh.Add(
            {.position = base(mid - side * 0.035F), .normal = normal, .uv = {0, 1}, .tint = pink});
        mesh.triangles.push_back({f, f + 1, f + 2});
        mesh.triangles.push_back({f, f + 2, f + 3});
      }
    }
  }
}

void BuildFigure(Scene& scene, const Placement& base) {
  const auto shape = [](Vec3 p) {
    const Vec3 q{std::abs(p.x), p.y, p.z};
    float d = Ellipsoid(p, {0, 0.1F, 0}, {0.42F, 0.1F, 0.32F});  // lotus seat
    d = std::min(d, Ellipsoid(p, {0, 0.2F, 0}, {0.38F, 0.045F, 0.29F}));
    float body = Ellipsoid(p, {0, 0.52F, -0.03F}, {0.19F, 0.27F, 0.14F});
    body =
        Join(body, Limb(q, {0.15F, 0.68F, -0.02F}, {0.24F, 0.45F, 0.02F}, {0.075F, 0.065F}), 0.06F);
    body =
        Join(body, Limb(q, {0.24F, 0.45F, 0.02F}, {0.06F, 0.33F, 0.17F}, {0.065F, 0.045F}), 0.05F);
    body = Join(body, Limb(q, {0.12F, 0.29F, 0.02F}, {0.33F, 0.27F, 0.1F}, {0.11F, 0.08F}), 0.06F);
    body = Join(body, Limb(q, {0.33F, 0.27F, 0.1F}, {0.05F, 0.26F, 0.2F}, {0.075F, 0.06F}), 0.05F);
    body = Join(body, Limb(p, {0, 0.74F, -0.02F}, {0, 0.82F, 0}, {0.06F, 0.055F}), 0.04F);
    body = Join(body, Ellipsoid(p, {0, 0.93F, 0.005F}, {0.092F, 0.12F, 0.1F}), 0.025F);
    body = Join(body, Sphere(p, {0, 1.05F, -0.015F}, 0.05F), 0.03F);
    body = Join(body, Ellipsoid(q, {0.092F, 0.91F, -0.005F}, {0.014F, 0.06F, 0.025F}), 0.01F);
    body = Join(body, Ellipsoid(p, {0, 0.925F, 0.105F}, {0.013F, 0.03F, 0.014F}), 0.012F);
    body += 0.003F * std::sin(70 * (p.y + 0.6F * q.x)) * (p.y < 0.72F ? 1.0F : 0.2F);
    const float a = std::atan2(p.x, p.z) * 9;
    d += 0.012F * std::abs(std::sin(a));
    return Join(d, body, 0.02F);
  };
  const Mesh mesh =
      Polygonize(shape, {{-0.5F, -0.05F, -0.4F}, {0.5F, 1.2F, 0.4F}, 0.014F}, {.threads = 1});
  Append(scene.Of(Material::kGilt), mesh, base);
}

}  // namespace disan::world
