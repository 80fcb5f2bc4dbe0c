#include "formats/language/unicode.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

// "Liên Phái" typed with combining marks.
constexpr char kDecomposed[] = "Lie\xCC\x82n Pha\xCC\x81i";

TEST(Unicode, TwoSpellingsOfOneWordComposeToTheSame) {
  EXPECT_EQ(ToNfc(kDecomposed), "Liên Phái");
}

TEST(Unicode, SearchIgnoresDiacriticsAndCase) {
  EXPECT_EQ(FoldForSearch("CHÙA Liên Phái"), "chua lien phai");
  EXPECT_EQ(FoldForSearch("Điện thờ đá"), "dien tho da");
  EXPECT_EQ(FoldForSearch(kDecomposed), "lien phai");
}

TEST(Unicode, IdentifiersKeepLettersAndDigits) {
  EXPECT_EQ(ToIdentifier("Sân trước (2)"), "san-truoc-2");
  EXPECT_EQ(ToIdentifier("  Bia số 1  "), "bia-so-1");
  EXPECT_EQ(ToIdentifier("碑"), "");
}

TEST(Unicode, InvalidBytesAreRecognisedAndLeftAlone) {
  EXPECT_FALSE(IsValidUtf8("a\xFF"));
  EXPECT_FALSE(IsValidUtf8("\xC3"));
  EXPECT_EQ(ToNfc("a\xFF"), "a\xFF");
}

TEST(Unicode, WidthIsWhatTheEyeSees) {
  EXPECT_EQ(DisplayWidth("Liên Phái"), 9);
  EXPECT_EQ(DisplayWidth(kDecomposed), 9);
  EXPECT_EQ(DisplayWidth("蓮派寺"), 6);
}

TEST(Unicode, EditDistanceCountsCharactersNotBytes) {
  EXPECT_EQ(EditDistance("scenes", "scene"), 1);
  EXPECT_EQ(EditDistance("tên", "ten"), 0);
  EXPECT_EQ(EditDistance("碑", "鐘"), 1);
  EXPECT_EQ(EditDistance("", "abc"), 3);
}

}  // namespace
}  // namespace disan
