#include "pipeline/canvas/canvas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Box kCard{5, 5, 60, 20};

std::string Repeated(const std::string& word, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) {
    text += word;
  }
  return text;
}

bool IsDark(const Image8& picture, int x, int y) {
  return picture.At(x, y)[0] < 128;
}

// The rows and columns between which anything dark stands.
struct Extent {
  int left = 1 << 20;
  int right = -1;
  int top = 1 << 20;
  int bottom = -1;
};
Extent DarkIn(const Image8& picture) {
  Extent extent;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (IsDark(picture, x, y)) {
        extent.left = std::min(extent.left, x);
        extent.right = std::max(extent.right, x);
        extent.top = std::min(extent.top, y);
        extent.bottom = std::max(extent.bottom, y);
      }
    }
  }
  return extent;
}

TEST(Canvas, AShortTextKeepsItsSize) {
  const Canvas canvas = Canvas::Picture(70, 30);
  const SetText set = canvas.Measure(kCard, "Chùa", {.size = 6});
  EXPECT_EQ(set.size, 6);
  EXPECT_FALSE(set.cut);
  EXPECT_NEAR(set.height, 6 * 1.25, 0.2);
}

TEST(Canvas, ALongTextWrapsAndShrinksIntoItsBox) {
  const Canvas canvas = Canvas::Picture(70, 30);
  const SetText set =
      canvas.Measure(kCard, Repeated("Đình chùa đền miếu ", 5), {.size = 8, .least_size = 2});
  EXPECT_LT(set.size, 8);
  EXPECT_FALSE(set.cut);
  EXPECT_LE(set.height, kCard.height + 1e-6);
  EXPECT_LE(set.width, kCard.width + 1e-6);
}

TEST(Canvas, AnEndlessTextIsCutInsideItsBox) {
  for (const std::string& text : {Repeated("Đình chùa ", 2000), Repeated("x", 5000)}) {
    Canvas canvas = Canvas::Picture(280, 120, 4);
    const SetText set = canvas.Write(kCard, text, {.size = 8, .least_size = 3});
    EXPECT_TRUE(set.cut) << text.front();
    const Extent dark = DarkIn(canvas.FinishPicture());
    EXPECT_GE(dark.left, 5 * 4 - 2);
    EXPECT_LE(dark.right, 65 * 4 + 2) << text.front();
    EXPECT_GE(dark.top, 5 * 4 - 2);
    EXPECT_LE(dark.bottom, 25 * 4 + 2);
  }
}

TEST(Canvas, AWordThatFitsALineIsNotBroken) {
  const Canvas canvas = Canvas::Picture(70, 30);
  const SetText set = canvas.Measure(kCard, "Nghiêng", {.size = 30, .least_size = 2});
  EXPECT_NEAR(set.height, set.size * 1.25, 0.2);  // one line
}

TEST(Canvas, TextIsNotMarkup) {
  const Canvas canvas = Canvas::Picture(70, 30);
  const double with = canvas.Measure(kCard, "<b>Bia</b> & co", {.size = 4}).width;
  const double without = canvas.Measure(kCard, "Bia & co", {.size = 4}).width;
  EXPECT_GT(with, without + 5);
}

TEST(Canvas, DiacriticsStandOverTheirLetters) {
  const auto top_of = [](const char* text) {
    Canvas canvas = Canvas::Picture(400, 100);
    canvas.Write({10, 10, 380, 80}, text, {.size = 40});
    return DarkIn(canvas.FinishPicture()).top;
  };
  EXPECT_LT(top_of("Ế"), top_of("Ê"));
  EXPECT_LT(top_of("Ê"), top_of("E"));
  EXPECT_EQ(top_of("E\xCC\x82\xCC\x81"), top_of("Ế"));
}

TEST(Canvas, HanNomHasGlyphs) {
  const auto picture_of = [](const char* text) {
    Canvas canvas = Canvas::Picture(60, 60);
    canvas.Write({5, 5, 50, 50}, text, {.family = "Noto Serif", .size = 40});
    return canvas.FinishPicture().pixels;
  };
  EXPECT_NE(picture_of("蓮"), picture_of("寺"));  // two boxes for want of glyphs would be alike
}

TEST(Canvas, AGridIsDarkWhereItsCellsAre) {
  Canvas canvas = Canvas::Picture(30, 30);
  canvas.Grid({0, 0, 30, 30}, 3, [](int column, int row) { return (column + row) % 2 == 0; });
  const Image8 picture = canvas.FinishPicture();
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 30; ++x) {
      EXPECT_EQ(IsDark(picture, x, y), (x / 10 + y / 10) % 2 == 0);
    }
  }
}

TEST(Canvas, APictureFillsItsBoxAndLosesBothSidesEvenly) {
  Image8 wide(40, 10, 3);
  for (int y = 0; y < 10; ++y) {
    for (int x = 15; x < 25; ++x) {
      wide.At(x, y)[0] = wide.At(x, y)[1] = wide.At(x, y)[2] = 255;
    }
  }
  Canvas canvas = Canvas::Picture(20, 20);
  canvas.Fill({0, 0, 20, 20}, kBlack);
  canvas.Draw({0, 0, 20, 20}, wide);
  const Image8 picture = canvas.FinishPicture();
  EXPECT_FALSE(IsDark(picture, 2, 10));
  EXPECT_FALSE(IsDark(picture, 17, 10));
}

TEST(Canvas, AnObjectIsShownWholeOnItsOwnGround) {
  Image8 tall(10, 40, 3);
  std::fill(tall.pixels.begin(), tall.pixels.end(), uint8_t{255});
  for (int x = 3; x < 7; ++x) {
    for (int y = 0; y < 40; ++y) {
      std::fill_n(tall.At(x, y), 3, uint8_t{0});
    }
  }
  Canvas canvas = Canvas::Picture(80, 40);
  canvas.Fill({0, 0, 80, 40}, kBlack);
  canvas.DrawWhole({0, 0, 80, 40}, tall);
  const Image8 picture = canvas.FinishPicture();
  for (int y = 1; y < 39; ++y) {
    EXPECT_TRUE(IsDark(picture, 40, y)) << "cut off at " << y;
    EXPECT_FALSE(IsDark(picture, 2, y)) << "no ground at " << y;
    EXPECT_FALSE(IsDark(picture, 77, y)) << "no ground at " << y;
  }
}

std::string Page() {
  Canvas canvas = Canvas::Pdf(100, 50, {.title = "Chùa", .created = "2026-05-10"});
  canvas.Write(kCard, "Liên Phái 蓮派", {.size = 6});
  Image8 picture(32, 32, 3);
  canvas.Draw({70, 5, 20, 20}, picture);
  canvas.NextPage();
  return canvas.FinishPdf();
}

TEST(Canvas, TheSameDrawingGivesTheSamePdf) {
  EXPECT_EQ(Page(), Page());
  EXPECT_THAT(Page(), HasSubstr("DCTDecode"));  // pictures as JPEG
  EXPECT_THAT(Page(), HasSubstr("(20260510)"));
}

}  // namespace
}  // namespace disan
