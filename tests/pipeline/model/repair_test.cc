#include "pipeline/model/repair.h"

#include "tests/support/shapes.h"

#include <algorithm>
#include <limits>

#include <gmock/gmock.h>

namespace disan {
namespace {

size_t CountOf(const std::vector<RepairAction>& actions, const std::string& kind) {
  const auto found = std::find_if(
      actions.begin(), actions.end(), [&](const RepairAction& a) { return a.kind == kind; });
  return found == actions.end() ? 0 : found->count;
}

TEST(Repair, ASoundMeshIsLeftAlone) {
  Mesh cube = testing::Cube(1);
  const Mesh before = cube;
  EXPECT_TRUE(Repair(cube, {}).empty());
  EXPECT_EQ(cube.positions, before.positions);
  EXPECT_EQ(cube.triangles, before.triangles);
}

TEST(Repair, DuplicatesAndStraysAreCounted) {
  Mesh cube = testing::Cube(1);
  cube.positions.push_back(cube.positions[0]);
  cube.triangles.push_back({8, 2, 1});  // the first face again, by another vertex
  cube.triangles.push_back({3, 3, 5});  // no area
  cube.positions.push_back({9, 9, 9});  // used by none
  cube.positions.push_back({std::numeric_limits<float>::quiet_NaN(), 0, 0});
  cube.triangles.push_back({0, 1, 10});
  const std::vector<RepairAction> actions = Repair(cube, {});
  EXPECT_EQ(CountOf(actions, "not-finite"), 1U);
  EXPECT_EQ(CountOf(actions, "duplicate-vertices"), 1U);
  EXPECT_EQ(CountOf(actions, "unreferenced-vertices"), 2U);
  EXPECT_EQ(CountOf(actions, "degenerate-faces"), 1U);
  EXPECT_EQ(CountOf(actions, "duplicate-faces"), 1U);
  EXPECT_EQ(cube.positions.size(), 8U);
  EXPECT_EQ(cube.triangles.size(), 12U);
  EXPECT_THAT(actions[0].text.en, ::testing::HasSubstr("Removed 1 faces"));
}

TEST(Repair, FlippedFacesAreTurnedBack) {
  Mesh sphere = testing::Sphere(1, 3);
  const double volume = testing::Volume(sphere);
  for (size_t t = 0; t < 100; ++t) {
    std::swap(sphere.triangles[t * 7][0], sphere.triangles[t * 7][1]);
  }
  EXPECT_EQ(CountOf(Repair(sphere, {}), "flipped-faces"), 100U);
  EXPECT_NEAR(testing::Volume(sphere), volume, 1e-6);
}

TEST(Repair, AnInsideOutSphereIsTurnedAndACavityIsKept) {
  Mesh sphere = testing::Sphere(1, 2);
  for (Triangle& t : sphere.triangles) {
    std::swap(t[0], t[1]);
  }
  EXPECT_EQ(CountOf(Repair(sphere, {}), "flipped-faces"), sphere.triangles.size());
  EXPECT_GT(testing::Volume(sphere), 0);

  Mesh hollow = testing::Sphere(1, 2);
  const Mesh inner = testing::Sphere(0.8, 2);
  for (const Triangle& t : inner.triangles) {
    const auto base = static_cast<uint32_t>(sphere.positions.size());
    hollow.triangles.push_back({base + t[0], base + t[2], base + t[1]});
  }
  hollow.positions.insert(hollow.positions.end(), inner.positions.begin(), inner.positions.end());
  EXPECT_EQ(CountOf(Repair(hollow, {}), "flipped-faces"), 0U);
}

TEST(Repair, SmallHolesAreClosedAndLargeOnesStay) {
  Mesh sphere = testing::Sphere(1, 5);
  const double area = testing::Area(sphere);
  sphere.triangles.erase(sphere.triangles.begin() + 500);
  EXPECT_EQ(CountOf(Repair(sphere, {}), "holes"), 1U);
  EXPECT_NEAR(testing::Area(sphere), area, 1e-6);

  Mesh open = testing::Sphere(1, 4);
  open.triangles.erase(
      std::remove_if(open.triangles.begin(),
                     open.triangles.end(),
                     [&](const Triangle& t) { return open.positions[t[0]].y > 0.5F; }),
      open.triangles.end());
  EXPECT_EQ(CountOf(Repair(open, {}), "holes"), 0U);
}

TEST(Repair, CrumbsGoAndCompanionsStay) {
  Mesh mesh = testing::Sphere(1, 5);
  for (const Mesh& other :
       {testing::Sphere(0.01, 1, {3, 0, 0}), testing::Sphere(0.5, 4, {-3, 0, 0})}) {
    const auto base = static_cast<uint32_t>(mesh.positions.size());
    mesh.positions.insert(mesh.positions.end(), other.positions.begin(), other.positions.end());
    for (const Triangle& t : other.triangles) {
      mesh.triangles.push_back({base + t[0], base + t[1], base + t[2]});
    }
  }
  EXPECT_EQ(CountOf(Repair(mesh, {}), "floating-pieces"), 1U);
  EXPECT_EQ(mesh.triangles.size(), 20U * 1024 + 20U * 256);
}

TEST(Repair, AThirdFaceOnAnEdgeIsParted) {
  Mesh cube = testing::Cube(1);
  cube.positions.push_back({2, 2, 2});
  cube.triangles.push_back({0, 1, 8});
  EXPECT_EQ(CountOf(Repair(cube, {}), "non-manifold-edges"), 1U);
  EXPECT_EQ(cube.positions.size(), 11U);
}

TEST(Repair, ColoursFollowTheirVertices) {
  Mesh cube = testing::Cube(1);
  cube.positions.insert(cube.positions.begin(), Float3{7, 7, 7});
  cube.colours.push_back({});
  for (uint8_t i = 0; i < 8; ++i) {
    cube.colours.push_back({i, 0, 0, 255});
  }
  for (Triangle& t : cube.triangles) {
    t = {t[0] + 1, t[1] + 1, t[2] + 1};
  }
  Repair(cube, {});
  ASSERT_EQ(cube.colours.size(), 8U);
  EXPECT_EQ(cube.colours[5].r, 5);
}

}  // namespace
}  // namespace disan
