// Trees grown branch by branch: frangipani, banyan, areca palms, shrubs and potted bonsai.
#include "datasets/builders.h"
#include "datasets/noise.h"

namespace disan::world {
namespace {

Vec3 RandomDirection(Random& random) {
  const float z = random.Between(-1, 1), turn = random.Between(0, 2 * kPi);
  const float r = std::sqrt(1 - z * z);
  return {r * std::cos(turn), z, r * std::sin(turn)};
}

struct LeafShape {
  Vec3 base, along, across;  // directions of unit length
  float length = 0.2F, width = 0.07F;
  Vec3 tint{1, 1, 1};
};

// Two triangles folded a little along the rib.
void AddLeaf(Mesh& mesh, const LeafShape& leaf) {
  const Vec3 normal = Normalized(Cross(leaf.across, leaf.along));
  const Vec3 tip = leaf.base + leaf.along * leaf.length - Vec3{0, leaf.length * 0.12F, 0};
  const Vec3 middle = leaf.base + leaf.along * (0.5F * leaf.length) + normal * (leaf.width * 0.3F);
  const auto add = [&](Vec3 p, Vec2 uv) {
    return mesh.Add({.position = p, .normal = normal, .uv = uv, .tint = leaf.tint});
  };
  const uint32_t a = add(leaf.base, {0, 0});
  const uint32_t b = add(middle + leaf.across * (leaf.width / 2), {1, 0.5F});
  const uint32_t c = add(tip, {0, 1});
  const uint32_t d = add(middle - leaf.across * (leaf.width / 2), {-1, 0.5F});
  mesh.triangles.push_back({a, b, c});
  mesh.triangles.push_back({a, c, d});
}

struct Habit {
  int depth = 4;
  int children = 3;
  float spread = 0.7F;   // of a child's direction from its parent's
  float shrink = 0.72F;  // of length
  float thin = 0.66F;    // of radius
  float rise = 0.25F;    // how much branches strive upwards
  int sides = 8;
  Vec3 bark{1, 1, 1};
};

struct Tip {
  Vec3 position, direction;
};

class Tree {
 public:
  Tree(Mesh& wood, const Habit& habit, uint32_t seed) : wood_(wood), habit_(habit), random(seed) {}

  void Grow(Vec3 from, Vec3 direction, float length, float radius, int depth) {
    std::vector<TubePoint> path{{from, radius}};
    Vec3 heading = direction;
    constexpr int kPieces = 4;
    for (int i = 1; i <= kPieces; ++i) {
      heading =
          Normalized(heading + RandomDirection(random) * 0.22F + Vec3{0, habit_.rise * 0.25F, 0});
      const float k = static_cast<float>(i) / kPieces;
      path.push_back({path.back().position + heading * (length / kPieces),
                      Mix(radius, radius * (habit_.thin + 0.12F), k)});
    }
    AddTube(wood_, path, std::max(5, habit_.sides - 2 * (habit_.depth - depth)), habit_.bark);
    if (depth == 0) {
      tips.push_back({path.back().position, heading});
      return;
    }
    const float start = random.Between(0, 2 * kPi);
    for (int i = 0; i < habit_.children; ++i) {
      const float turn = start + 2 * kPi * (static_cast<float>(i) + random.Between(-0.2F, 0.2F)) /
                                     static_cast<float>(habit_.children);
      const Mat3 frame = FrameAround(heading);
      const Vec3 out = frame.x * std::cos(turn) + frame.y * std::sin(turn);
      const Vec3 child =
          Normalized(heading * (1 - habit_.spread) + out * habit_.spread + Vec3{0, habit_.rise, 0});
      Grow(path.back().position,
           child,
           length * habit_.shrink * random.Between(0.8F, 1.15F),
           radius * habit_.thin,
           depth - 1);
    }
  }

  std::vector<Tip> tips;

 private:
  Mesh& wood_;
  Habit habit_;

