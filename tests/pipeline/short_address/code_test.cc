#include "pipeline/short_address/code.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::ElementsAre;
using ::testing::MatchesRegex;

std::vector<CodedPlace> Places(int count) {
  std::vector<CodedPlace> places = {{PlaceKind::kSite, ""}};
  for (int i = 0; i < count; ++i) {
    places.push_back(
        {i % 2 == 0 ? PlaceKind::kScene : PlaceKind::kObject, "diem-" + std::to_string(i / 2)});
  }
  return places;
}

// Plates hang for decades: these codes must never change.
TEST(Code, IsWhatItAlwaysWas) {
  const std::vector<CodedPlace> places = {
      {PlaceKind::kSite, ""}, {PlaceKind::kScene, "san-truoc"}, {PlaceKind::kObject, "bia-1"}};
  EXPECT_THAT(AssignCodes("chua-lien-phai", places), ElementsAre("3jsh32q", "wypv8y5", "w0rceeg"));
}

TEST(Code, HasSevenCharactersThatNobodyConfuses) {
  for (const std::string& code : AssignCodes("chua-mau", Places(500))) {
    EXPECT_THAT(code, MatchesRegex("[0-9a-hjkmnp-tv-z]{7}"));
  }
}

TEST(Code, ManyThousandsAreAllDifferent) {
  const std::vector<std::string> codes = AssignCodes("chua-mau", Places(40000));
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), codes.size());
}

// 20,000 places in 32,768 codes: thousands fall together.
TEST(Code, WhatFallsTogetherMovesApartTheSameWayEachTime) {
  const std::vector<CodedPlace> places = Places(20000);
  const std::vector<std::string> codes = AssignCodes("chua-mau", places, 3);
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), codes.size());
  EXPECT_EQ(codes, AssignCodes("chua-mau", places, 3));
}

TEST(Code, WhatIsAddedLaterChangesNoneThatWasGiven) {
  const std::vector<CodedPlace> places = Places(20000);
  const std::vector<std::string> all = AssignCodes("chua-mau", places, 3);
  const std::vector<std::string> first = AssignCodes("chua-mau", std::span(places).first(5000), 3);
  EXPECT_TRUE(std::equal(first.begin(), first.end(), all.begin()));
}

TEST(Code, SceneObjectAndOtherSiteOfOneIdDiffer) {
  const std::vector<CodedPlace> places = {{PlaceKind::kScene, "bia"}, {PlaceKind::kObject, "bia"}};
  const std::vector<std::string> here = AssignCodes("chua-a", places);
  const std::vector<std::string> there = AssignCodes("chua-b", places);
  EXPECT_EQ((std::set<std::string>{here[0], here[1], there[0], there[1]}.size()), 4U);
}

TEST(Code, IsReadInTwoGroups) {
  EXPECT_EQ(ReadableCode("k7m4qx2"), "K7M 4QX2");
  EXPECT_EQ(ShortAddress("https://di-san.vn/", "k7m4qx2"), "https://di-san.vn/q/k7m4qx2/");
}

}  // namespace
}  // namespace disan
