// Where everything stands. North is -z; the temple looks south.
#include "datasets/layout.h"

#include "datasets/noise.h"
#include "formats/diagnostics/failure.h"

namespace disan::world {
namespace {

// The Heart Sutra, as far as a face holds it: a real text that claims nothing about a real stele.
const std::vector<std::string> kSutra{"觀自在菩薩行深般若波羅蜜多",
                                      "時照見五蘊皆空度一切苦厄舍",
                                      "利子色不異空空不異色色即是",
                                      "空空即是色受想行識亦復如是",
                                      "舍利子是諸法空相不生不滅不",
                                      "垢不淨不增不減是故空中無色",
                                      "無受想行識無眼耳鼻舌身意無",
                                      "色聲香味觸法無眼界乃至無意",
                                      "識界無無明亦無無明盡乃至無"};

void AddParts(Scene& scene, const std::vector<Part>& parts, const Placement& place) {
  for (const Part& part : parts) {
    Append(scene.Of(part.material), part.mesh, place);
  }
}

void AddGarden(Scene& scene, const WorldOptions& options) {
  // Two rows of stupas along the path, the founder's at its end.
  static constexpr std::array<std::array<float, 4>, 9> kStupas{{{16.6F, 6.5F, 0, 2.9F},
                                                                {23.4F, 7.2F, 1, 3.4F},
                                                                {16.4F, 2.2F, 1, 3.1F},
                                                                {23.6F, 2.4F, 0, 3.3F},
                                                                {16.5F, -5.6F, 2, 2.7F},
                                                                {23.5F, -3.2F, 0, 3.0F},
                                                                {23.6F, -8.0F, 1, 3.6F},
                                                                {16.6F, -10.2F, 0, 3.0F},
                                                                {20.0F, -14.8F, 2, 4.2F}}};
  for (const auto& [x, z, kind, height] : kStupas) {
    const float yaw = x < 19 ? 90.0F : x > 21 ? -90.0F : 0.0F;
    BuildStupa(scene, At({x, 0, z}, yaw), static_cast<int>(kind), height);
  }
  BuildFrangipani(scene, At({14.9F, 0, -0.1F + 4.4F}), options.seed + 31, options.detail);
  BuildFrangipani(scene, At({25.6F, 0, -0.4F}), options.seed + 32, options.detail);
  BuildBanyan(scene, At({29.0F, 0, 8.5F}), options.seed + 33, options.detail);
  BuildAreca(scene, At({27.5F, 0, -6}), 6.5F, 41);
  BuildAreca(scene, At({28.6F, 0, -8}), 5.6F, 42);
  Random random(options.seed + 9);
  for (int i = 0; i < 26; ++i) {
    const float x = random.Unit() < 0.5F ? random.Between(13.6F, 18.4F) : random.Between(21.6F, 32);
    const float z = random.Between(-18, 18);
    bool free = !(x < 19.5F && std::abs(z + 2) < 1.6F);
    for (const auto& stupa : kStupas) {
      free = free && std::hypot(x - stupa[0], z - stupa[1]) > 1.9F;
    }
    if (free) {
      BuildShrub(scene,
                 At({x, -0.05F, z}),
                 random.Between(0.25F, 0.6F),
                 options.seed + 100U + static_cast<uint32_t>(i));
    }
  }
}

void AddCourt(Scene& scene, const WorldOptions& options) {
  BuildBurner(scene, At({0, 0, -3.2F}));
  BuildPond(scene, At({6.8F, 0, 4.2F}), options.seed + 3);
  BuildBellPavilion(scene, At({9.6F, 0, 12.2F}));
  BuildFrangipani(scene, At({10.8F, 0, -5.6F}), options.seed + 21, options.detail);
  BuildFrangipani(scene, At({-10.4F, 0, -5.2F}), options.seed + 22, options.detail);
  BuildBanyan(scene, At({-10.2F, 0, 12.6F}), options.seed + 23, options.detail);
  for (const float side : {-1.0F, 1.0F}) {
    BuildAreca(scene,
               At({side * 11.6F, 0, -7.6F}),
               5.4F + side * 0.4F,
               51U + static_cast<uint32_t>(side + 1));
    BuildAreca(scene,
               At({side * 7.2F, 0, 15.6F}),
               6.2F - side * 0.3F,
               55U + static_cast<uint32_t>(side + 1));
  }
  uint32_t pot = options.seed + 60;
  for (const Vec3 at : {Vec3{-4.2F, 0, -6.4F},
                        Vec3{4.3F, 0, -6.4F},
                        Vec3{-5.6F, 0, -6.5F},
                        Vec3{5.7F, 0, -6.5F},
                        Vec3{-3.1F, 0, 13.6F},
                        Vec3{3.1F, 0, 13.6F},
                        Vec3{11.8F, 0, 1.2F},
                        Vec3{11.9F, 0, 7.6F},
                        Vec3{-9.7F, 0, 3.2F},
                        Vec3{-3.6F, 0, 2.2F},
                        Vec3{-9.6F, 0, 7.4F}}) {
    BuildPot(scene, At(at, 40.0F * static_cast<float>(pot % 9)), pot, options.detail);
    ++pot;
  }
  // Trees beyond the walls.
  uint32_t tree = options.seed + 80;
  for (const Vec3 at : {Vec3{-17, 0, -13},
                        Vec3{-18.5F, 0, 6},
                        Vec3{-6, 0, -24.5F},
                        Vec3{9, 0, -25},
                        Vec3{-9, 0, 27},
                        Vec3{12, 0, 28},
                        Vec3{38, 0, 0}}) {
    BuildBanyan(scene, At(at, static_cast<float>(tree * 77)), tree, Detail::kTiny);
    ++tree;
  }
}

Result<ImageFloat> Lines(const std::vector<std::string>& columns, int cell_px) {
  return RenderColumns({.columns = columns, .cell_px = cell_px});
}

}  // namespace

Result<Built> BuildScene(const WorldOptions& options, const Execution& execution) {
  auto gate = RenderLine("蓮派寺", 96, true);
  if (!gate) {
    return Result<Built>::Failed(std::move(gate.diagnostics));
  }
  const bool demo = options.detail == Detail::kDemo;
  // The font is there: the rest cannot fail.
  const ImageFloat hall = ValueOrThrow(RenderLine("大雄寶殿", 96, true));
  const ImageFloat right = ValueOrThrow(Lines({"寺古山深雲作伴"}, 64));
  const ImageFloat left = ValueOrThrow(Lines({"庭空月朗竹為鄰"}, 64));
  const int cell_px = demo ? 64 : 24;
  SteleText text{Chiselled(ValueOrThrow(RenderLine("般若心經", cell_px * 2, true)), demo ? 2 : 1),
                 Chiselled(ValueOrThrow(Lines(kSutra, cell_px)), 1)};

  Built built;
  Scene& scene = built.scene;
  BuildGround(scene);
  BuildWalls(scene);
  BuildQuarter(scene, options.seed + 5);
  BuildTower(scene, At({-6.6F, 0, 4.4F}, 8));
  BuildGate(scene, At({0, 0, 17}), *gate);
  BuildHall(scene, At({0, 0, -13.4F}), {&hall, {&right, &left}});
  AddCourt(scene, options);
  AddGarden(scene, options);

  const Stele first{.cell_m = demo ? 0.0029F : 0.022F, .tortoise = true};
  built.sculptures.push_back({.id = "bia-1",
                              .parts = MakeStele(first, text, execution),
                              .world_from_sculpture = At({7.6F, 0, -3.4F}, -28),
                              .middle = {7.6F, 0.95F, -3.4F},
                              .height_m = 1.9F});
  const Vec3 lion{3.55F, 0, -5.6F};
  built.sculptures.push_back({.id = "nghe-da",
                              .parts = {MakeLion(demo ? 0.0046F : 0.024F, execution)},
                              .world_from_sculpture = At(lion, -6),
                              .middle = lion + Vec3{0, 0.68F, 0},
                              .height_m = 1.35F});
  for (const Sculpture& sculpture : built.sculptures) {
    AddParts(scene, sculpture.parts, sculpture.world_from_sculpture);
  }
  AddParts(scene, {MakeLion(demo ? 0.011F : 0.03F, execution)}, At({-3.55F, 0, -5.6F}, 6));
  for (int i = 0; i < 3; ++i) {
    const Stele other{.width_m = 0.72F,
                      .height_m = 1.32F,
                      .cell_m = demo ? 0.006F : 0.03F,
                      .tortoise = false,
                      .seed = static_cast<uint32_t>(i + 2)};
    AddParts(scene,
             MakeStele(other, text, execution),
             At({12.2F, 0, -4.6F + -1.2F * static_cast<float>(i)}, -90));
  }
  return Result<Built>::Of(std::move(built));
}

}  // namespace disan::world
