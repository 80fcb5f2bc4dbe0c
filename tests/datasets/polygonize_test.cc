#include "datasets/polygonize.h"

#include "datasets/noise.h"
#include "datasets/sculpture.h"
#include "datasets/sdf.h"

#include <map>

#include <gtest/gtest.h>

namespace disan::world {
namespace {

// Each directed edge once, and its reverse once: closed, manifold and turned one way.
void ExpectClosed(const Mesh& mesh) {
  std::map<std::pair<uint32_t, uint32_t>, int> edges;
  for (const auto& t : mesh.triangles) {
    for (size_t i = 0; i < 3; ++i) {
      ++edges[{t[i], t[(i + 1) % 3]}];
    }
  }
  for (const auto& [edge, count] : edges) {
    ASSERT_EQ(count, 1) << edge.first << " " << edge.second;
    ASSERT_EQ(edges.count({edge.second, edge.first}), 1U) << edge.first << " " << edge.second;
  }
}

double VolumeOf(const Mesh& mesh) {
  double volume = 0;
  for (const auto& t : mesh.triangles) {
    volume += static_cast<double>(
                  Dot(mesh.vertices[t[0]].position,
                      Cross(mesh.vertices[t[1]].position, mesh.vertices[t[2]].position))) /
              6;
  }
  return volume;
}

TEST(Polygonize, SphereIsClosedTurnedOutwardsAndOfItsVolume) {
  const Mesh mesh = Polygonize(
      [](Vec3 p) {
        return Sphere(p, {0.1F, 0, 0}, 0.5F);
      },
      {{-0.6F, -0.7F, -0.7F}, {0.8F, 0.7F, 0.7F}, 0.03F},
      {.threads = 1});
  ExpectClosed(mesh);
  EXPECT_NEAR(VolumeOf(mesh), 4.0 / 3 * 3.14159265 * 0.125, 0.003);
  for (const Vertex& vertex : mesh.vertices) {
    EXPECT_NEAR(Length(vertex.position - Vec3{0.1F, 0, 0}), 0.5F, 0.001F);
    EXPECT_GT(Dot(vertex.normal, vertex.position - Vec3{0.1F, 0, 0}), 0.49F);
  }
}

TEST(Polygonize, AmbiguousCellsStayClosed) {
  // Noise at the scale of the cells makes every case of the cube.
  const auto rough = [](Vec3 p) {
    return std::max(0.35F * Noise(p * 9.0F), Sphere(p, {0, 0, 0}, 0.5F));
  };
  const Mesh mesh =
      Polygonize(rough, {{-0.6F, -0.6F, -0.6F}, {0.6F, 0.6F, 0.6F}, 0.05F}, {.threads = 1});
  EXPECT_GT(mesh.triangles.size(), 2000U);
  ExpectClosed(mesh);
}

TEST(Polygonize, ThreadsDoNotMatter) {
  const Volume volume{{-0.5F, 0, -0.6F}, {0.5F, 1.4F, 0.6F}, 0.04F};
  const Mesh one = Polygonize(LionDistance, volume, {.threads = 1});
  const Mesh four = Polygonize(LionDistance, volume, {.threads = 4});
  EXPECT_EQ(one.triangles, four.triangles);
}

TEST(Sculpture, LionIsClosedAndOfLifesSize) {
  const Part lion = MakeLion(0.02F, {.threads = 2});
  ExpectClosed(lion.mesh);
  EXPECT_GT(VolumeOf(lion.mesh), 0.1);
  EXPECT_LT(VolumeOf(lion.mesh), 0.4);
}

TEST(Sculpture, SteleIsMadeOfClosedPartsAndItsCharactersAreCutIntoTheFace) {
  SteleText text{ImageFloat(64, 16, 1), ImageFloat(40, 80, 1)};
  const auto uncut = MakeStele({.cell_m = 0.02F}, text, {.threads = 2});
  std::fill(text.body.pixels.begin(), text.body.pixels.end(), 1.0F);
  const auto cut = MakeStele({.cell_m = 0.02F}, text, {.threads = 2});
  ASSERT_EQ(cut.size(), 2U);
  for (const Part& part : cut) {
    SCOPED_TRACE(part.mesh.vertices.size());
    ExpectClosed(part.mesh);
  }
  EXPECT_LT(VolumeOf(cut[0].mesh), VolumeOf(uncut[0].mesh) - 0.001);
}

}  // namespace
}  // namespace disan::world
