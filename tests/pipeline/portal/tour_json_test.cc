#include "pipeline/portal/tour_json.h"

#include "pipeline/portal/embed.h"
#include "pipeline/portal/other_viewers.h"
#include "pipeline/portal/portal_index.h"
#include "pipeline/portal/public_tour.h"
#include "pipeline/portal/tour_checks.h"
#include "tests/support/sample_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SampleRecord;
using testing::SampleTour;

canonical::Record RecordOf(const TourJson& json) {
  return *canonical::ReadRecord(json.dump(), "record.json").value;
}

TEST(TourJson, NamesEveryFileOnce) {
  const TourJson tour = *ReadTourJson(SampleTour({.scenes = 1}).dump(), "tour.json");
  EXPECT_THAT(FilesOf(tour),
              ElementsAre("objects/qua-cau/high.glb",
                          "objects/qua-cau/poster.jpg",
                          "objects/qua-cau/turntable/01.jpg",
                          "scenes/diem-1/fallback.jpg",
                          "scenes/diem-1/preview.jpg",
                          "scenes/diem-1/tiles/0/0_0.jpg",
                          "scenes/diem-1/tiles/0/1_0.jpg"));
}

TEST(TourJson, CutShortAnywhereItIsRefused) {
  const std::string whole = SampleTour().dump();
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(ReadTourJson(whole.substr(0, length), "tour.json").ok()) << length;
  }
}

TEST(TourJson, WithAnyPartOfTheWrongKindItIsRefusedOrSound) {
  const TourJson flat = SampleTour().flatten();
  for (const auto& [place, value] : flat.items()) {
    for (const TourJson& wrong : {TourJson(nullptr),
                                  TourJson(-1e300),
                                  TourJson("../../etc/passwd"),
                                  TourJson::array({1, "x"}),
                                  TourJson{{"cols", 2000000000}, {"url", 3}}}) {
      TourJson changed = SampleTour();
      changed[TourJson::json_pointer(place)] = wrong;
      const Result<TourJson> read = ReadTourJson(changed.dump(), "tour.json");
      if (read) {
        // What was let through serves every use.
        const canonical::Record record = RecordOf(SampleRecord());
        const TourJson tour = ShownTour(*read, record);
        const TourToCheck of{
            tour, record, "tour.json", "out", [](const std::string&) { return 1; }};
        CheckLinks(of);
        CheckTexts(of);
        CheckFiles(of);
        PictureOf(tour);
        OtherViewers(tour);
        EmbedSnippet(tour, "./", "./");
        PortalIndex({{record, tour}}, "");
        SearchIndex({{record, tour}});
      } else {
        EXPECT_FALSE(read.diagnostics.empty()) << place;
      }
    }
  }
}

TEST(TourJson, APathThatLeavesTheFolderIsRefused) {
  for (const char* path : {"../secret.jpg", "/etc/passwd", "a/../../b.jpg", "C:\\x", "a\nb"}) {
    TourJson tour = SampleTour();
    tour["scenes"][0]["panorama"]["preview"] = path;
    EXPECT_FALSE(ReadTourJson(tour.dump(), "tour.json").ok()) << path;
  }
}

TEST(TourJson, DepthIsHeld) {
  const std::string deep = std::string(100000, '[');
  EXPECT_FALSE(ReadTourJson(deep, "tour.json").ok());
  TourJson tour = SampleTour();
  tour["extra"] = TourJson::parse(std::string(60, '[') + std::string(60, ']'));
  EXPECT_FALSE(ReadTourJson(tour.dump(), "tour.json").ok());
}

TEST(PublicTour, WhatIsNotForEveryoneStaysInTheHouse) {
  TourJson record = SampleRecord({.scenes = 3});
  record["scenes"][1]["sensitive"] = true;
  record["objects"][0]["rights"] = {{"access", "restricted"}};
  const canonical::Record shown = ShownRecord(RecordOf(record), {});
  const TourJson tour = ShownTour(SampleTour({.scenes = 3}), shown);
  EXPECT_EQ(tour["scenes"].size(), 2U);
  EXPECT_TRUE(tour["objects"].empty());
  EXPECT_TRUE(tour["scenes"][0]["links"].empty());
  EXPECT_FALSE(tour["scenes"][0]["hotspots"][0].contains("object"));
  EXPECT_THAT(tour.dump(), Not(HasSubstr("diem-2")));
  EXPECT_THAT(FilesOf(tour), Not(Contains(HasSubstr("qua-cau"))));
}

TEST(PublicTour, OfASensitiveSiteNoPlaceIsShown) {
  TourJson record = SampleRecord();
  record["site"]["sensitive"] = true;
  TourJson whole = SampleTour();
  whole["plan"] = {{"src", "media/plan.png"}, {"width", 10}, {"height", 10}};
  const TourJson tour = ShownTour(whole, ShownRecord(RecordOf(record), {}));
  EXPECT_TRUE(tour["location"].is_null());
  EXPECT_FALSE(tour.contains("address"));
  EXPECT_FALSE(tour.contains("plan"));
  EXPECT_TRUE(tour["scenes"].empty());
  EXPECT_EQ(tour["objects"].size(), 1U);
}

TEST(PublicTour, OnlyWhatTheFilterLetsPassIsShown) {
  const canonical::Record shown =
      ShownRecord(RecordOf(SampleRecord()), [](const std::string& id) { return id == "diem-1"; });
  const TourJson tour = ShownTour(SampleTour(), shown);
  EXPECT_EQ(tour["scenes"].size(), 1U);
  EXPECT_TRUE(tour["objects"].empty());
  EXPECT_EQ(shown.assets.size(), 1U);
}

}  // namespace
}  // namespace disan
