#include "formats/record/scalars.h"

#include "formats/record/photo_names.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(Scalars, IdentifiersAreWhatAddressesCanHold) {
  for (const char* good : {"bia-1", "a", "san-truoc", "2026"}) {
    EXPECT_TRUE(IsIdentifier(good)) << good;
  }
  for (const char* bad : {"", "-a", "a-", "a--b", "Bia", "bia 1", "sân", "a_b", "../x"}) {
    EXPECT_FALSE(IsIdentifier(bad)) << bad;
  }
  EXPECT_FALSE(IsIdentifier(std::string(65, 'a')));
}

TEST(Scalars, DaysAreOfTheCalendar) {
  EXPECT_TRUE(IsDay("2024-02-29"));
  EXPECT_FALSE(IsDay("2026-02-29"));
  EXPECT_FALSE(IsDay("2026-05"));
  EXPECT_FALSE(IsDay("2026-5-10"));
  EXPECT_TRUE(IsDate("1962"));
  EXPECT_TRUE(IsDate("1962-04"));
  EXPECT_FALSE(IsDate("1962-13"));
}

TEST(Scalars, VietnameseDatesAreUnderstood) {
  EXPECT_EQ(IsoFromVietnameseDate("10/05/2026"), "2026-05-10");
  EXPECT_EQ(IsoFromVietnameseDate("1-5-2026"), "2026-05-01");
  EXPECT_EQ(IsoFromVietnameseDate("10.5.2026"), "2026-05-10");
  EXPECT_EQ(IsoFromVietnameseDate("2026/5/1"), "2026-05-01");
  EXPECT_EQ(IsoFromVietnameseDate("5/2026"), "2026-05");
  EXPECT_EQ(IsoFromVietnameseDate("ngày 28 tháng 4 năm 1962"), "1962-04-28");
  EXPECT_EQ(IsoFromVietnameseDate("tháng 5 năm 1990"), "1990-05");
  EXPECT_EQ(IsoFromVietnameseDate("Tháng 5/1990"), "1990-05");
  EXPECT_EQ(IsoFromVietnameseDate("năm 1962"), "1962");
  EXPECT_EQ(IsoFromVietnameseDate("ngày 31 tháng 2 năm 2026"), "");
  EXPECT_EQ(IsoFromVietnameseDate("31/02/2026"), "");
  EXPECT_EQ(IsoFromVietnameseDate("hôm qua"), "");
}

TEST(Scalars, EdtfKnowsCenturiesDoubtsAndSpans) {
  for (const char* good : {"1726",
                           "17XX",
                           "172X",
                           "1726~",
                           "1726?",
                           "1726%",
                           "1720/1729",
                           "../1800",
                           "1800/",
                           "1726-05",
                           "1726-05-XX",
                           "-0111",
                           "Y-17000",
                           "1984-21"}) {
    EXPECT_TRUE(IsEdtf(good)) << good;
  }
  for (const char* bad : {"", "thế kỷ 18", "1726-13", "17", "/", "../..", "1726/", "18XX/x"}) {
    EXPECT_EQ(IsEdtf(bad), std::string_view(bad) == "1726/") << bad;
  }
}

TEST(Scalars, NumbersHaveAPointAndNothingElse) {
  EXPECT_EQ(ParseNumber("12.5"), 12.5);
  EXPECT_EQ(ParseNumber("-3"), -3.0);
  for (const char* bad : {"", "12,5", "1e5", "nan", "inf", "12mm", "0x10", "--1", "1.2.3"}) {
    EXPECT_FALSE(ParseNumber(bad)) << bad;
  }
}

TEST(PhotoNames, SortAsPeopleCount) {
  EXPECT_TRUE(NameLess("IMG_2.JPG", "IMG_10.jpg"));
  EXPECT_FALSE(NameLess("IMG_10.jpg", "IMG_2.JPG"));
  EXPECT_TRUE(NameLess("a1b2", "a1b10"));
  EXPECT_TRUE(NameLess("IMG_02.JPG", "IMG_2.JPG") != NameLess("IMG_2.JPG", "IMG_02.JPG"));
}

TEST(PhotoNames, ClassesGoByExtensionInAnyCase) {
  EXPECT_EQ(ClassOfName("a.JPG"), FileClass::kPhoto);
  EXPECT_EQ(ClassOfName("a.Cr2"), FileClass::kRawPhoto);
  EXPECT_EQ(ClassOfName("a.E57"), FileClass::kScan);
  EXPECT_EQ(ClassOfName("a.mp4"), FileClass::kOther);
  EXPECT_TRUE(IsClutter("._IMG_1.JPG"));
}

}  // namespace
}  // namespace disan
