#include "pipeline/panorama/camera.h"

#include "pipeline/panorama/level.h"
#include "pipeline/panorama/pattern.h"
#include "pipeline/panorama/row_gaps.h"

#include <cmath>
#include <numbers>
#include <set>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

const Lens kPinhole{
    .width_px = 1067, .height_px = 1600, .focal_px = 1256.8, .k1 = -0.166, .k2 = 0.01};
const Lens kFisheye{.model = LensModel::kFisheye,
                    .width_px = 1500,
                    .height_px = 1500,
                    .focal_px = 450,
                    .k1 = -0.02,
                    .shift_x_px = 3};

TEST(LensMap, ProjectUndoesBearing) {
  for (const Lens& lens : {kPinhole, kFisheye}) {
    const LensMap map(lens);
    for (double x = 0; x < lens.width_px; x += 97) {
      for (double y = 0; y < lens.height_px; y += 83) {
        Eigen::Vector2d back;
        ASSERT_TRUE(map.Project(map.Bearing({x, y}), back));
        EXPECT_NEAR((back - Eigen::Vector2d(x, y)).norm(), 0, 1e-6);
      }
    }
  }
}

TEST(LensMap, APinholeSeesNothingBehindIt) {
  Eigen::Vector2d pixel;
  EXPECT_FALSE(LensMap(kPinhole).Project({0, 0, -1}, pixel));
  EXPECT_FALSE(LensMap(kPinhole).Project({1, 0, 0}, pixel));
}

TEST(EvenlyScaled, ShrinksBothSidesByOneFactor) {
  for (const double scale : {0.2, 0.35, 0.6845, 0.9}) {
    const Eigen::Vector2i size = EvenlyScaled(1067, 1600, scale);
    EXPECT_NEAR(size.x() / (1067 * scale), 1, 0.05);
    EXPECT_NEAR(size.y() / 1600.0 / (size.x() / 1067.0), 1, 4e-4);
  }
}

TEST(Stand, SurvivesTheWayThroughARotation) {
  const Stand stand{-133, 47, 3.5};
  const Stand back = StandOf(RotationOf(stand));
  EXPECT_NEAR(back.yaw, stand.yaw, 1e-9);
  EXPECT_NEAR(back.pitch, stand.pitch, 1e-9);
  EXPECT_NEAR(back.roll, stand.roll, 1e-9);
}

// Rows at 0, 50 and -50 degrees without two of the upper one, in an order that says nothing.
std::vector<Stand> ShuffledRows() {
  std::vector<Stand> known;
  for (const double pitch : {0.0, 50.0, -50.0}) {
    const int count = pitch == 0 ? 6 : 5;
    for (int i = 0; i < count; ++i) {
      if (pitch != 50 || (i != 2 && i != 3)) {
        known.push_back({360.0 * i / count + 1.5 * (i % 2), pitch + i % 3, 0});
      }
    }
  }
  for (size_t i = 0; i < known.size(); ++i) {
    std::swap(known[i], known[i * 7 % known.size()]);
  }
  return known;
}

TEST(RowGaps, AreFoundInAnyOrder) {
  const std::vector<Stand> gaps = StandsInGaps(ShuffledRows(), false, false);
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_NEAR(gaps[0].yaw, 144, 4);
  EXPECT_NEAR(gaps[1].yaw, 216, 4);
  EXPECT_NEAR(gaps[0].pitch, 50, 3);
}

TEST(RowGaps, AnUnevenHandAddsNoPhotoToTheRow) {
  std::vector<Stand> known;
  for (int i = 0; i < 7; ++i) {
    known.push_back({360.0 / 7 * i, -48, 0});
  }
  for (const double yaw : {-24.0, 19.0, 67.0}) {  // of seven; one step is short by eight degrees
    known.push_back({yaw, 48, 0});
  }
  const std::vector<Stand> gaps = StandsInGaps(known, false, false);
  ASSERT_EQ(gaps.size(), 4U);
  for (size_t i = 0; i < gaps.size(); ++i) {
    EXPECT_NEAR(gaps[i].yaw, 67 + 269.0 / 5 * static_cast<double>(i + 1), 1);
  }
}

TEST(RowGaps, ARowThatIsMissingAltogetherMirrorsTheOther) {
  std::vector<Stand> known = ShuffledRows();
  std::erase_if(known, [](const Stand& stand) { return stand.pitch > 20; });
  const std::vector<Stand> gaps = StandsInGaps(known, true, false);
  ASSERT_EQ(gaps.size(), 5U);
  EXPECT_NEAR(gaps[0].pitch, 50, 3);
}

TEST(RowGaps, APoleThatNobodyLookedAtIsExpectedAnyWayRound) {
  std::vector<Stand> known = ShuffledRows();
  known.push_back({10, -86, 0});
  const std::vector<Stand> poles = StandsAtPoles(known);
  std::set<int> eighths;
  for (const Stand& stand : poles) {
    EXPECT_GT(stand.pitch, 80);
    eighths.insert(static_cast<int>(stand.yaw / 45));
  }
  EXPECT_EQ(eighths.size(), 8U);
}

TEST(RowGaps, OnlyASequenceOfNeighboursFollowsRows) {
  Stands rows;
  for (int i = 0; i < 22; ++i) {
    rows.emplace_back(Stand{360.0 / 11 * i, i < 11 ? 0.0 : 45.0, 0});
  }
  EXPECT_TRUE(FollowsRows(rows));
  Stands shuffled;
  for (size_t i = 0; i < rows.size(); ++i) {
    shuffled.push_back(rows[i * 13 % rows.size()]);
  }
  EXPECT_FALSE(FollowsRows(shuffled));
}

TEST(Level, PhotosOnTheirSideAreNoSurprise) {
  std::vector<Camera> cameras;
  std::vector<int> photos;
  for (int i = 0; i < 8; ++i) {
    cameras.push_back({kPinhole, RotationOf({45.0 * i, 2.0 * (i % 3), 90})});
    photos.push_back(i);
  }
  const Eigen::Vector3d up = UpOfPhotos(cameras, photos);
  EXPECT_GT(std::abs(up.y()), 0.99);
}

}  // namespace
}  // namespace disan::panorama
