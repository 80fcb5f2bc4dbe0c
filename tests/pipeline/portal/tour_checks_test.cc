#include "pipeline/portal/tour_checks.h"

#include "pipeline/portal/budgets.h"
#include "tests/support/sample_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::SampleRecord;
using testing::SampleTour;
using ::testing::SizeIs;

using Check = std::vector<Diagnostic> (*)(const TourToCheck&);
using Sizes = std::function<std::optional<uint64_t>(const std::string&)>;

std::vector<Diagnostic> Found(
    Check check,
    const TourJson& tour,
    const TourJson& record = SampleRecord(),
    const Sizes& sizes = [](const std::string&) { return 10; }) {
  const canonical::Record read = *canonical::ReadRecord(record.dump(), "record.json").value;
  return check({tour, read, "web/tour.json", "out", sizes});
}

std::string Line1(const std::vector<Diagnostic>& found) {
  return found.empty() ? "" : Line(found.front(), Language::kEnglish);
}

TEST(TourChecks, ASoundTourPasses) {
  EXPECT_THAT(Found(CheckLinks, SampleTour()), IsEmpty());
  EXPECT_THAT(Found(CheckTexts, SampleTour()), IsEmpty());
  EXPECT_THAT(Found(CheckFiles, SampleTour()), IsEmpty());
}

TEST(TourChecks, EveryDeadEndIsNamed) {
  TourJson tour = SampleTour();
  tour["scenes"][0]["links"].push_back({{"to", "khong-co"}, {"yaw_deg", 3}});
  tour["scenes"][0]["hotspots"][0]["object"] = "mat-roi";
  tour["stops"].push_back({{"scene", "cung-khong"}, {"text", {{"vi", "a"}, {"en", "b"}}}});
  tour["start"] = "dau-do";
  const auto found = Found(CheckLinks, tour);
  EXPECT_THAT(found, SizeIs(4));
  EXPECT_THAT(Line1(found), HasSubstr("khong-co"));
}

TEST(TourChecks, AWayWithoutAWayBackIsNamedUnlessItSaysSo) {
  TourJson tour = SampleTour();
  tour["scenes"][1]["links"].clear();
  const auto found = Found(CheckLinks, tour);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Line1(found), HasSubstr("from “diem-1” to “diem-2”"));
  EXPECT_THAT(Line1(found), HasSubstr("one_way: true"));
  tour["scenes"][0]["links"][0]["one_way"] = true;
  EXPECT_THAT(Found(CheckLinks, tour), IsEmpty());
}

// The way there looks 0 degrees, the way back 180 + off.
std::vector<Diagnostic> WithHeadingsOff(double off, bool bend = false, bool no_north = false) {
  TourJson tour = SampleTour();
  // Turned as a whole: it is the headings that count, not the yaws.
  tour["scenes"][0]["north_deg"] = 350;
  tour["scenes"][0]["links"][0]["yaw_deg"] = 10;
  tour["scenes"][1]["north_deg"] = -170 + off;
  tour["scenes"][1]["links"][0]["yaw_deg"] = -10;
  if (bend) {
    tour["scenes"][1]["links"][0]["bend"] = true;
  }
  if (no_north) {
    tour["scenes"][0]["north_deg"] = nullptr;
  }
  return Found(CheckLinks, tour);
}

TEST(TourChecks, HeadingsMayDisagreeByFiveDegreesAndNoMore) {
  for (const double off : {0.0, 4.9, 5.0, -5.0, 360.0}) {
    EXPECT_THAT(WithHeadingsOff(off), IsEmpty()) << off;
  }
  for (const double off : {5.1, -5.1, 90.0, 180.0, 354.8}) {
    const auto found = WithHeadingsOff(off);
    EXPECT_THAT(found, SizeIs(1)) << off;
  }
  EXPECT_THAT(Line1(WithHeadingsOff(7.25)), HasSubstr("7.2° from opposite"));
  EXPECT_THAT(WithHeadingsOff(90, true), IsEmpty());
  EXPECT_THAT(WithHeadingsOff(90, false, true), IsEmpty());
}

TEST(TourChecks, ATextInOneLanguageOnlyIsNamed) {
  TourJson tour = SampleTour();
  tour["scenes"][0]["hotspots"][0]["text"]["en"] = "";
  tour["name"]["en"] = "";
  TourJson record = SampleRecord();
  record["scenes"][1]["name"] = {{"en", "Place 2"}};
  const auto found = Found(CheckTexts, tour, record);
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_THAT(Line1(found), HasSubstr("scenes/diem-2/name"));
  EXPECT_THAT(Line1(found), HasSubstr("Vietnamese"));
  EXPECT_EQ(found[2].place, "scenes/diem-1/hotspots/diem-1/text");
}

TEST(TourChecks, ALongTextIsCutBetweenLetters) {
  TourJson tour = SampleTour();
  for (const char* start : {"", "a", "ab", "abc"}) {
    std::string text = start;
    for (int i = 0; i < 40; ++i) {
      text += "ộ";
    }
    tour["name"] = {{"vi", text}, {"en", ""}};
    const auto found = Found(CheckTexts, tour);
    ASSERT_THAT(found, SizeIs(1));
    // Throws at half a letter.
    EXPECT_NO_THROW(TourJson(Line1(found)).dump());
    EXPECT_THAT(Line1(found), HasSubstr("ộ…"));
  }
}

TEST(TourChecks, MissingTilesAreOneMatterForEachScene) {
  const auto found = Found(CheckFiles, SampleTour(), SampleRecord(), [](const std::string& path) {
    return path.find("diem-1/tiles") == std::string::npos ? std::optional<uint64_t>(10)
                                                          : std::nullopt;
  });
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Line1(found), HasSubstr("2 of 2 tiles"));
  EXPECT_THAT(Line1(found), HasSubstr("scenes/diem-1/tiles/0/0_0.jpg"));
}

TEST(TourChecks, AMissingModelAndWhatWasNotMadeAreNamed) {
  TourJson record = SampleRecord({.scenes = 3});
  const auto found = Found(CheckFiles, SampleTour(), record, [](const std::string& path) {
    return path.ends_with(".glb") ? std::nullopt : std::optional<uint64_t>(10);
  });
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_THAT(Line1(found), HasSubstr("diem-3"));
  EXPECT_THAT(found[1].file, HasSubstr("objects/qua-cau/high.glb"));
}

TEST(TourChecks, WhatIsOverItsBudgetIsNamed) {
  const auto with_preview_of = [](uint64_t bytes) {
    return Found(CheckFiles, SampleTour(), SampleRecord(), [=](const std::string& path) {
      return path == "scenes/diem-1/preview.jpg" ? bytes : uint64_t{10};
    });
  };
  EXPECT_THAT(with_preview_of(kPreviewBudget), IsEmpty());
  const auto found = with_preview_of(kPreviewBudget + 1);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Line1(found), HasSubstr("40 kB"));
  TourJson heavy = SampleTour();
  heavy["description"]["vi"] = std::string(kTourBudget, 'a');
  EXPECT_THAT(Found(CheckFiles, heavy), SizeIs(1));
}

}  // namespace
}  // namespace disan
