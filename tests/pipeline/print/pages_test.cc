// Plates and infographics from the outside: drawn, turned into pixels by poppler, read by zbar.
#include "formats/files/atomic_write.h"
#include "pipeline/print/infographic.h"
#include "pipeline/print/plates.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RunProgram;
using testing::TemporaryFolder;

constexpr char kBase[] = "https://di-san.bachmai.vn/q/";

Image8 Plain(int width, int height) {
  Image8 picture(width, height, 3);
  std::fill(picture.pixels.begin(), picture.pixels.end(), uint8_t{140});
  return picture;
}

PrintSite Sample() {
  PrintSite site{.id = "chua-mau",
                 .name = {"Chùa Liên Phái", "Liên Phái Pagoda"},
                 .name_hannom = "蓮派寺",
                 .code = "aaaaaaa",
                 .address = std::string(kBase) + "aaaaaaa/",
                 .description = {"Một di tích để thử.", "A site for tests."},
                 .facts = {{{"Xếp hạng", "Rank"}, {"Di tích quốc gia", "National relic"}}},
                 .numbers = {{"3", {"điểm toàn cảnh", "viewpoints"}}},
                 .picture = Plain(300, 140),
                 .rights = "UBND phường Bạch Mai",
                 .date = "2026-05-10"};
  site.places.push_back({.name = {"Sân trước", "Front court"},
                         .code = "bbbbbbb",
                         .address = std::string(kBase) + "bbbbbbb/",
                         .picture = Plain(90, 66)});
  site.places.push_back({.object = true,
                         .name = {"Bia hậu", ""},
                         .code = "ccccccc",
                         .address = std::string(kBase) + "ccccccc/"});
  return site;
}

// Whatever people may have typed.
PrintSite Hostile() {
  PrintSite site = Sample();
  std::string name;
  for (int i = 0; i < 80; ++i) {
    name += "Nghiêng <b>&amp;\u202E\x01 ";
  }
  site.name = {name, std::string(3000, 'W')};
  site.description = {};
  site.facts.clear();
  site.numbers.clear();
  site.picture = {};
  site.name_hannom.clear();
  site.rights = ") >> endobj \\";
  site.places[0].name = {std::string(500, 'x'), name};
  site.places[1].name = {"", ""};
  return site;
}

std::vector<std::string> CodesIn(const std::string& pdf) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "a.pdf", pdf);
  RunProgram("/usr/bin/pdftoppm",
             {"-r", "110", "-gray", (folder / "a.pdf").string(), (folder / "p").string()});
  std::vector<std::string> pages;
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    if (entry.path().extension() == ".pgm") {
      pages.push_back(entry.path().string());
    }
  }
  std::sort(pages.begin(), pages.end());
  std::vector<std::string> codes;
  for (const std::string& page : pages) {
    std::istringstream lines(
        RunProgram("/usr/bin/zbarimg", {"-q", "--raw", "-Sdisable", "-Sqrcode.enable", page}).out);
    for (std::string line; std::getline(lines, line);) {
      codes.push_back(line);
    }
  }
  return codes;
}

std::string TextIn(const std::string& pdf) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "a.pdf", pdf);
  return RunProgram("/usr/bin/pdftotext", {"-layout", (folder / "a.pdf").string(), "-"}).out;
}

std::string InfoOf(const std::string& pdf) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "a.pdf", pdf);
  const auto run = RunProgram("/usr/bin/pdfinfo", {"-box", (folder / "a.pdf").string()});
  EXPECT_EQ(run.exit_status, 0);
  EXPECT_EQ(run.err, "");  // nothing to complain about
  return run.out;
}

TEST(Plates, AreReadBackFromEveryPage) {
  for (const PlateSize size : {PlateSize::kA6, PlateSize::kA5}) {
    EXPECT_THAT(CodesIn(PlatesPdf(Sample(), size)),
                ElementsAre(std::string(kBase) + "aaaaaaa/",
                            std::string(kBase) + "bbbbbbb/",
                            std::string(kBase) + "ccccccc/"));
  }
}

TEST(Plates, ASheetHoldsThemAll) {
  PrintSite site = Sample();
  for (int i = 0; i < 10; ++i) {
    site.places.push_back(site.places[0]);
    site.places.back().code = "ddddddd";
    site.places.back().address = std::string(kBase) + "ddddddd/" + std::to_string(i);
  }
  std::vector<std::string> codes = CodesIn(PlateSheetPdf(site));
  std::sort(codes.begin(), codes.end());
  EXPECT_EQ(codes.size(), 13U);
  EXPECT_EQ(std::unique(codes.begin(), codes.end()), codes.end());
}

