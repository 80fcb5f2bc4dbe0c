#include "pipeline/portal/other_viewers.h"

#include "tests/support/sample_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::SampleTour;

constexpr char kAttack[] = "</script><script>alert(1)</script>\"' <img src=x onerror=alert(2)>";

TourJson Attacked() {
  TourJson tour = SampleTour();
  tour["name"]["vi"] = kAttack;
  tour["scenes"][1]["name"]["vi"] = kAttack;
  tour["scenes"][0]["hotspots"][0]["title"]["vi"] = kAttack;
  tour["scenes"][0]["hotspots"][0]["text"]["vi"] = kAttack;
  return tour;
}

TEST(OtherViewers, PannellumGetsEveryWayAndKeepsTheHeading) {
  TourJson tour = SampleTour({.scenes = 3});
  tour["scenes"][2]["north_deg"] = nullptr;
  const TourJson config = TourJson::parse(PannellumTour(tour, Language::kEnglish, "../"));
  EXPECT_EQ(config["default"]["firstScene"], "diem-1");
  EXPECT_EQ(config["escapeHTML"], true);
  const TourJson& middle = config["scenes"]["diem-2"];
  EXPECT_EQ(middle["panorama"], "../scenes/diem-2/fallback.jpg");
  EXPECT_EQ(middle["northOffset"], 0);
  ASSERT_EQ(middle["hotSpots"].size(), 2U);
  EXPECT_EQ(middle["hotSpots"][1]["sceneId"], "diem-1");
  EXPECT_EQ(middle["hotSpots"][1]["yaw"], 180);
  EXPECT_EQ(middle["hotSpots"][1]["text"], "Place 1");
  EXPECT_EQ(middle["hotSpots"][1]["targetYaw"], "sameAzimuth");
  EXPECT_FALSE(middle["hotSpots"][0].contains("targetYaw"));
  EXPECT_EQ(config["scenes"]["diem-1"]["hotSpots"][1]["text"], "Ball\nWords on the ball");
}

TEST(OtherViewers, MarzipanoTurnsInRadiansAndItsPitchGoesDown) {
  const std::string script = MarzipanoData(SampleTour(), Language::kVietnamese, "../");
  ASSERT_TRUE(script.starts_with("var APP_DATA = "));
  const TourJson data = TourJson::parse(script.substr(15, script.size() - 17));
  EXPECT_EQ(data["name"], "Chùa Mẫu");
  const TourJson& scene = data["scenes"][1];
  EXPECT_EQ(scene["equirect"]["width"], 1024);
  EXPECT_NEAR(scene["linkHotspots"][0]["yaw"].get<double>(), 3.14159265, 1e-8);
  EXPECT_NEAR(scene["linkHotspots"][0]["pitch"].get<double>(), 0.20943951, 1e-8);
  EXPECT_NEAR(data["scenes"][0]["infoHotspots"][0]["pitch"].get<double>(), 0.0872664626, 1e-8);
}

TEST(OtherViewers, KrpanoNamesItsScenesAndLooksUpWithMinus) {
  const std::string xml = KrpanoXml(SampleTour(), Language::kVietnamese, "../");
  EXPECT_THAT(xml, HasSubstr("onstart=\"loadscene(scene_diem_1)\""));
  EXPECT_THAT(xml, HasSubstr("<sphere url=\"../scenes/diem-2/fallback.jpg\" />"));
  EXPECT_THAT(xml, HasSubstr("ath=\"0.000\" atv=\"12.000\""));
  EXPECT_THAT(xml, HasSubstr("onclick=\"loadscene(scene_diem_2, null, KEEPVIEW)\""));
}

TEST(OtherViewers, WhatPeopleWroteIsNeverMarkup) {
  const std::string marzipano = MarzipanoData(Attacked(), Language::kVietnamese, "../");
  EXPECT_THAT(marzipano, Not(HasSubstr("</script>")));
  EXPECT_THAT(marzipano, HasSubstr("&lt;/script&gt;"));
  const std::string krpano = KrpanoXml(Attacked(), Language::kVietnamese, "../");
  EXPECT_THAT(krpano, Not(HasSubstr("<script>")));
  EXPECT_THAT(krpano, Not(HasSubstr("<img")));
  EXPECT_EQ(TourJson::parse(PannellumTour(Attacked(), Language::kVietnamese, "../"))["escapeHTML"],
            true);
}

TEST(OtherViewers, ATourWithoutScenesHasNoneOfThem) {
  EXPECT_TRUE(OtherViewers(SampleTour({.scenes = 0})).empty());
  EXPECT_EQ(OtherViewers(SampleTour()).size(), 7U);
}

}  // namespace
}  // namespace disan
