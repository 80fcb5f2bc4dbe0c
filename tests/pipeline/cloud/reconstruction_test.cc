#include "pipeline/cloud/reconstruction.h"

#include "tests/pipeline/cloud/synthetic_scan.h"

#include <map>

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::ScanAllAround;

double RmsTo(const testing::Solid& solid, const Mesh& mesh) {
  double squares = 0.0;
  for (const Float3& p : mesh.positions) {
    const double d = testing::DistanceTo(solid, p.To<double>() + mesh.origin);
    squares += d * d;
  }
  return std::sqrt(squares / static_cast<double>(mesh.positions.size()));
}

size_t OpenEdges(const Mesh& mesh) {
  std::map<std::pair<uint32_t, uint32_t>, int> uses;
  for (const Triangle& t : mesh.triangles) {
    for (size_t k = 0; k < 3; ++k) {
      uses[std::minmax(t[k], t[(k + 1) % 3])] += 1;
    }
  }
  return static_cast<size_t>(
      std::count_if(uses.begin(), uses.end(), [](const auto& use) { return use.second == 1; }));
}

double VolumeOf(const Mesh& mesh) {
  double volume = 0.0;
  for (const Triangle& t : mesh.triangles) {
    const Double3 a = mesh.positions[t[0]].To<double>();
    const Double3 b = mesh.positions[t[1]].To<double>();
    const Double3 c = mesh.positions[t[2]].To<double>();
    volume += Dot(a, Cross(b, c)) / 6.0;
  }
  return volume;
}

struct Case {
  const char* name;
  testing::Solid solid;
};

TEST(Surface, IsNoFartherFromTheTruthThanTheNoiseOfThePoints) {
  const Case cases[] = {{"sphere", testing::Sphere(1.0)},
                        {"box", testing::Box({0.8, 0.6, 0.5})},
                        {"wavy torus", testing::WavyTorus()}};
  for (const Case& one : cases) {
    for (const double sigma : {0.004, 0.01}) {
      const Cloud cloud = ScanAllAround(one.solid, 60000, sigma);
      const auto surface = ReconstructSurface({.threads = 2}, cloud);
      ASSERT_TRUE(surface) << one.name;
      const double rms = RmsTo(one.solid, surface->mesh);
      std::cout << one.name << ": sigma " << sigma << ", rms " << rms << " (" << rms / sigma
                << " sigma), depth " << surface->depth << ", " << surface->mesh.triangles.size()
                << " triangles\n";
      EXPECT_LE(rms, sigma) << one.name;
      EXPECT_GT(surface->mesh.triangles.size(), 5000U) << one.name;
    }
  }
}

TEST(Surface, LooksOutwardWithAndWithoutScannerPositions) {
  Cloud cloud = ScanAllAround(testing::Sphere(1.0), 20000, 0.002);
  const double truth = 4.0 / 3.0 * 3.14159265;
  EXPECT_NEAR(VolumeOf(ReconstructSurface({}, cloud)->mesh), truth, 0.02 * truth);
  for (Scan& scan : cloud.scans) {
    scan.sensor_position.reset();
  }
  EXPECT_NEAR(VolumeOf(ReconstructSurface({}, cloud)->mesh), truth, 0.02 * truth);
}

TEST(Surface, LeavesOpenWhatNobodySaw) {
  const testing::Solid sphere = testing::Sphere(1.0);
  const Cloud front =
      testing::ScanFrom(sphere, {.sensor = {4, 0, 0}, .points = 20000, .noise = 0.002});
  const auto surface = ReconstructSurface({}, front);
  ASSERT_TRUE(surface);
  EXPECT_GT(surface->trimmed_triangles, 100U);
  EXPECT_GT(OpenEdges(surface->mesh), 100U);
  // From 4 away the horizon of the unit sphere lies at x = 1/4.
  for (const Float3& p : surface->mesh.positions) {
    ASSERT_GT(p.x, 0.1F);
  }
}

TEST(Surface, ClosesWhatWasSeenAllAround) {
  const auto surface = ReconstructSurface({}, ScanAllAround(testing::Sphere(1.0), 30000, 0.002));
  ASSERT_TRUE(surface);
  EXPECT_EQ(OpenEdges(surface->mesh), 0U);
}

TEST(Surface, CarriesTheColoursOfThePoints) {
  const auto surface = ReconstructSurface({}, ScanAllAround(testing::WavyTorus(), 40000, 0.001));
  ASSERT_TRUE(surface);
  double squares = 0.0;
  for (size_t i = 0; i < surface->mesh.positions.size(); ++i) {
    const Rgba8 truth = testing::ColourAt(surface->mesh.positions[i].To<double>());
    const Rgba8& have = surface->mesh.colours[i];
    squares += std::pow(truth.r - have.r, 2) + std::pow(truth.g - have.g, 2) +
               std::pow(truth.b - have.b, 2);
  }
  const double mse = squares / 3.0 / static_cast<double>(surface->mesh.positions.size());
  EXPECT_GT(10.0 * std::log10(255.0 * 255.0 / mse), 38.0);
}

TEST(Surface, IsTheSameForAnyNumberOfThreads) {
  const Cloud cloud = ScanAllAround(testing::WavyTorus(), 20000, 0.004);
  const auto one = ReconstructSurface({.threads = 1}, cloud);
  const auto four = ReconstructSurface({.threads = 4}, cloud);
  ASSERT_TRUE(one && four);
  EXPECT_EQ(one->mesh.positions, four->mesh.positions);
  EXPECT_EQ(one->mesh.triangles, four->mesh.triangles);
  EXPECT_EQ(one->mesh.colours, four->mesh.colours);
}

TEST(Surface, KeepsTheOriginOfGeoreferencedPoints) {
  Cloud cloud = ScanAllAround(testing::Sphere(1.0), 10000, 0.0);
  cloud.origin = {587000, 2323000, 10};
  const auto surface = ReconstructSurface({}, cloud);
  ASSERT_TRUE(surface);
  EXPECT_EQ(surface->mesh.origin, cloud.origin);
}

TEST(Surface, IsNothingForPointsThatSpanNone) {
  Cloud cloud;
  cloud.scans.emplace_back();
  EXPECT_FALSE(ReconstructSurface({}, cloud));
  cloud.points.assign(1000, Float3{1, 2, 3});
  EXPECT_FALSE(ReconstructSurface({}, cloud));
}

}  // namespace
}  // namespace disan
