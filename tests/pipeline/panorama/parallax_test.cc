#include "pipeline/panorama/parallax.h"

#include "formats/image/eight_bits.h"
#include "pipeline/panorama/seam_layers.h"
#include "rig.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

using testing::MakeRig;
using testing::Rig;
using testing::RigOptions;

struct Stage {
  explicit Stage(const RigOptions& rig_options) : options(rig_options), rig(MakeRig(rig_options)) {
    execution.threads = 2;
    for (const InputPhoto& photo : rig.photos) {
      small.push_back(ToEightBits(*photo.read(0)));
    }
    photos.resize(small.size());
    std::iota(photos.begin(), photos.end(), 0);
    light = SolveLight(small, rig.cameras, photos, std::vector<int>(photos.size(), 0), {});
  }

  Parallax Absorb(int threads = 2) {
    execution.threads = threads;
    return AbsorbParallax(small, rig.cameras, photos, light, {}, execution);
  }

  // Mean difference of the photos wherever two of them see the same place, grey levels.
  double Disagreement(const Shifts& shifts) const {
    constexpr int kGrid = 512;
    const std::vector<SeamLayer> layers =
        LaySeamLayers(small, rig.cameras, photos, light, {kGrid, shifts}, execution);
    double sum = 0;
    double count = 0;
    for (int i = 0; i < kGrid * kGrid / 2; ++i) {
      const SeamCell* first = nullptr;
      for (const SeamLayer& layer : layers) {
        const SeamCell& cell = layer.At(i % kGrid, i / kGrid);
        if (cell.cost == SeamCell::kUnseen) {
          continue;
        }
        if (first != nullptr) {
          sum += std::abs(cell.colour[1] - first->colour[1]);
          count += 1;
        }
        first = &cell;
      }
    }
    return sum / count;
  }

  RigOptions options;
  Rig rig;
  std::vector<Image8> small;
  std::vector<int> photos;
  Light light;
  Execution execution;
};

TEST(Parallax, PhotosFromOnePointAreLeftAsTheyAre) {
  Stage stage({});
  const Parallax parallax = stage.Absorb();
  EXPECT_TRUE(parallax.shifts.empty());
  EXPECT_LT(parallax.before_deg, 0.07);
}

TEST(Parallax, AWanderingCameraIsAbsorbedToAThird) {
  Stage stage({.wander = 0.02});
  const Parallax parallax = stage.Absorb();
  EXPECT_GT(parallax.before_deg, 0.5);
  EXPECT_LT(parallax.after_deg, 0.33 * parallax.before_deg);
  EXPECT_LT(stage.Disagreement(parallax.shifts), 0.5 * stage.Disagreement({}));
}

TEST(Parallax, ShiftsAreTheSameForAnyNumberOfThreads) {
  Stage stage({.wander = 0.02});
  const Parallax one = stage.Absorb(1);
  const Parallax three = stage.Absorb(3);
  ASSERT_EQ(one.shifts.size(), three.shifts.size());
  for (size_t i = 0; i < one.shifts.size(); ++i) {
    EXPECT_EQ(one.shifts[i].shifts, three.shifts[i].shifts);
  }
}

// Shared out over both photos of a pair: nothing moves farther than the camera did.
TEST(Parallax, NothingMovesFartherThanTheCameraDid) {
  Stage stage({.wander = 0.02});
  const Parallax parallax = stage.Absorb();
  const double focal = stage.rig.cameras[0].lens.focal_px / stage.rig.cameras[0].lens.width_px;
  for (const ShiftField& field : parallax.shifts) {
    EXPECT_LT(field.largest, 1.5 * 0.02 * 1.5 * focal);
  }
}

TEST(Parallax, FlatPhotosMoveNowhere) {
  Stage stage({.blue_top = true});
  for (Image8& picture : stage.small) {
    std::fill(picture.pixels.begin(), picture.pixels.end(), uint8_t{120});
  }
  EXPECT_TRUE(stage.Absorb().shifts.empty());
}

TEST(PhotoMap, BearingUndoesProjectionThroughShifts) {
  const Lens lens{.width_px = 400, .height_px = 300, .focal_px = 350};
  ShiftField field{.columns = 5, .rows = 4};
  for (int i = 0; i < 20; ++i) {
    field.shifts.emplace_back(0.004F * static_cast<float>(i % 5),
                              -0.003F * static_cast<float>(i / 5));
  }
  field.largest = 0.02;
  const PhotoMap map(lens, &field);
  for (const double x : {30.0, 171.5, 366.0}) {
    for (const double y : {25.0, 140.2, 270.0}) {
      Eigen::Vector2d back;
      ASSERT_TRUE(map.Project(map.Bearing({x, y}), back));
      EXPECT_NEAR((back - Eigen::Vector2d(x, y)).norm(), 0, 0.01);
    }
  }
}

}  // namespace
}  // namespace disan::panorama
