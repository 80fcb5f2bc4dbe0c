#include "pipeline/tour/tour_draft.h"
#include "pipeline/tour/tour_finish.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::json;

// Three scenes in a row, an object at the first, a stop at two of them.
SiteFolder Sample() {
  SiteFolder folder;
  folder.site.id = "chua-mau";
  folder.site.name.text = {"Chùa Mẫu", "Sample Pagoda"};
  folder.site.rank = RelicRank::kNational;
  folder.site.location.latitude_deg = 21.0;
  folder.site.location.longitude_deg = 105.8;
  Session session;
  session.rights.holder = "UBND phường";
  session.rights.statement = "http://rightsstatements.org/vocab/InC/1.0/";
  for (const char* id : {"a", "b", "c"}) {
    Scene scene;
    scene.id = id;
    scene.name.text = {std::string("Điểm ") + id, std::string("Place ") + id};
    scene.north_deg = 350;
    session.scenes.push_back(scene);
  }
  Object object;
  object.id = "bia";
  object.name.text = {"Bia", "Stele"};
  session.objects.push_back(object);
  folder.sessions.push_back(session);
  Tour tour;
  tour.start = "b";
  tour.scenes = {
      {.scene = "a",
       .links = {{.to = "b", .yaw_deg = 400}},
       .hotspots = {{.yaw_deg = 10, .title = {"Bia", "Stele"}, .object = "bia"}}},
      {.scene = "b", .links = {{.to = "a", .yaw_deg = 180}, {.to = "c", .yaw_deg = -180}}}};
  tour.stops = {{.scene = "a", .text = {"Một", "One"}}, {.scene = "b", .text = {"Hai", "Two"}}};
  folder.tour = tour;
  return folder;
}

TourPanorama Panorama() {
  return {.width = 512,
          .height = 256,
          .preview = "p.jpg",
          .fallback = "f.jpg",
          .tiles_url = "t/{level}/{col}_{row}.jpg",
          .levels = {{512, 256, 2, 1}}};
}

TourAssets Assets() {
  TourAssets assets{.made_by = "disan"};
  for (const char* id : {"a", "b", "c"}) {
    assets.scenes[id] = Panorama();
  }
  assets.objects["bia"] = {.models = {{"medium", "m.glb", 10, 20, {}}},
                           .poster = "p.jpg",
                           .poster_deg = -62,
                           .turntable = {"t/01.jpg", "t/02.jpg"}};
  return assets;
}

TEST(Tour, DirectionsAreBroughtBetweenMinus180And180) {
  EXPECT_EQ(NormalizedDegrees(400), 40);
  EXPECT_EQ(NormalizedDegrees(-180), 180);
  EXPECT_EQ(NormalizedDegrees(180), 180);
  EXPECT_EQ(NormalizedDegrees(-190), 170);
}

TEST(Tour, WhatPeopleWroteArrivesInTheTour) {
  const auto made = FinishTour(DraftTour(Sample()), Assets());
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made.diagnostics.empty());
  const Json tour = Json::parse(*made);
  EXPECT_EQ(tour["disan_tour"], kTourVersion);
  EXPECT_EQ(tour["rank"], "national");
  EXPECT_EQ(tour["start"], "b");
  EXPECT_EQ(tour["scenes"][0]["links"][0]["yaw_deg"], 40);
  EXPECT_EQ(tour["scenes"][0]["north_deg"], 10);
  EXPECT_EQ(tour["scenes"][0]["hotspots"][0]["object"], "bia");
  EXPECT_EQ(tour["stops"].size(), 2U);
  EXPECT_EQ(tour["rights"]["holder"], "UBND phường");
  EXPECT_EQ(tour["objects"][0]["poster_deg"], -62);
  EXPECT_EQ(tour["objects"][0]["turntable"],
            Json::parse(R"([{"src":"t/01.jpg"},{"src":"t/02.jpg"}])"));
}

TEST(Tour, WhatLeadsToAMissingSceneIsLeftOut) {
  TourAssets assets = Assets();
  assets.scenes.erase("b");
  assets.objects.clear();
  const auto made = FinishTour(DraftTour(Sample()), assets);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made.diagnostics.size(), 2U);
  const Json tour = Json::parse(*made);
  EXPECT_EQ(tour["scenes"].size(), 2U);
  EXPECT_TRUE(tour["scenes"][0]["links"].empty());
  EXPECT_FALSE(tour["scenes"][0]["hotspots"][0].contains("object"));
  EXPECT_EQ(tour["stops"].size(), 1U);
  EXPECT_FALSE(tour.contains("start"));
}

