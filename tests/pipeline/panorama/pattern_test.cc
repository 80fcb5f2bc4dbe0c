// Where a capture's rhythm expects the photos that nothing could recognise.
#include "pipeline/panorama/pattern.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

// `count` photos at even steps, of which those in `known` were recognised.
void AddRow(Stands& sequence, double pitch, int count, const std::vector<int>& known) {
  for (int i = 0; i < count; ++i) {
    const bool is_known = std::find(known.begin(), known.end(), i) != known.end();
    sequence.push_back(is_known ? std::optional<Stand>({360.0 * i / count, pitch, 0})
                                : std::nullopt);
  }
}

std::vector<int> All(int count) {
  std::vector<int> all;
  for (int i = 0; i < count; ++i) {
    all.push_back(i);
  }
  return all;
}

double Apart(double a, double b) {
  return std::abs(std::remainder(a - b, 360));
}

// The row of `count` photos that begins at `first`: every one is expected first where it was taken.
void ExpectEven(const Stands& sequence, size_t first, int count, double pitch) {
  const auto expected = ExpectedStands(sequence, true, false);
  for (int i = 0; i < count; ++i) {
    const size_t at = first + static_cast<size_t>(i);
    if (sequence[at]) {
      continue;
    }
    ASSERT_FALSE(expected[at].empty()) << i;
    EXPECT_LT(Apart(expected[at][0].yaw, 360.0 * i / count), 1) << i;
    EXPECT_NEAR(expected[at][0].pitch, pitch, 1) << i;
  }
}

TEST(Pattern, ARowOfWhichOnePhotoIsKnownIsAFullTurn) {
  Stands sequence;
  AddRow(sequence, 0, 9, All(9));
  AddRow(sequence, 48, 7, {3});
  AddRow(sequence, -30, 6, All(6));
  ExpectEven(sequence, 9, 7, 48);
}

TEST(Pattern, ARowStepsAsTheRowThatMirrorsIt) {
  Stands sequence;
  AddRow(sequence, 0, 9, All(9));
  AddRow(sequence, -48, 7, All(7));
  AddRow(sequence, 48, 7, {2});
  sequence.emplace_back(std::nullopt);  // the zenith, as plain as the row: not of it
  ExpectEven(sequence, 16, 7, 48);
}

TEST(Pattern, AFewPhotosTheOtherWayRoundDoNotTurnTheRest) {
  Stands sequence;
  AddRow(sequence, 0, 9, All(9));
  AddRow(sequence, 48, 7, {3});
  AddRow(sequence, -30, 6, All(6));
  sequence.push_back(Stand{180, 5, 0});
  sequence.push_back(Stand{20, 4, 0});
  ExpectEven(sequence, 9, 7, 48);
}

TEST(Pattern, ARowMirrorsTheCaptureNotAFewPhotosBesideIt) {
  Stands sequence;
  AddRow(sequence, 0, 6, All(6));
  AddRow(sequence, 50, 5, {});
  AddRow(sequence, -50, 5, All(5));
  sequence.push_back(Stand{130, 5, 0});
  sequence.push_back(std::nullopt);
  sequence.push_back(Stand{230, -60, 0});
  ExpectEven(sequence, 6, 5, 50);
}

TEST(Pattern, ADirectionTakenOnceMoreIsNoStep) {
  Stands sequence = {Stand{0, 0, 0},
                     Stand{0.5, 1, 0},
                     Stand{60, 0, 0},
                     std::nullopt,
                     std::nullopt,
                     Stand{0, 45, 0},
                     Stand{60, 0, 2},
                     Stand{0, 45, 90}};
  std::vector<int> photos = {10, 11, 12, 13, 14, 15, 16, 17};
  KeepFirstOfRepeats(sequence, photos);
  EXPECT_EQ(photos, (std::vector<int>{10, 12, 13, 14, 15, 17}));
  EXPECT_FALSE(sequence[2] || sequence[3]);
  EXPECT_EQ(sequence[4]->pitch, 45);
}

TEST(Pattern, AGapInARowIsFilledEvenly) {
  Stands row;
  for (int i = 0; i < 9; ++i) {
    row.emplace_back(Stand{40.0 * i, 45, 0});
  }
  row[5].reset();
  row[6].reset();
  const auto expected = ExpectedStands(row, false, false);
  ASSERT_FALSE(expected[5].empty());
  EXPECT_NEAR(std::remainder(expected[5][0].yaw - 200, 360), 0, 0.5);
  EXPECT_NEAR(std::remainder(expected[6][0].yaw - 240, 360), 0, 0.5);
  EXPECT_NEAR(expected[6][0].pitch, 45, 0.5);
}

TEST(Pattern, ARowWithoutAnyKnownPhotoMirrorsTheOther) {
  Stands sequence;
  for (int i = 0; i < 6; ++i) {
    sequence.emplace_back(Stand{60.0 * i, 0, 0});
  }
  sequence.resize(11);
  for (int i = 0; i < 5; ++i) {
    sequence.emplace_back(Stand{72.0 * i, -50, 0});
  }
  const auto expected = ExpectedStands(sequence, true, false);
  ASSERT_FALSE(expected[7].empty());
  EXPECT_NEAR(expected[7][0].yaw, 72, 0.5);
  EXPECT_NEAR(expected[7][0].pitch, 50, 0.5);
}

TEST(Pattern, ALonePhotoAfterWholeRowsIsTheBarePole) {
  Stands sequence;
  for (int i = 0; i < 8; ++i) {
    sequence.emplace_back(Stand{45.0 * i, 0, 0});
  }
  sequence.emplace_back(std::nullopt);
  const auto expected = ExpectedStands(sequence, true, false);
  ASSERT_FALSE(expected[8].empty());
  EXPECT_GT(expected[8][0].pitch, 80);
}

}  // namespace
}  // namespace disan::panorama
