#include "datasets/world.h"

#include "datasets/capture.h"
#include "datasets/objects.h"
#include "formats/diagnostics/failure.h"

#include <gtest/gtest.h>

namespace disan::world {
namespace {

const World& Sample() {
  static const World world = ValueOrThrow(World::Build({.detail = Detail::kTiny}, {.threads = 2}));
  return world;
}

TEST(World, GroundLiesWhereTheGeometrySays) {
  const auto hit = Sample().tracer().Cast({{0.3F, 1.6F, 8}, {0, -1, 0}, 0.001F});
  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->material, Material::kPaving);
  EXPECT_NEAR(hit->distance_m, 1.6F, 0.025F);  // the paving swells by up to 2 cm
  EXPECT_GT(hit->normal.y, 0.95F);
}

TEST(World, PlainWallIsAPlane) {
  // The west wall's inner face: x = -13 + 0.16.
  for (const float z : {-7.0F, -3.0F, 1.0F}) {
    const Vec3 from{-9, 1.9F, z};
    const auto hit = Sample().tracer().Cast({from, Normalized(Vec3{-1, 0.05F, 0.1F}), 0.001F});
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->material, Material::kCleanPlaster);
    EXPECT_NEAR(hit->position.x, -12.84F, 1e-3F);
  }
}

// What a pixel shows is what stands where the camera says it looks.
TEST(World, KnownPointProjectsWhereThePictureShowsIt) {
  const Sculpture& stele = Sample().sculptures()[0];
  Camera camera{.width_px = 96,
                .height_px = 72,
                .focal_px = 90,
                .k1 = -0.03F,
                .position = {6.2F, 1.5F, -0.6F}};
  camera.world_from_camera = LookAt(camera.position, stele.middle + Vec3{0.4F, 0.2F, 0});
  int agreed = 0;
  for (int y = 4; y < 72; y += 8) {
    for (int x = 4; x < 96; x += 8) {
      const auto direction = DirectionOf(camera, static_cast<float>(x), static_cast<float>(y));
      const auto hit = Sample().tracer().Cast({camera.position, *direction, 0.001F});
      if (!hit) {
        continue;
      }
      const auto pixel = PixelOf(camera, hit->position - camera.position);
      ASSERT_TRUE(pixel);
      EXPECT_NEAR(pixel->x, static_cast<float>(x), 0.05F);
      EXPECT_NEAR(pixel->y, static_cast<float>(y), 0.05F);
      ++agreed;
    }
  }
  EXPECT_GT(agreed, 60);
}

TEST(World, PhotoAgreesWithTheEquirectangularPicture) {
  const Vec3 station{0.5F, 1.6F, 6};
  const Execution execution{.threads = 2};
  const ImageFloat sphere = Sample().RenderEquirect(station, 0, 512, {.samples = 8}, execution);
  Camera camera{.width_px = 80, .height_px = 60, .focal_px = 81.5F, .k1 = -0.03F};
  camera.world_from_camera = WorldFromPanorama(0) * PanoramaFromPhoto(35, -8, 3);
  camera.position = station;
  const ImageFloat photo = Sample().RenderPhoto(camera, {.samples = 8}, execution);
  const Camera map{.lens = Lens::kEquirectangular,
                   .width_px = 512,
                   .height_px = 256,
                   .world_from_camera = WorldFromPanorama(0)};
  double difference = 0, contrast = 0;
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 80; ++x) {
      const auto direction = DirectionOf(camera, static_cast<float>(x), static_cast<float>(y));
      const auto at = PixelOf(map, *direction);
      ASSERT_TRUE(at);
      const float here = photo.At(x, y)[1];
      const float there = sphere.At(static_cast<int>(std::lround(at->x)) % 512,
                                    static_cast<int>(std::lround(at->y)))[1];
      const float mirrored = sphere.At(511 - static_cast<int>(std::lround(at->x)) % 512,
                                       static_cast<int>(std::lround(at->y)))[1];
      difference += static_cast<double>(std::abs(here - there));
      contrast += static_cast<double>(std::abs(here - mirrored));
    }
  }
  EXPECT_LT(difference, 0.35 * contrast);
  EXPECT_LT(difference / 4800, 0.05);
}

