#include "pipeline/panorama/level.h"

#include <cmath>
#include <numbers>
#include <random>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
const Eigen::Vector3d kUp = -Eigen::Vector3d::UnitY();

// Edges around a spot: a deterministic draw of places, directions and noise.
class Scene {
 public:
  explicit Scene(uint64_t seed) : random_(seed) {}

  // `count` edges that run towards `point` but for `spread_deg`, within `width_deg` of azimuth; any
  // two numbers of the same seed give the same edges.
  Scene& Towards(const Eigen::Vector3d& point,
                 int count,
                 double spread_deg,
                 double width_deg = 360) {
    for (int i = 0; i < count; ++i) {
      const Eigen::Vector3d middle = Place(width_deg);
      const Eigen::Vector3d along = (point - middle * middle.dot(point)).normalized();
      Add(middle, along, spread_deg);
    }
    return *this;
  }

  Scene& EveryWhichWay(int count) {
    for (int i = 0; i < count; ++i) {
      const Eigen::Vector3d middle = Place();
      Add(middle, middle.unitOrthogonal(), 400 * Uniform());
    }
    return *this;
  }

  // Pieces of the horizon of `up` from one azimuth to another, each off it by `off_deg` at most.
  Scene& Horizon(const Eigen::Vector3d& up, double from_deg, double to_deg, double off_deg = 0) {
    const Eigen::Vector3d east = up.unitOrthogonal();
    const Eigen::Vector3d north = up.cross(east);
    for (double azimuth = from_deg; azimuth < to_deg; azimuth += 4) {
      const double a = azimuth * kRadians;
      const Eigen::Vector3d ahead = std::cos(a) * east + std::sin(a) * north;
      const double height = std::tan(off_deg * (2 * Uniform() - 1) * kRadians);
      Add((ahead + height * up).normalized(), up.cross(ahead), 0);
    }
    return *this;
  }

  const std::vector<Edge>& edges() const { return edges_; }

 private:
  double Uniform() { return static_cast<double>(random_() >> 11U) * 0x1p-53; }

  double Normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) {
      sum += Uniform();
    }
    return sum;
  }

  // Within 40 degrees of the horizon, where most of what is built stands.
  Eigen::Vector3d Place(double width_deg = 360) {
    const double around = width_deg * Uniform() * kRadians;
    const double height = (80 * Uniform() - 40) * kRadians;
    return {
        std::cos(height) * std::sin(around), std::sin(height), std::cos(height) * std::cos(around)};
  }

  void Add(const Eigen::Vector3d& middle, const Eigen::Vector3d& along, double spread_deg) {
    Edge edge;
    edge.middle = middle;
    edge.length_rad = (2 + 8 * Uniform()) * kRadians;
    const double turn = 1.4 * edge.blur_rad / edge.length_rad * Normal();
    edge.normal =
        Eigen::AngleAxisd(turn + spread_deg * kRadians * Normal(), middle) * middle.cross(along);
    edges_.push_back(edge);
  }

  std::mt19937_64 random_;
  std::vector<Edge> edges_;
};

double OffDeg(const Eigen::Vector3d& a, const Eigen::Vector3d& b) {
  return std::atan2(a.cross(b).norm(), a.dot(b)) / kRadians;
}

Eigen::Vector3d Tilted(double degrees, double towards_deg) {
  return Eigen::AngleAxisd(
             degrees * kRadians,
             Eigen::Vector3d(
                 std::sin(towards_deg * kRadians), 0, std::cos(towards_deg * kRadians))) *
         kUp;
}

class TiltedRig : public ::testing::TestWithParam<double> {};

