#include "pipeline/tiles/cube_tile.h"

#include "tests/pipeline/tiles/smooth_sphere.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::SmoothSphere;
using testing::SphereColour;
using testing::WorstError;

double WorstCubeError(const Image8& tile, char face, int face_px) {
  return WorstError(tile, [&](int x, int y) {
    return CubeDirection(face, (x + 0.5) * 2 / face_px - 1, (y + 0.5) * 2 / face_px - 1);
  });
}

TEST(CubeTile, EveryTexelOfEveryFaceHasItsDirectionsColour) {
  for (const int width : {64, 250, 512, 1024}) {
    const Image8 image = SmoothSphere(width, width / 2);
    const PolarRows source(image, {});
    const int face_px = width / 3;
    for (const char face : kCubeFaces) {
      const Image8 tile = SampleCubeTile(source, {face, face_px, 0, 0, face_px});
      EXPECT_LE(WorstCubeError(tile, face, face_px), width < 300 ? 2.5 : 2.0)
          << face << " " << width;
    }
  }
}

TEST(CubeTile, FacesMeetAtTheirEdges) {
  // What viewers rely on: the lower edge of u and the upper edge of d lie along f, l is left of f.
  const auto same = [](const std::array<double, 3>& a, const std::array<double, 3>& b) {
    return std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]) < 1e-12;
  };
  for (const double t : {-1.0, -0.3, 0.7, 1.0}) {
    EXPECT_TRUE(same(CubeDirection('u', t, 1), CubeDirection('f', t, -1)));
    EXPECT_TRUE(same(CubeDirection('d', t, -1), CubeDirection('f', t, 1)));
    EXPECT_TRUE(same(CubeDirection('l', 1, t), CubeDirection('f', -1, t)));
    EXPECT_TRUE(same(CubeDirection('r', -1, t), CubeDirection('f', 1, t)));
    EXPECT_TRUE(same(CubeDirection('b', 1, t), CubeDirection('l', -1, t)));
    EXPECT_TRUE(same(CubeDirection('b', -1, t), CubeDirection('r', 1, t)));
  }
}

TEST(CubeTile, TilesAreCutsOfTheFace) {
  const Image8 image = SmoothSphere(512, 256);
  const PolarRows source(image, {});
  for (const char face : kCubeFaces) {
    const Image8 whole = SampleCubeTile(source, {face, 160, 0, 0, 160});
    const Image8 tile = SampleCubeTile(source, {face, 160, 80, 40, 40});
    for (int y = 0; y < 40; ++y) {
      EXPECT_TRUE(std::equal(tile.At(0, y), tile.At(0, y) + 120, whole.At(80, 40 + y)));
    }
  }
}

TEST(CubeTile, MeridiansDoNotAliasAtThePole) {
  // A picket fence of one pixel seen from above blurs to grey towards the pole.
  Image8 image(1024, 512, 3);
  for (int y = 0; y < 512; ++y) {
    for (int x = 0; x < 1024; ++x) {
      std::fill_n(image.At(x, y), 3, static_cast<uint8_t>(x / 2 % 2 == 0 ? 0 : 254));
    }
  }
  const PolarRows source(image, {});
  const Image8 face = SampleCubeTile(source, {'u', 320, 0, 0, 320});
  for (int y = 130; y < 190; ++y) {
    for (int x = 130; x < 190; ++x) {
      const int tolerance = std::hypot(x - 159.5, y - 159.5) < 30 ? 14 : 128;
      ASSERT_NEAR(face.At(x, y)[0], 127, tolerance) << x << " " << y;
    }
  }
}

}  // namespace
}  // namespace disan