TEST(World, SameBytesForAnyThreadCountAndAnyOrder) {
  const World one =
      ValueOrThrow(World::Build({.detail = Detail::kTiny, .seed = 3}, {.threads = 1}));
  const World four =
      ValueOrThrow(World::Build({.detail = Detail::kTiny, .seed = 3}, {.threads = 4}));
  const Vec3 at{0.5F, 1.6F, 6};
  (void)four.RenderEquirect(
      {20, 1.6F, -1}, 90, 64, {.samples = 1}, {.threads = 4});  // gathers light first
  EXPECT_EQ(one.RenderEquirect(at, 0, 160, {.samples = 3}, {.threads = 1}).pixels,
            four.RenderEquirect(at, 0, 160, {.samples = 3}, {.threads = 4}).pixels);
}

TEST(World, SeedChangesTheTreesButNotTheBuildings) {
  const World other =
      ValueOrThrow(World::Build({.detail = Detail::kTiny, .seed = 99}, {.threads = 2}));
  const auto& a = Sample().tracer().scene();
  const auto& b = other.tracer().scene();
  EXPECT_EQ(a.Of(Material::kTowerBrick).triangles, b.Of(Material::kTowerBrick).triangles);
  ASSERT_FALSE(a.Of(Material::kLeaf).vertices.empty());
  EXPECT_NE(a.Of(Material::kLeaf).vertices[100].position.x,
            b.Of(Material::kLeaf).vertices[100].position.x);
}

TEST(World, DevelopedPhotoGivesBackItsLight) {
  ImageFloat light(40, 30, 3);
  std::fill(light.pixels.begin(), light.pixels.end(), 0.2F);
  const Camera camera{.width_px = 40, .height_px = 30, .focal_px = 30};
  const Image8 photo =
      Develop(light, camera, 0.5F, {.vignette = 0.25F, .noise = 0}, {.threads = 1});
  for (const auto& [x, y] : {std::pair{20, 15}, std::pair{0, 0}, std::pair{39, 29}}) {
    const float dx = (static_cast<float>(x) - 19.5F) / 20,
                dy = (static_cast<float>(y) - 14.5F) / 20;
    const float corner = 1 - 0.25F * (dx * dx + dy * dy) / 1.5F;
    const float back =
        LinearFromSrgb(static_cast<float>(photo.At(x, y)[0]) / 255) / corner / std::exp2(0.5F);
    EXPECT_NEAR(back, 0.2F, 0.002F);
  }
}

TEST(World, VisitorsAreSeenAndCastShadowsOnlyWhileTheyStandThere) {
  Scene scene;
  BuildPerson(scene, At({0.5F, 0, 2}), {});
  const Tracer people(std::move(scene));
  const Ray ray{{0.5F, 1.2F, 6}, {0, 0, -1}, 0.001F};
  const auto with = Sample().tracer().Cast(ray, &people), without = Sample().tracer().Cast(ray);
  ASSERT_TRUE(with && without);
  EXPECT_NEAR(with->distance_m, 4, 0.3F);
  EXPECT_GT(without->distance_m, 6);
}

TEST(World, ScanOfTheLionCoversItsMesh) {
  const ScannedMesh mesh = ScanWhole(Sample().sculptures()[1]);
  EXPECT_GT(mesh.triangles.size(), 4000U);
  std::array<int, 256> reds{};
  for (const ColouredPoint& point : mesh.points) {
    ++reds[point.colour[0]];
  }
  EXPECT_GT(std::count_if(reds.begin(), reds.end(), [](int n) { return n > 0; }), 60);
}

}  // namespace
}  // namespace disan::world
