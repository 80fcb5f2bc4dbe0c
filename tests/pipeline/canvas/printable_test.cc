#include "pipeline/canvas/printable.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(Printable, IsComposed) {
  EXPECT_EQ(PrintableLine("Lie\xCC\x82n Pha\xCC\x81i"), "Liên Phái");
}

TEST(Printable, KeepsHanNomAndVietnamese) {
  EXPECT_EQ(PrintableLine("蓮派寺 𣘃 Đường"), "蓮派寺 𣘃 Đường");
}

TEST(Printable, DropsWhatTurnsTheDirectionOfWriting) {
  EXPECT_EQ(PrintableLine("a\u202Eb\u200Fc\u2066d\uFEFFe"), "abcde");
}

TEST(Printable, MakesControlCharactersSpaces) {
  EXPECT_EQ(PrintableLine(std::string_view("a\x00\x01\t\n b\x7F", 8)), "a b");
  EXPECT_EQ(Printable("a  \n\n b\n"), "a\n\nb");
}

TEST(Printable, SaysWhereBytesAreNoText) {
  EXPECT_EQ(PrintableLine("a\xC3(\xE1\xBB"), "a\uFFFD(\uFFFD\uFFFD");
}

TEST(Printable, StopsMarksFromPilingUp) {
  std::string piled = "x";
  for (int i = 0; i < 50; ++i) {
    piled += "\xCC\x8D";
  }
  EXPECT_LE(PrintableLine(piled).size(), 7U);
}

}  // namespace
}  // namespace disan