TEST(Plates, SayTheirNamesAndCodesInLetters) {
  const std::string text = TextIn(PlatesPdf(Sample(), PlateSize::kA6));
  EXPECT_THAT(text, HasSubstr("Chùa Liên Phái"));
  EXPECT_THAT(text, HasSubstr("蓮派寺"));
  EXPECT_THAT(text, HasSubstr("Front court"));
  EXPECT_THAT(text, HasSubstr("BBB BBBB"));
  EXPECT_THAT(text, HasSubstr("di-san.bachmai.vn/q/bbbbbbb"));
  EXPECT_THAT(text, Not(HasSubstr("DRAFT")));
}

TEST(Plates, HaveTrimAndBleedBoxes) {
  const std::string info = InfoOf(PlatesPdf(Sample(), PlateSize::kA6));
  EXPECT_THAT(info, HasSubstr("Pages:           3"));
  // 105 x 148 mm, and 3 mm more on all sides.
  EXPECT_THAT(info, HasSubstr("TrimBox:            28.35    28.35   325.98   447.87"));
  EXPECT_THAT(info, HasSubstr("BleedBox:           19.84    19.84   334.49   456.38"));
  EXPECT_THAT(info, HasSubstr("2026"));
}

// The letters of the stamp climb, so they come out of the page one by one.
TEST(Plates, WithoutAnAddressAreStamped) {
  const auto stamped = [](const std::string& pdf) {
    const std::string text = TextIn(pdf);
    return text.find("Ả N\n") != std::string::npos;
  };
  PrintSite site = Sample();
  EXPECT_FALSE(stamped(PlatesPdf(site, PlateSize::kA6)));
  EXPECT_FALSE(stamped(InfographicPdf(site)));
  site.draft = true;
  EXPECT_TRUE(stamped(PlatesPdf(site, PlateSize::kA6)));
  EXPECT_TRUE(stamped(PlateSheetPdf(site)));
  EXPECT_TRUE(stamped(InfographicPdf(site)));
}

TEST(Pages, TheSameSiteGivesTheSameBytes) {
  EXPECT_EQ(PlatesPdf(Sample(), PlateSize::kA6), PlatesPdf(Sample(), PlateSize::kA6));
  EXPECT_EQ(PlateSheetPdf(Sample()), PlateSheetPdf(Sample()));
  EXPECT_EQ(InfographicPdf(Sample()), InfographicPdf(Sample()));
  EXPECT_EQ(InfographicPicture(Sample(), 50).pixels, InfographicPicture(Sample(), 50).pixels);
}

TEST(Pages, OfAnythingPeopleTypedAreStillPages) {
  const PrintSite site = Hostile();
  EXPECT_THAT(CodesIn(PlatesPdf(site, PlateSize::kA6)).size(), 3);
  EXPECT_THAT(InfoOf(PlatesPdf(site, PlateSize::kA6)), HasSubstr("Pages:           3"));
  EXPECT_EQ(CodesIn(InfographicPdf(site)).size(), 1U);
  EXPECT_THAT(TextIn(PlatesPdf(site, PlateSize::kA6)), HasSubstr("<b>&amp;"));
}

TEST(Infographic, SaysItInBothLanguagesAndLeadsOn) {
  const std::string pdf = InfographicPdf(Sample());
  EXPECT_THAT(CodesIn(pdf), ElementsAre(std::string(kBase) + "aaaaaaa/"));
  const std::string text = TextIn(pdf);
  for (const char* words : {"Chùa Liên Phái",
                            "Liên Phái Pagoda",
                            "Một di tích để thử.",
                            "A site for tests.",
                            "National relic",
                            "viewpoints",
                            "Sân trước",
                            "AAA AAAA",
                            "Bản quyền / Rights: UBND",
                            "UBND phường Bạch Mai"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
  EXPECT_THAT(InfoOf(pdf), HasSubstr("Pages:           1"));
  EXPECT_THAT(InfoOf(pdf), HasSubstr("(A4)"));
}

// An object's head and foot say what it is: a picture of one is not cut to the shape of a view.
TEST(Infographic, ObjectsAreNotCutOff) {
  PrintSite site = Sample();
  Image8 poster = Plain(100, 100);
  for (int x = 40; x < 60; ++x) {
    for (const int y : {0, 1, 2, 97, 98, 99}) {
      std::copy_n(std::array<uint8_t, 3>{255, 0, 255}.data(), 3, poster.At(x, y));
    }
  }
  site.places[1].picture = poster;
  const Image8 picture = InfographicPicture(site, 150);
  std::set<int> rows;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const uint8_t* pixel = picture.At(x, y);
      if (pixel[0] > 190 && pixel[1] < 100 && pixel[2] > 190) {
        rows.insert(y);
      }
    }
  }
  ASSERT_FALSE(rows.empty());
  EXPECT_GT(*rows.rbegin() - *rows.begin(), 60) << "head or foot is missing";
}

TEST(Infographic, AsAPictureIsA4) {
  const Image8 picture = InfographicPicture(Sample(), 100);
  EXPECT_EQ(picture.width, 827);
  EXPECT_EQ(picture.height, 1169);
}

}  // namespace
}  // namespace disan