TEST_P(TiltedRig, StandsUprightWithinThreeTenthsOfADegreeWhereWallsAreUpright) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    const Eigen::Vector3d up = Tilted(GetParam(), 40.0 * static_cast<double>(seed));
    Scene scene(seed);
    scene.Towards(up, 120, 0.2).EveryWhichWay(600);
    scene.Towards(up.unitOrthogonal(), 80, 0.2);
    const Level level = FindLevel(scene.edges(), kUp, {});
    EXPECT_EQ(level.source, LevelSource::kUprights) << seed;
    EXPECT_LT(OffDeg(level.up, up), 0.3) << seed;
    EXPECT_LT(OffDeg(level.up, up), 4 * level.sigma_deg + 0.02) << "says how sure it is, " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Level, TiltedRig, ::testing::Values(0.0, 2.0, 5.0, 8.0, 11.0));

TEST(Level, TheHorizonOfASeaSaysWhichWayIsUp) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    const Eigen::Vector3d up = Tilted(static_cast<double>(seed), 50.0 * static_cast<double>(seed));
    Scene scene(seed);
    scene.Horizon(up, 0, 100).Horizon(up, 150, 270).EveryWhichWay(600);
    const Level level = FindLevel(scene.edges(), kUp, {});
    EXPECT_EQ(level.source, LevelSource::kHorizon) << seed;
    EXPECT_LT(OffDeg(level.up, up), 0.3) << seed;
  }
}

TEST(Level, SkylinesOfHillsAndAShortShoreAreNoHorizon) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    const Eigen::Vector3d up = Tilted(5, 50.0 * static_cast<double>(seed));
    Scene hills(seed);
    hills.Horizon(up, 0, 360, 6).EveryWhichWay(600);
    EXPECT_EQ(FindLevel(hills.edges(), kUp, {}).source, LevelSource::kPhotos) << seed;
    Scene shore(seed);
    shore.Horizon(up, 20, 90).EveryWhichWay(600);
    EXPECT_EQ(FindLevel(shore.edges(), kUp, {}).source, LevelSource::kPhotos) << seed;
  }
}

TEST(Level, APalaceOnOneSideOfASquareIsBelieved) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    const Eigen::Vector3d up = Tilted(6, 40.0 * static_cast<double>(seed));
    Scene scene(seed);
    scene.Towards(up, 150, 0.2, 70).EveryWhichWay(300);
    const Level level = FindLevel(scene.edges(), kUp, {});
    EXPECT_EQ(level.source, LevelSource::kUprights) << seed;
    EXPECT_LT(OffDeg(level.up, up), 0.6) << seed;
  }
}

TEST(Level, EdgesEveryWhichWayAreNotBelieved) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const Level level = FindLevel(Scene(seed).EveryWhichWay(1500).edges(), kUp, {});
    EXPECT_EQ(level.source, LevelSource::kPhotos) << seed;
    EXPECT_LT(OffDeg(level.up, kUp), 1e-6);
  }
}

TEST(Level, TreesThatLeanThisWayAndThatAreNotBelieved) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const Level level =
        FindLevel(Scene(seed).Towards(kUp, 150, 6).EveryWhichWay(500).edges(), kUp, {});
    EXPECT_TRUE(level.source == LevelSource::kPhotos || OffDeg(level.up, kUp) < 1) << seed;
  }
}

TEST(Level, SlantedLinesEverywhereDoNotTurnIt) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {  // a staircase, a gabled roof: they meet far from up
    Scene scene(seed);
    scene.Towards(Tilted(35, 10), 200, 0.2).Towards(Tilted(90, 80), 200, 0.2).EveryWhichWay(300);
    const Level level = FindLevel(scene.edges(), kUp, {});
    EXPECT_EQ(level.source, LevelSource::kPhotos) << seed;
  }
}

TEST(Level, BetweenTwoRivalsThePhotosDecide) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    Scene scene(seed);
    scene.Towards(Tilted(6, 20), 60, 0.2).Towards(Tilted(7, 200), 60, 0.2).EveryWhichWay(300);
    EXPECT_EQ(FindLevel(scene.edges(), kUp, {}).source, LevelSource::kPhotos) << seed;
  }
}

TEST(Level, NothingToSeeLeavesItToThePhotos) {
  EXPECT_EQ(FindLevel({}, kUp, {}).source, LevelSource::kPhotos);
}

}  // namespace
}  // namespace disan::panorama
