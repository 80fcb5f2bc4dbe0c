#include "pipeline/cloud/neighbours.h"
#include "pipeline/cloud/normals.h"
#include "pipeline/cloud/outliers.h"
#include "pipeline/cloud/spacing.h"
#include "pipeline/cloud/voxels.h"
#include "tests/pipeline/cloud/synthetic_scan.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

std::vector<Float3> RandomPoints(size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
  std::vector<Float3> points(count);
  for (Float3& p : points) {
    p = {uniform(random), uniform(random), uniform(random)};
  }
  return points;
}

std::vector<Neighbour> BruteForce(const std::vector<Float3>& points, const Float3& place) {
  std::vector<Neighbour> all;
  for (uint32_t i = 0; i < points.size(); ++i) {
    const Float3 d = points[i] - place;
    all.push_back({i, Dot(d, d)});
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST(Neighbours, AreThoseThatLookingAtEveryPointFinds) {
  std::vector<Float3> points = RandomPoints(3000, 1);
  points.insert(points.end(), points.begin(), points.begin() + 500);  // ties
  const Neighbours neighbours(points);
  std::vector<Neighbour> found;
  for (const Float3& place : RandomPoints(100, 2)) {
    const std::vector<Neighbour> truth = BruteForce(points, place);
    neighbours.Nearest(place, 17, found);
    ASSERT_EQ(found.size(), 17U);
    for (size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i].index, truth[i].index);
    }
    neighbours.Within(place, 0.2F, found);
    for (size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i].index, truth[i].index);
    }
    ASSERT_TRUE(found.size() == truth.size() || truth[found.size()].squared_distance > 0.04F);
  }
}

TEST(Neighbours, OfNoPointsAreNone) {
  const Neighbours neighbours({});
  std::vector<Neighbour> found;
  neighbours.Nearest({0, 0, 0}, 3, found);
  EXPECT_TRUE(found.empty());
}

TEST(Spacing, IsTheStepOfAGrid) {
  std::vector<Float3> grid;
  for (int i = 0; i < 10000; ++i) {
    grid.push_back({0.25F * static_cast<float>(i % 100), 0.25F * static_cast<float>(i / 100), 0});
  }
  grid.insert(grid.end(), grid.begin(), grid.begin() + 200);  // doubles change nothing
  EXPECT_NEAR(MedianSpacing({.threads = 2}, grid), 0.25, 1e-6);
  EXPECT_EQ(MedianSpacing({}, std::vector<Float3>(10, Float3{1, 1, 1})), 0.0);
}

TEST(Outliers, AreTakenOutAndTheSurfaceStays) {
  Cloud cloud = testing::ScanAllAround(testing::Sphere(1.0), 12000, 0.002);
  const size_t real = cloud.size();
  for (const Float3& p : RandomPoints(200, 7)) {
    if (std::abs(Length(p) - 1.0F) > 0.15F) {
      cloud.points.push_back(p * 3.0F);
    }
  }
  const Outliers outliers = FindOutliers({.threads = 2}, cloud.points);
  const auto kept_real = static_cast<size_t>(std::count_if(
      outliers.kept.begin(), outliers.kept.end(), [&](uint32_t i) { return i < real; }));
  EXPECT_GE(kept_real, real - real / 100);
  EXPECT_LE(outliers.kept.size() - kept_real, 5U);
  EXPECT_EQ(outliers.kept.size() + outliers.statistical + outliers.lonely, cloud.size());
  EXPECT_EQ(FindOutliers({.threads = 1}, cloud.points).kept, outliers.kept);
  EXPECT_TRUE(FindOutliers({}, {}).kept.empty());
}

double WorstShareOfWrongSides(const testing::Solid& solid, const Cloud& cloud) {
  const Neighbours neighbours(cloud.points);
  const std::vector<Float3> normals = EstimateNormals({.threads = 2}, cloud, neighbours);
  size_t wrong = 0;
  for (size_t i = 0; i < cloud.size(); ++i) {
    const Double3 truth = testing::Gradient(solid, cloud.points[i].To<double>());
    wrong += Dot(Normalized(truth), normals[i].To<double>()) < 0.5 ? 1U : 0U;
  }
  return static_cast<double>(wrong) / static_cast<double>(cloud.size());
}

TEST(Normals, LookOutWithAndWithoutScannerPositions) {
  const testing::Solid solids[] = {
      testing::Sphere(1.0), testing::Box({0.8, 0.6, 0.5}), testing::WavyTorus()};
  for (const testing::Solid& solid : solids) {
    Cloud cloud = testing::ScanAllAround(solid, 12000, 0.002);
    EXPECT_LT(WorstShareOfWrongSides(solid, cloud), 0.01);
    for (Scan& scan : cloud.scans) {
      scan.sensor_position.reset();
    }
    EXPECT_LT(WorstShareOfWrongSides(solid, cloud), 0.01);
  }
}

TEST(Normals, AreTheSameForAnyNumberOfThreads) {
  Cloud cloud = testing::ScanAllAround(testing::WavyTorus(), 12000, 0.002);
  cloud.scans.assign(6, Scan());
  const Neighbours neighbours(cloud.points);
  EXPECT_EQ(EstimateNormals({.threads = 1}, cloud, neighbours),
            EstimateNormals({.threads = 5}, cloud, neighbours));
}

TEST(Voxels, KeepOnePointACell) {
  Cloud cloud;
  cloud.points = {{0.1F, 0.1F, 0.1F}, {0.3F, 0.1F, 0.1F}, {-0.1F, 0.1F, 0.1F}};
  cloud.colours = {{0, 0, 0, 255}, {100, 200, 50, 255}, {9, 9, 9, 255}};
  const Cloud thin = ThinToVoxels(cloud, 0.5);
  ASSERT_EQ(thin.size(), 2U);
  EXPECT_FLOAT_EQ(thin.points[1].x, 0.2F);
  EXPECT_EQ(thin.colours[1], (Rgba8{50, 100, 25, 255}));
}

}  // namespace
}  // namespace disan