 public:
  Random random;
};

struct Foliage {
  int leaves = 40;     // a tip
  float reach = 0.6F;  // of the cluster round the tip
  float length = 0.14F, width = 0.07F;
  Vec3 tint{1, 1, 1};
};

void AddFoliage(Scene& scene, Tree& tree, const Foliage& foliage) {
  for (const Tip& tip : tree.tips) {
    const float tone = tree.random.Between(0.75F, 1.25F);
    for (int i = 0; i < foliage.leaves; ++i) {
      Random& r = tree.random;
      const Vec3 off = RandomDirection(r) * (foliage.reach * std::cbrt(r.Unit()));
      const Vec3 along = Normalized(RandomDirection(r) + Vec3{0, -0.15F, 0});
      const Vec3 across = Normalized(Cross(along, Vec3{0, 1, 0} + RandomDirection(r) * 0.6F));
      const float size = r.Between(0.75F, 1.25F);
      AddLeaf(scene.Of(Material::kLeaf),
              {.base = tip.position + Vec3{off.x, off.y * 0.7F, off.z},
               .along = along,
               .across = across,
               .length = foliage.length * size,
               .width = foliage.width * size,
               .tint = foliage.tint * (tone * r.Between(0.8F, 1.2F))});
    }
  }
}

void AddRosette(Scene& scene, const Tip& tip, Random& random) {
  const Vec3 up = Normalized(tip.direction + Vec3{0, 0.8F, 0});
  const Mat3 frame = FrameAround(up);
  const int count = 11;
  for (int i = 0; i < count; ++i) {
    const float turn = 2.4F * static_cast<float>(i);
    const float lift = random.Between(0.0F, 0.65F);
    const Vec3 out = frame.x * std::cos(turn) + frame.y * std::sin(turn);
    const Vec3 along = Normalized(out + up * lift);
    AddLeaf(scene.Of(Material::kLeaf),
            {.base = tip.position,
             .along = along,
             .across = Normalized(Cross(along, up)),
             .length = random.Between(0.24F, 0.36F),
             .width = 0.095F,
             .tint = Vec3{1.15F, 1.2F, 1.0F} * random.Between(0.8F, 1.2F)});
  }
  if (random.Unit() > 0.45F) {
    return;
  }
  for (int flower = 0; flower < 6; ++flower) {
    const Vec3 at =
        tip.position + up * random.Between(0.08F, 0.17F) + RandomDirection(random) * 0.09F;
    for (int i = 0; i < 5; ++i) {
      const float turn = 2 * kPi * static_cast<float>(i) / 5;
      const Vec3 along =
          Normalized(frame.x * std::cos(turn) + frame.y * std::sin(turn) + up * 0.5F);
      AddLeaf(scene.Of(Material::kPetal),
              {.base = at,
               .along = along,
               .across = Normalized(Cross(along, up)),
               .length = 0.055F,
               .width = 0.035F,
               .tint = {1.1F, 1.06F, 0.85F}});
    }
  }
}

}  // namespace

void BuildFrangipani(Scene& scene, const Placement& base, uint32_t seed, Detail detail) {
  const Habit habit{.depth = detail == Detail::kDemo ? 5 : 4,
                    .children = 2,
                    .spread = 0.52F,
                    .shrink = 0.8F,
                    .thin = 0.72F,
                    .rise = 0.22F,
                    .sides = 12,
                    .bark = {1.15F, 1.15F, 1.18F}};
  Tree tree(scene.Of(Material::kBark), habit, seed);
  Random lean(seed + 7);
  for (int stem = 0; stem < 3; ++stem) {
    const float turn = 2.1F * static_cast<float>(stem) + lean.Between(0, 1);
    tree.Grow(base(Vec3{0, -0.05F, 0}),
              Normalized({0.5F * std::cos(turn), 1, 0.5F * std::sin(turn)}),
              stem == 0 ? 1.15F : 0.95F,
              stem == 0 ? 0.13F : 0.1F,
              habit.depth);
  }
  for (const Tip& tip : tree.tips) {
    AddRosette(scene, tip, tree.random);
  }
}

void BuildBanyan(Scene& scene, const Placement& base, uint32_t seed, Detail detail) {
  const Habit habit{.depth = 4,
                    .children = 3,
                    .spread = 0.55F,
                    .shrink = 0.72F,
                    .thin = 0.6F,
                    .rise = 0.12F,
                    .sides = 14,
                    .bark = {0.85F, 0.82F, 0.8F}};
  Tree tree(scene.Of(Material::kBark), habit, seed);
  tree.Grow(base(Vec3{0, -0.1F, 0}), {0.05F, 1, 0.02F}, 2.6F, 0.5F, habit.depth);
  // Buttresses at the foot, aerial roots from the boughs.
  for (int i = 0; i < 9; ++i) {
    const float turn = 0.7F * static_cast<float>(i);
    const Vec3 out{std::cos(turn), 0, std::sin(turn)};
    AddTube(scene.Of(Material::kBark),
            {{base(out * 0.25F + Vec3{0, 1.5F, 0}), 0.06F},
             {base(out * 0.48F + Vec3{0, 0.6F, 0}), 0.16F},
             {base(out * 0.75F + Vec3{0, 0.14F, 0}), 0.15F},
             {base(out * 1.35F + Vec3{0, -0.05F, 0}), 0.03F}},
            8,
            {0.82F, 0.8F, 0.77F});
  }
  for (size_t i = 0; i < tree.tips.size(); i += 9) {
    const Vec3 top = tree.tips[i].position + Vec3{0, -0.2F, 0};
    const Vec3 middle = base.origin;
    const Vec3 foot{Mix(top.x, middle.x, 0.35F), 0, Mix(top.z, middle.z, 0.35F)};
    AddTube(scene.Of(Material::kBark),
            {{top, 0.012F}, {Mix(top, foot, 0.5F) + Vec3{0.05F, 0, 0.03F}, 0.018F}, {foot, 0.022F}},
            5,
            {0.9F, 0.85F, 0.8F});
  }
  AddFoliage(scene,
             tree,
             {.leaves = detail == Detail::kDemo ? 330 : 60,
              .reach = 0.95F,
              .length = detail == Detail::kDemo ? 0.16F : 0.32F,
              .width = detail == Detail::kDemo ? 0.09F : 0.18F,
              .tint = {0.8F, 0.85F, 0.8F}});
}

void BuildAreca(Scene& scene, const Placement& base, float height_m, uint32_t seed) {
  Random random(seed);
  std::vector<TubePoint> trunk;
  const float lean = random.Between(-0.03F, 0.03F);
  for (int i = 0; i <= 24; ++i) {
    const float k = static_cast<float>(i) / 24;
    const float ring = i % 2 == 0 ? 0.004F : 0.0F;
    trunk.push_back({base(Vec3{lean * height_m * k * k, height_m * k - 0.05F, 0}),
                     Mix(0.1F, 0.065F, k) + ring});
  }
  AddTube(scene.Of(Material::kBark), trunk, 10, {1.2F, 1.22F, 1.15F});
  const Vec3 crown = trunk.back().position;
  AddTube(scene.Of(Material::kBark),
          {{crown, 0.075F}, {crown + Vec3{0, 0.5F, 0}, 0.06F}, {crown + Vec3{0, 0.75F, 0}, 0.0F}},
          10,
          {0.5F, 0.85F, 0.35F});
  for (int frond = 0; frond < 11; ++frond) {
    const float turn = 2.4F * static_cast<float>(frond);
    const float lift = random.Between(0.25F, 1.2F);
    const Vec3 out{std::cos(turn), 0, std::sin(turn)};
    const Vec3 side{-out.z, 0, out.x};
    Vec3 p = crown + Vec3{0, 0.6F, 0};
    std::vector<TubePoint> rib{{p, 0.02F}};
    for (int i = 1; i <= 22; ++i) {
      const float k = static_cast<float>(i) / 22;
      const Vec3 along = Normalized(out + Vec3{0, lift - 2.3F * k * k - 0.25F, 0});
      p += along * 0.085F;
      rib.push_back({p, 0.02F * (1 - k)});
      for (const float hand : {-1.0F, 1.0F}) {
        const Vec3 leaf = Normalized(side * hand + along * 0.7F + Vec3{0, -0.25F - 0.3F * k, 0});
        AddLeaf(scene.Of(Material::kLeaf),
                {.base = p,
                 .along = leaf,
                 .across = Normalized(Cross(leaf, Vec3{0, 1, 0})),
                 .length = 0.5F * (1 - 0.6F * k) + 0.08F,
                 .width = 0.05F,
                 .tint = Vec3{1.15F, 1.2F, 1.0F} * random.Between(0.8F, 1.2F)});
      }
    }
    AddTube(scene.Of(Material::kBark), rib, 5, {0.5F, 0.8F, 0.3F});
  }
}

void BuildShrub(Scene& scene, const Placement& base, float radius_m, uint32_t seed) {
  Random random(seed);
  const int count = static_cast<int>(900 * radius_m * radius_m) + 120;
  for (int i = 0; i < count; ++i) {
    const Vec3 d = RandomDirection(random);
    const Vec3 at = base(Vec3{d.x, std::abs(d.y) * 0.9F, d.z} *
                         (radius_m * std::cbrt(random.Between(0.25F, 1))));
    const Vec3 along = Normalized(d + RandomDirection(random) * 0.7F);
    AddLeaf(scene.Of(Material::kLeaf),
            {.base = at,
             .along = along,
             .across = Normalized(Cross(along, RandomDirection(random))),
             .length = 0.09F,
             .width = 0.045F,
             .tint = Vec3{0.95F, 1.05F, 0.8F} * random.Between(0.7F, 1.25F)});
  }
}

void BuildPot(Scene& scene, const Placement& base, uint32_t seed, Detail detail) {
  Random random(seed);
  const bool blue = random.Unit() < 0.5F;
  AddTurned(scene.Of(blue ? Material::kGlaze : Material::kStone),
            {.base = base,
             .profile = {{0.2F, 0},
                         {0.24F, 0.02F},
                         {0.33F, 0.3F},
                         {0.36F, 0.42F},
                         {0.4F, 0.44F},
                         {0.4F, 0.49F},
                         {0.34F, 0.49F},
                         {0.32F, 0.44F},
                         {0, 0.44F}},
             .sides = 28,
             .tint = blue ? Vec3{0.3F, 0.42F, 0.7F} : Vec3{1.15F, 1.05F, 0.95F}});
  const Habit habit{.depth = 3,
                    .children = 3,
                    .spread = 0.62F,
                    .shrink = 0.72F,
                    .thin = 0.6F,
                    .rise = 0.12F,
                    .sides = 8,
                    .bark = {0.8F, 0.72F, 0.65F}};
  Tree tree(scene.Of(Material::kBark), habit, seed + 1);
  tree.Grow(base(Vec3{0, 0.42F, 0}),
            Normalized({random.Between(-0.4F, 0.4F), 1, 0.2F}),
            0.42F,
            0.055F,
            habit.depth);
  AddFoliage(scene,
             tree,
             {.leaves = detail == Detail::kDemo ? 60 : 14,
              .reach = 0.17F,
              .length = detail == Detail::kDemo ? 0.055F : 0.11F,
              .width = detail == Detail::kDemo ? 0.03F : 0.06F,
              .tint = {0.95F, 1.0F, 0.85F}});
}

}  // namespace disan::world