TEST(Tour, NotesAtPointsOfAModelTravelWithTheirObject) {
  SiteFolder folder = Sample();
  TourObject told{.object = "bia"};
  told.annotations.push_back({.point_m = {0.1, 1.2, 0}, .title = {"Trán bia", "Head"}});
  told.annotations.push_back(
      {.point_m = {0, 0, 0}, .normal = std::array{0.0, 0.0, 1.0}, .text = {"Bệ", "Base"}});
  folder.tour->objects.push_back(told);
  const Json notes = Json::parse(DraftTour(folder))["objects"][0]["annotations"];
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0]["position"], (Json{0.1, 1.2, 0}));
  EXPECT_EQ(notes[0]["title"]["en"], "Head");
  EXPECT_FALSE(notes[0].contains("normal"));
  EXPECT_EQ(notes[1]["title"]["vi"], "Bệ");
  EXPECT_EQ(notes[1]["normal"], (Json{0, 0, 1}));
  EXPECT_NE(notes[0]["id"], notes[1]["id"]);
}

TEST(Tour, SensitivePlacesStayOut) {
  SiteFolder folder = Sample();
  folder.site.sensitive = true;
  folder.sessions[0].scenes[2].sensitive = true;
  const Json draft = Json::parse(DraftTour(folder));
  EXPECT_TRUE(draft["location"].is_null());
  EXPECT_EQ(draft["scenes"].size(), 2U);
}

TEST(Tour, TheSameSiteGivesTheSameBytes) {
  EXPECT_EQ(*FinishTour(DraftTour(Sample()), Assets()), *FinishTour(DraftTour(Sample()), Assets()));
}

// A plate hangs for decades.
TEST(Tour, CodesOutliveNamesRanksPlacesAndLaterSessions) {
  SiteFolder folder = Sample();
  const Json before = Json::parse(DraftTour(folder));
  folder.site.name.text = {"Chùa khác", "Another"};
  folder.site.rank = RelicRank::kSpecialNational;
  folder.site.location.latitude_deg = 10;
  folder.sessions[0].scenes[0].name.text = {"Tên mới", "New name"};
  Session later = folder.sessions[0];
  later.scenes[0].id = "aa";  // sorts before others and leaves the first out
  folder.sessions.push_back(later);
  const Json after = Json::parse(DraftTour(folder));
  EXPECT_EQ(before["code"], after["code"]);
  for (const Json& scene : before["scenes"]) {
    const auto same = std::find_if(after["scenes"].begin(),
                                   after["scenes"].end(),
                                   [&](const Json& s) { return s["id"] == scene["id"]; });
    ASSERT_NE(same, after["scenes"].end());
    EXPECT_EQ((*same)["code"], scene["code"]);
  }
  EXPECT_EQ(before["objects"][0]["code"], after["objects"][0]["code"]);
  EXPECT_NE(before["objects"][0]["code"], before["scenes"][0]["code"]);
}

std::string Repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

// A tour of `count` scenes told as staff would: a description of two sentences, three links, a
// hotspot with a text, three levels of tiles.
std::string TourOf(int count) {
  const Text sentence{"Sân gạch Bát Tràng trước tam quan, hai bên là hàng cây cổ thụ và các tháp. ",
                      "A court of brick before the three-arched gate, with old trees and stupas. "};
  SiteFolder folder = Sample();
  folder.sessions[0].scenes.clear();
  folder.tour->scenes.clear();
  TourAssets assets = Assets();
  for (int i = 0; i < count; ++i) {
    Scene scene;
    scene.id = "san-truoc-" + std::to_string(i);
    scene.name.text = {"Sân trước tòa Tiền đường", "Court of the front hall"};
    scene.description = {Repeated(sentence.vi, 2), Repeated(sentence.en, 2)};
    scene.north_deg = 12.5;
    folder.sessions[0].scenes.push_back(scene);
    TourScene told{.scene = scene.id};
    for (int k = 1; k <= 3; ++k) {
      told.links.push_back({.to = "san-truoc-" + std::to_string((i + k) % count),
                            .yaw_deg = 40.5 * k,
                            .pitch_deg = -8});
    }
    told.hotspots.push_back({.yaw_deg = 10,
                             .title = {"Bia Liên Phái tự bi ký", "Stele of Liên Phái"},
                             .text = sentence,
                             .object = "bia"});
    folder.tour->scenes.push_back(told);
    const std::string web = "scenes/" + scene.id + "/";
    assets.scenes[scene.id] = {
        .width = 8192,
        .height = 4096,
        .preview = web + "preview.jpg",
        .fallback = web + "fallback.jpg",
        .tiles_url = web + "tiles/{level}/{col}_{row}.jpg",
        .levels = {{2048, 1024, 4, 2}, {4096, 2048, 8, 4}, {8192, 4096, 16, 8}}};
  }
  return *FinishTour(DraftTour(folder), assets);
}

TEST(Tour, FiftyScenesTakeAtMostAHundredKilobytes) {
  const std::string tour = TourOf(50);
  EXPECT_EQ(Json::parse(tour)["scenes"].size(), 50U);
  EXPECT_LE(tour.size(), 100'000U);
}

TEST(Tour, TwoHundredScenesAreTold) {
  EXPECT_EQ(Json::parse(TourOf(200))["scenes"].size(), 200U);
}

TEST(Tour, ADraftThatIsNotOursIsRefused) {
  EXPECT_FALSE(FinishTour("[]", {}).ok());
  EXPECT_FALSE(FinishTour("{", {}).ok());
}

}  // namespace
}  // namespace disan
