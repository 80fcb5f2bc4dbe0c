#include "pipeline/model/render.h"
#include "tests/support/shapes.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace disan {
namespace {

struct Shadow {
  int left = 1 << 20;
  int right = -1;
  int top = 1 << 20;
  int bottom = -1;
};

// Where a black model stands before the light ground.
Shadow ShadowOf(const Mesh& mesh, const RenderView& view) {
  std::vector<Diagnostic> said;
  const Surface surface(mesh, said);
  const RayScene scene(mesh);
  const Image8 image =
      Render(surface, scene, view, {}, [](const SurfacePoint&) { return Float3{}; });
  Shadow shadow;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (image.At(x, y)[1] < 60) {
        shadow.left = std::min(shadow.left, x);
        shadow.right = std::max(shadow.right, x);
        shadow.top = std::min(shadow.top, y);
        shadow.bottom = std::max(shadow.bottom, y);
      }
    }
  }
  return shadow;
}

RenderView Turned(double azimuth_deg) {
  return {.width_px = 160,
          .height_px = 90,
          .azimuth_deg = azimuth_deg,
          .samples = 1,
          .light = false,
          .whole_turn = true};
}

// A long bar: seen from its end it would be brought three times as near if the camera moved.
TEST(WholeTurn, TheModelStaysInThePictureAndTheCameraWhereItIs) {
  Mesh bar = testing::Cube(1);
  for (Float3& p : bar.positions) {
    p.x *= 6;
  }
  const Shadow side = ShadowOf(bar, Turned(0));
  const Shadow end = ShadowOf(bar, Turned(90));
  EXPECT_GT(side.right - side.left, 160 * 0.6);
  EXPECT_LT(end.bottom - end.top, 2.2 * (side.bottom - side.top));
  for (int azimuth = 0; azimuth < 360; azimuth += 15) {
    const Shadow shadow = ShadowOf(bar, Turned(azimuth));
    EXPECT_GE(shadow.left, 6) << azimuth;
    EXPECT_LE(shadow.right, 153) << azimuth;
    EXPECT_GE(shadow.top, 3) << azimuth;
    EXPECT_LE(shadow.bottom, 86) << azimuth;
  }
}

TEST(WholeTurn, ARoundModelDoesNotSwayWhereverItStands) {
  const Mesh sphere = testing::Sphere(0.5, 4, {20, 3, -7});
  const Shadow first = ShadowOf(sphere, Turned(0));
  for (int azimuth = 20; azimuth < 360; azimuth += 20) {
    const Shadow shadow = ShadowOf(sphere, Turned(azimuth));
    EXPECT_NEAR(shadow.left, first.left, 1);
    EXPECT_NEAR(shadow.right, first.right, 1);
    EXPECT_NEAR(shadow.top, first.top, 1);
    EXPECT_NEAR(shadow.bottom, first.bottom, 1);
  }
}

}  // namespace
}  // namespace disan
