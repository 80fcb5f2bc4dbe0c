#include "pipeline/model/model.h"

#include "formats/mesh/glb.h"
#include "formats/mesh/gltf.h"
#include "formats/mesh/texture_pixels.h"
#include "pipeline/model/atlas.h"
#include "pipeline/model/bake.h"
#include "pipeline/model/cost_queue.h"
#include "pipeline/model/edge_table.h"
#include "pipeline/model/front.h"
#include "pipeline/model/look_deviation.h"
#include "pipeline/model/render.h"
#include "pipeline/model/texture_quality.h"
#include "pipeline/model/units.h"
#include "tests/support/shapes.h"

#include <numbers>
#include <numeric>

#include <gmock/gmock.h>

namespace disan {
namespace {

const Execution kTwo{.threads = 2};

Mesh ColouredSphere(int subdivisions) {
  Mesh sphere = testing::Sphere(0.5, subdivisions);
  for (const Float3& p : sphere.positions) {
    const auto wave = [](float v) {
      return ByteFrom(140 + 90 * std::sin(static_cast<double>(v) * 9));
    };
    sphere.colours.push_back({wave(p.x), wave(p.y), wave(p.z), 255});
  }
  return sphere;
}

size_t OpenEdges(const Mesh& mesh) {
  std::vector<uint32_t> itself(mesh.positions.size());
  std::iota(itself.begin(), itself.end(), 0U);
  size_t open = 0;
  EdgeTable(mesh.triangles, itself).ForEachEdge([&](std::span<const EdgeTable::Side> sides) {
    open += sides.size() == 2 ? 0U : 1U;
  });
  return open;
}

TEST(Deviation, OfTwoSpheresIsTheDifferenceOfTheirRadii) {
  const Mesh a = testing::Sphere(1, 6);
  const Mesh b = testing::Sphere(1.02, 6);
  const SurfaceDeviation d = MeasureDeviation(a, RayScene(a), b, kTwo, {.samples = 20000});
  EXPECT_NEAR(d.rms, 0.02, 0.0004);
  EXPECT_NEAR(d.p95, 0.02, 0.0008);
  EXPECT_NEAR(d.max, 0.02, 0.001);
  EXPECT_LT(d.normal_p95_deg, 3);
}

TEST(Deviation, IsTheSameForAnyNumberOfThreads) {
  const Mesh a = testing::Sphere(1, 4);
  const Mesh b = testing::Sphere(1.1, 3);
  const SurfaceDeviation one =
      MeasureDeviation(a, RayScene(a), b, {.threads = 1}, {.samples = 9000});
  const SurfaceDeviation four =
      MeasureDeviation(a, RayScene(a), b, {.threads = 4}, {.samples = 9000});
  EXPECT_EQ(one.rms, four.rms);
  EXPECT_EQ(one.p95, four.p95);
  EXPECT_EQ(one.normal_mean_deg, four.normal_mean_deg);
}

TEST(Deviation, AHoleIsSeenFromTheScan) {
  const Mesh a = testing::Sphere(1, 5);
  Mesh b = a;
  b.triangles.resize(b.triangles.size() / 2);
  EXPECT_GT(MeasureDeviation(a, RayScene(a), b, kTwo, {.samples = 5000}).missing, 0.3);
}

TEST(CostQueue, ServesTheCheapestFirstAndEqualsAsTheyCame) {
  struct Thing {
    float cost;
    int number;
  };
  CostQueue<Thing> queue;
  uint32_t state = 1;
  float highest_out = 0;
  for (int i = 0; i < 20000; ++i) {
    state = state * 1664525U + 1013904223U;
    queue.Push({std::ldexp(1.0F + static_cast<float>(state >> 9) / 8388608.0F,
                           static_cast<int>(state % 60) - 50),
                i});
  }
  queue.Push({0, -1});
  queue.Push({0, -2});
  EXPECT_EQ(queue.Pop().number, -1);
  EXPECT_EQ(queue.Pop().number, -2);
  size_t served = 0;
  for (; !queue.empty(); ++served) {
    const Thing thing = queue.Pop();
    EXPECT_GT(thing.cost * (1 + 1.0F / 128), highest_out);
    highest_out = std::max(highest_out, thing.cost);
    if (served == 5000) {  // one that comes late and is cheap is next
      queue.Push({1e-30F, -3});
      EXPECT_EQ(queue.Pop().number, -3);
    }
  }
  EXPECT_EQ(served, 20000U);
}

TEST(Simplify, StaysClosedAndNearAtTheAskedCount) {
  const Mesh sphere = testing::Sphere(1, 6);
  Simplifier simplifier(sphere);
  simplifier.ReduceTo(2000, kTwo);
  const Mesh light = simplifier.Take();
  EXPECT_LE(light.triangles.size(), 2000U);
  EXPECT_GE(light.triangles.size(), 1990U);
  EXPECT_EQ(OpenEdges(light), 0U);
  // The best that 2,000 flat triangles can do on a sphere is about 0.0008.
  EXPECT_LT(MeasureDeviation(sphere, RayScene(sphere), light, kTwo, {.samples = 20000}).rms,
            0.0012);
}

TEST(Simplify, AFlatSheetKeepsItsOutline) {
  const Mesh sheet = testing::Plane(2, 40);
  Simplifier simplifier(sheet);
  simplifier.ReduceTo(60, kTwo);
  EXPECT_LE(simplifier.triangles(), 60U);
  EXPECT_NEAR(testing::Area(simplifier.Take()), 4, 1e-4);
}

TEST(Simplify, GoesDownStepByStep) {
  Simplifier simplifier(testing::Sphere(1, 5));
  size_t last = simplifier.triangles();
  for (const size_t goal : {10000U, 3000U, 500U}) {
    simplifier.ReduceTo(goal, kTwo);
    EXPECT_LT(simplifier.triangles(), last);
    EXPECT_EQ(OpenEdges(simplifier.Take()), 0U);
    last = simplifier.triangles();
  }
}

TEST(Units, MissingOnesNameTheOptions) {
  const Result<UnitsFound> found = FindUnits({}, {}, {.file = "bia.ply"});
  ASSERT_FALSE(found.ok());
  ASSERT_EQ(found.diagnostics.size(), 2U);
  EXPECT_THAT(found.diagnostics[0].remedy.vi, ::testing::HasSubstr("--units"));
  EXPECT_THAT(found.diagnostics[1].remedy.vi, ::testing::HasSubstr("--up"));
}

TEST(Units, TheOptionWinsAndZUpIsTurned) {
  Mesh mesh = testing::Cube(1000);
  mesh.positions[0] = {0, 0, 2000};
  const Result<UnitsFound> found =
      FindUnits(1.0, {}, {.metres_per_unit = 0.001, .up = SourceUp::kZ, .site_up = SourceUp::kY});
  ASSERT_TRUE(found.ok());
  ApplyUnits(mesh, *found);
  EXPECT_FALSE(SizeFault(mesh, "a").has_value());
  EXPECT_NEAR(mesh.positions[0].y, 2, 1e-6F);
  EXPECT_NEAR(testing::Volume(mesh) > 0, true, 0);
}

TEST(Units, AThreeKilometreSteleIsSaid) {
  const auto said = SizeFault(testing::Cube(3000), "stele.ply");
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->severity, Severity::kError);
  EXPECT_EQ(SizeFault(testing::Cube(300), "cliff.ply")->severity, Severity::kWarning);
  EXPECT_THAT(said->what.en, ::testing::HasSubstr("km"));
}

TEST(Atlas, ChartsNeverOverlapAndFillThePage) {
  Mesh sphere = testing::Sphere(1, 4);
  sphere.normals = ComputeNormals(sphere);
  const AtlasResult atlas = MakeAtlas(sphere, {.size_px = 512, .margin_px = 4}, kTwo);
  ASSERT_EQ(atlas.mesh.uvs.size(), atlas.mesh.positions.size());
  EXPECT_EQ(atlas.mesh.triangles.size(), sphere.triangles.size());
  EXPECT_GE(atlas.coverage, 0.6);
  double area = 0;
  std::vector<uint8_t> taken(512 * 512);
  for (const Triangle& t : atlas.mesh.triangles) {
    const Float2 a = atlas.mesh.uvs[t[0]];
    const Float2 b = atlas.mesh.uvs[t[1]];
    const Float2 c = atlas.mesh.uvs[t[2]];
    area += std::abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
    const auto x = static_cast<size_t>((a.x + b.x + c.x) / 3 * 512);
    const auto y = static_cast<size_t>((a.y + b.y + c.y) / 3 * 512);
    ++taken.at(y * 512 + x);
  }
  EXPECT_GT(area, 0.4);
  // 5,120 triangles over some 110,000 pixels: middles of different faces never share one.
  EXPECT_LE(*std::max_element(taken.begin(), taken.end()), 1);
}

TEST(Model, VertexColoursBecomeATextureOfFortyDecibels) {
  const Mesh scan = ColouredSphere(6);
  std::vector<Diagnostic> said;
  ModelMaker maker(scan, kTwo, said);
  const Model model =
      maker.Make({.triangles = 3000, .texture_px = 512, .deviation = {.samples = 20000}}, kTwo);
  EXPECT_LE(model.mesh.triangles.size(), 3000U);
  EXPECT_LT(model.deviation.rms, 0.001);
  const Surface result(model.mesh, said);
  EXPECT_TRUE(said.empty());
  const RayScene scene(model.mesh);
  double squares = 0;
  const std::vector<SurfacePoint> points = SampleSurface(maker.scan(), 5000, 3);
  for (const SurfacePoint& p : points) {
    SurfacePoint nearest;
    ASSERT_TRUE(scene.Closest(At(maker.scan(), p), nearest));
    const Float3 want = maker.surface().Colour(p);
    const Float3 have = result.Colour(nearest);
    for (int k = 0; k < 3; ++k) {
      const double e = ByteFromLinear(want[k]) - ByteFromLinear(have[k]);
      squares += e * e;
    }
  }
  const double psnr =
      10 * std::log10(255 * 255 / (squares / (3.0 * static_cast<double>(points.size()))));
  EXPECT_GT(psnr, 38);
}

TEST(Model, BakedNormalsShowTheScanAndNotTheFacets) {
  const Mesh scan = ColouredSphere(6);
  std::vector<Diagnostic> said;
  ModelMaker maker(scan, kTwo, said);
  const Model model =
      maker.Make({.triangles = 300, .texture_px = 512, .deviation = {.samples = 5000}}, kTwo);
  const Surface result(model.mesh, said);
  double angle = 0;
  const std::vector<SurfacePoint> points = SampleSurface(model.mesh, 4000, 5);
  for (const SurfacePoint& p : points) {
    const Float3 truth = Normalized(At(model.mesh, p));
    angle += std::acos(std::min(static_cast<double>(Dot(truth, result.Normal(p))), 1.0));
  }
  EXPECT_LT(angle / static_cast<double>(points.size()) * 57.3, 1.5);
}

TEST(Model, SameBytesForOneAndFourThreads) {
  std::vector<Diagnostic> said;
  const ModelOptions options{.triangles = 1000, .texture_px = 256, .deviation = {.samples = 3000}};
  std::string bytes;
  for (const int threads : {1, 4}) {
    const Execution execution{.threads = threads};
    ModelMaker maker(ColouredSphere(4), execution, said);
    const Model model = maker.Make(options, execution);
    const Result<std::string> glb = EncodeGlb(model.mesh, {.position_bits = model.position_bits});
    ASSERT_TRUE(glb.ok());
    EXPECT_TRUE(bytes.empty() || bytes == *glb);
    bytes = *glb;
  }
}

TEST(Model, WhatIsMeasuredIsWhatIsStored) {
  std::vector<Diagnostic> said;
  ModelMaker maker(testing::Sphere(0.5, 5), kTwo, said);
  const Model model = maker.Make({.triangles = 2000, .texture_px = 256}, kTwo);
  const Result<Mesh> read =
      ReadGltf(*EncodeGlb(model.mesh, {.position_bits = model.position_bits}), {});
  ASSERT_TRUE(read.ok());
  const SurfaceDeviation d = MeasureDeviation(maker.scan(), maker.scene(), *read, kTwo);
  EXPECT_NEAR(d.rms, model.deviation.rms, model.deviation.rms * 0.02);
}

TEST(Model, NoTriangleOfWhatIsStoredHasTwoCornersOnOnePoint) {
  Mesh sphere = ColouredSphere(5);
  const size_t half = sphere.triangles.size() / 2;
  sphere.materials = {{.name = "a"}, {.name = "b"}};
  sphere.groups = {{.first_triangle = 0, .triangle_count = half, .material = 0},
                   {.first_triangle = half, .triangle_count = half, .material = 1}};
  sphere.uvs.resize(sphere.positions.size());
  const size_t all = sphere.triangles.size();
  std::vector<Diagnostic> said;
  ModelMaker maker(std::move(sphere), kTwo, said);
  const Mesh stored = maker
                          .Make({.triangles = all,
                                 .texture_px = 256,
                                 .position_bits = 5,
                                 .deviation = {.samples = 1000}},
                                kTwo)
                          .mesh;
  EXPECT_LT(stored.triangles.size(), all);
  size_t grouped = 0;
  for (const MaterialGroup& group : GroupsOf(stored)) {
    EXPECT_EQ(group.first_triangle, grouped);
    grouped += group.triangle_count;
  }
  EXPECT_EQ(grouped, stored.triangles.size());
  for (const Triangle& t : stored.triangles) {
    const auto& p = stored.positions;
    ASSERT_FALSE(p[t[0]] == p[t[1]] || p[t[1]] == p[t[2]] || p[t[2]] == p[t[0]]);
  }
}

TEST(Model, MaxErrorIsKept) {
  std::vector<Diagnostic> said;
  ModelMaker maker(testing::Sphere(0.5, 6), kTwo, said);
  const Model model = maker.Make({.triangles = 1000000,
                                  .max_error = 0.001,
                                  .texture_px = 256,
                                  .deviation = {.samples = 10000}},
                                 kTwo);
  EXPECT_LT(model.mesh.triangles.size(), 20000U);
  EXPECT_LT(model.deviation.max, 0.0011);
}

TEST(Render, AModelIsLitShadedAndStandsOnItsShadow) {
  std::vector<Diagnostic> said;
  const Mesh sphere = testing::Sphere(0.5, 4);
  const Surface surface(sphere, said);
  const RayScene scene(sphere);
  const RenderView view{.width_px = 96, .height_px = 96, .samples = 4};
  const Image8 image = Render(surface, scene, view, {.threads = 1});
  EXPECT_EQ(image.pixels, Render(surface, scene, view, {.threads = 3}).pixels);
  const int lit = image.At(36, 34)[1];
  const int shaded = image.At(64, 70)[1];
  EXPECT_GT(lit, shaded + 25);
  EXPECT_LT(lit, 250);
  EXPECT_GT(image.At(3, 3)[1], 120);
}

TEST(Render, ADeepShadowOnTheGroundHasNoGrain) {
  std::vector<Diagnostic> said;
  const Mesh sphere = testing::Sphere(0.5, 4);
  const Surface surface(sphere, said);
  const RayScene scene(sphere);
  const RenderView view{.width_px = 200, .height_px = 200, .samples = 9};
  const auto painted = [&](float level) {
    return Render(surface, scene, view, kTwo, [&](const SurfacePoint&) {
      return Float3{level, level, level};
    });
  };
  const Image8 dark = painted(0);
  const Image8 light = painted(1);
  const auto is_ground = [&](int x, int y) {
    return y > 100 && std::equal(dark.At(x, y), dark.At(x, y) + 3, light.At(x, y));
  };
  double squares = 0;
  int shaded = 0;
  for (int y = 1; y < 199; ++y) {
    for (int x = 1; x < 199; ++x) {
      if (is_ground(x, y) && is_ground(x - 1, y) && is_ground(x + 1, y) && is_ground(x, y - 1) &&
          is_ground(x, y + 1) && dark.At(x, y)[1] < 120) {
        const int around = dark.At(x - 1, y)[1] + dark.At(x + 1, y)[1] + dark.At(x, y - 1)[1] +
                           dark.At(x, y + 1)[1];
        squares += std::pow(dark.At(x, y)[1] - around / 4.0, 2);
        ++shaded;
      }
    }
  }
  ASSERT_GT(shaded, 200);
  EXPECT_LT(std::sqrt(squares / shaded), 3);
}

// A slab facing +z and -z, turned by `azimuth` degrees; letters on one of its two sides.
Mesh Slab(double azimuth_deg, bool letters_behind) {
  Mesh slab;
  constexpr int kCells = 60;
  const double turn = azimuth_deg * std::numbers::pi / 180;
  for (const int side : {1, -1}) {
    const auto first = static_cast<uint32_t>(slab.positions.size());
    for (int y = 0; y <= kCells; ++y) {
      for (int x = 0; x <= kCells; ++x) {
        const Double3 p{(x / double{kCells} - 0.5) * side, y / double{kCells} * 1.6, 0.1 * side};
        slab.positions.push_back(Double3{p.x * std::cos(turn) + p.z * std::sin(turn),
                                         p.y,
                                         p.z * std::cos(turn) - p.x * std::sin(turn)}
                                     .To<float>());
        const bool written = (side == 1) != letters_behind && x % 6 < 3 && y % 6 < 3;
        const uint8_t grey = written ? 60 : 180;
        slab.colours.push_back({grey, grey, grey, 255});
      }
    }
    for (uint32_t y = 0; y < kCells; ++y) {
      for (uint32_t x = 0; x < kCells; ++x) {
        const uint32_t a = first + y * (kCells + 1) + x;
        slab.triangles.push_back({a, a + 1, a + kCells + 2});
        slab.triangles.push_back({a, a + kCells + 2, a + kCells + 1});
      }
    }
  }
  return slab;
}

TEST(Front, OfASteleIsTheSideWithTheWriting) {
  std::vector<Diagnostic> said;
  for (const double turned : {0.0, 90.0, 150.0}) {
    for (const bool behind : {false, true}) {
      const Mesh slab = Slab(turned, behind);
      const double front = FrontAzimuthDeg(Surface(slab, said), RayScene(slab), kTwo);
      EXPECT_EQ(front, std::fmod(turned + (behind ? 180 : 0), 360)) << turned << behind;
      EXPECT_EQ(front, FrontAzimuthDeg(Surface(slab, said), RayScene(slab), {.threads = 1}));
    }
  }
  const Mesh sphere = testing::Sphere(0.5, 4);
  const double any = FrontAzimuthDeg(Surface(sphere, said), RayScene(sphere), kTwo);
  EXPECT_LE(std::min(any, 360 - any), 15) << "all sides are alike: about +z";
}

// A back with curls has a little more to see than a face.
TEST(Front, OfTwoEvenSidesIsTheOneTowardsZ) {
  std::vector<Diagnostic> said;
  Mesh slab = Slab(0, true);
  for (size_t i = 0; i < slab.positions.size(); ++i) {
    const Float3 p = slab.positions[i];
    if (p.z > 0) {
      const bool written = std::sin(60 * p.x) > 0.4F && std::sin(40 * p.y) > 0.4F;
      const uint8_t grey = written ? 60 : 180;
      slab.colours[i] = {grey, grey, grey, 255};
    }
  }
  EXPECT_EQ(FrontAzimuthDeg(Surface(slab, said), RayScene(slab), kTwo), 0);
}

TEST(Atlas, ASphereNeedsFewChartsAndSeams) {
  Mesh sphere = testing::Sphere(1, 6);
  sphere.normals = ComputeNormals(sphere);
  const AtlasResult atlas = MakeAtlas(sphere, {.size_px = 1024, .margin_px = 4}, kTwo);
  EXPECT_LE(atlas.charts, 16U);
  EXPECT_LT(static_cast<double>(atlas.mesh.positions.size()),
            1.1 * static_cast<double>(sphere.positions.size()));
}

TEST(Atlas, IsTheSameForAnyNumberOfThreads) {
  const Mesh sphere = testing::Sphere(1, 5);
  const AtlasResult one = MakeAtlas(sphere, {.size_px = 512}, {.threads = 1});
  const AtlasResult four = MakeAtlas(sphere, {.size_px = 512}, {.threads = 4});
  EXPECT_EQ(one.mesh.uvs, four.mesh.uvs);
  EXPECT_EQ(one.mesh.triangles, four.mesh.triangles);
}

TEST(TextureQuality, IsTheLeastThatReachesTheGoal) {
  Image8 image(256, 256, 3);
  for (size_t i = 0; i < image.pixels.size(); ++i) {
    image.pixels[i] = static_cast<uint8_t>((i * 7 + i / 768 * 13 + (i * i) % 31) & 0xFF);
  }
  size_t last = 0;
  for (const double goal : {25.0, 30.0, 35.0}) {
    const Texture texture = JpegTexture("a", image, {.psnr_db = goal, .least_quality = 5});
    const Result<Image8> again = DecodeTexture(texture);
    ASSERT_TRUE(again.ok());
    EXPECT_GE(Psnr(image, *again), goal);
    EXPECT_GT(texture.bytes.size(), last);
    last = texture.bytes.size();
  }
}

TEST(LookDeviation, OfAModelAndItselfIsNothing) {
  const Mesh sphere = ColouredSphere(4);
  std::vector<Diagnostic> said;
  const LookDeviation look = MeasureLook(Surface(sphere, said), sphere, kTwo, {}, 5000);
  EXPECT_LT(look.normal_mean_deg, 0.1);
  EXPECT_GT(look.colour_psnr_db, 50);
}

TEST(Model, ALightScanHasNoLargerPageThanItNeeds) {
  std::vector<Diagnostic> said;
  ModelMaker maker(ColouredSphere(4), kTwo, said);  // 5,120 triangles
  EXPECT_EQ(maker.Make({.texture_px = 2048}, kTwo).texture_px, 256);
  EXPECT_EQ(maker.Make({.texture_px = 512, .texture_may_shrink = false}, kTwo).texture_px, 512);
}

TEST(Glb, WhatIsSnappedIsWhatIsStored) {
  Mesh mesh = ColouredSphere(3);
  mesh.colours.clear();
  mesh.normals = ComputeNormals(mesh);
  for (const Float3& p : mesh.positions) {
    mesh.uvs.push_back({p.x + 0.5F, p.y + 0.5F});
  }
  mesh.textures = {{"a.jpg", "image/jpeg", "picture"}};
  mesh.materials = {{.base_colour_texture = 0, .normal_texture = 0}};
  mesh.tangents = ComputeTangents(mesh);
  const GlbOptions options{.uv_bits = 11};
  SnapToStored(mesh, options);
  const Result<Mesh> again = ReadGltf(*EncodeGlb(mesh, options), {"a.glb", "."});
  ASSERT_TRUE(again.ok());
  // Triangles come back in another order: compare what is at each place.
  for (size_t v = 0; v < again->positions.size(); ++v) {
    size_t nearest = 0;
    for (size_t w = 0; w < mesh.positions.size(); ++w) {
      if (Length(mesh.positions[w] - again->positions[v]) <
          Length(mesh.positions[nearest] - again->positions[v])) {
        nearest = w;
      }
    }
    EXPECT_NEAR(again->uvs[v].x, mesh.uvs[nearest].x, 2e-5F);
    EXPECT_NEAR(again->uvs[v].y, mesh.uvs[nearest].y, 2e-5F);
    EXPECT_GT(Dot(again->normals[v], mesh.normals[nearest]), 0.99999F);
  }
}

}  // namespace
}  // namespace disan
