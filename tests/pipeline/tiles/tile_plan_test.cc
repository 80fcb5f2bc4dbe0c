#include "pipeline/tiles/tile_plan.h"

#include <cmath>

#include <gtest/gtest.h>

namespace disan {
namespace {

bool IsPowerOfTwo(int n) {
  return n > 0 && (n & (n - 1)) == 0;
}

TEST(TilePlan, EveryWidthGivesWholeTilesThatPhotoSphereViewerTakes) {
  for (int width = 64; width <= 33000; width += width < 3000 ? 1 : 97) {
    for (const int wish : {256, 512, 1024}) {
      const auto levels = PlanEquirect(width, wish);
      ASSERT_FALSE(levels.empty());
      for (size_t i = 0; i < levels.size(); ++i) {
        const EquirectLevel& level = levels[i];
        ASSERT_TRUE(IsPowerOfTwo(level.cols) && IsPowerOfTwo(level.rows));
        ASSERT_LE(level.cols, 64);
        ASSERT_EQ(level.width_px % level.cols, 0);
        ASSERT_EQ(level.height_px % level.rows, 0);
        ASSERT_EQ(level.width_px, 2 * level.height_px);
        ASSERT_EQ(level.width_px / level.cols, level.height_px / level.rows);
        if (i > 0) {
          ASSERT_EQ(level.width_px, 2 * levels[i - 1].width_px);
        }
      }
      ASSERT_LE(std::abs(levels.back().width_px - width), levels.back().cols / 2);
    }
  }
}

TEST(TilePlan, UsualSizesAreNotResampled) {
  for (const int width : {2048, 4096, 5376, 5760, 6080, 6720, 7680, 8192, 11968, 16384}) {
    EXPECT_EQ(PlanEquirect(width, 512).back().width_px, width);
  }
  EXPECT_EQ(PlanEquirect(16384, 512).front().width_px, 2048);
  EXPECT_EQ(PlanEquirect(16384, 512).back().tile_px(), 512);
}

TEST(TilePlan, CubeLevelsDoubleAsMarzipanoAsks) {
  for (int width = 64; width <= 33000; width += 101) {
    const CubePlan plan = PlanCube(width, 512);
    ASSERT_EQ(plan.tile_px % 2, 0);
    ASSERT_EQ(plan.face_px(), plan.tile_px << (plan.levels - 1));
    ASSERT_NEAR(plan.face_px(), width / M_PI, 1 << plan.levels);
  }
}

}  // namespace
}  // namespace disan
