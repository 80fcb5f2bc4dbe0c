#include "pipeline/single/single_tour.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::json;

Json Panorama(const std::string& id) {
  return {{"width", 8192},
          {"height", 4096},
          {"preview", "scenes/" + id + "/preview.jpg"},
          {"fallback", "scenes/" + id + "/fallback.jpg"},
          {"tiles", {{"url", "scenes/" + id + "/tiles/{level}/{col}_{row}.jpg"}}}};
}

Json Sample() {
  const Json both{{"vi", "Tên"}, {"en", "Name"}};
  Json scenes = Json::array();
  for (const char* id : {"a", "b"}) {
    scenes.push_back(
        {{"id", id}, {"name", both}, {"panorama", Panorama(id)}, {"hotspots", Json::array()}});
  }
  scenes[0]["hotspots"] = {
      {{"image", {{"src", "media/x.jpg"}}}, {"audio", {{"src", "media/x.mp3"}}}},
      {{"video",
        {{"src", "media/x.mp4"},
         {"poster", "media/p.jpg"},
         {"captions", {{"vi", "media/x.vtt"}}}}}},
      {{"audio", {{"src", "media/x.mp3"}}}}};
  const auto model = [](const char* tier, int bytes) {
    return Json{{"tier", tier},
                {"src", std::string("objects/o/") + tier + ".glb"},
                {"bytes", bytes},
                {"triangles", 1},
                {"extensions", {"KHR_draco_mesh_compression"}}};
  };
  const Json object{{"id", "o"},
                    {"poster", "objects/o/poster.jpg"},
                    {"turntable", Json::array({{{"src", "objects/o/turntable/01.jpg"}}})},
                    {"usdz", "objects/o/model.usdz"},
                    {"photos", {{{"src", "objects/o/photos/001.jpg"}}}},
                    {"models", {model("high", 900), model("low", 10), model("medium", 90)}}};
  return {{"disan_tour", 1},
          {"id", "chua-mau"},
          {"name", both},
          {"start", "b"},
          {"scenes", scenes},
          {"objects", {object}},
          {"stops", {{{"scene", "a"}, {"audio", {{"src", "media/01.mp3"}}}}}},
          {"plan", {{"src", "media/plan.png"}}}};
}

TEST(SingleTour, WholePicturesTakeThePlaceOfTilesAndTheSmallestModelStays) {
  const Result<SingleTour> single = SingleTourOf(Sample().dump());
  ASSERT_TRUE(single.ok());
  const Json tour = Json::parse(single->json);
  for (const Json& scene : tour.at("scenes")) {
    EXPECT_TRUE(scene.at("panorama").at("tiles").is_null());
    EXPECT_EQ(scene.at("panorama").at("width"), 4096);
    EXPECT_EQ(scene.at("panorama").at("height"), 2048);
  }
  ASSERT_EQ(tour.at("objects").at(0).at("models").size(), 1U);
  EXPECT_EQ(tour.at("objects").at(0).at("models").at(0).at("src"), "objects/o/low.glb");
  EXPECT_FALSE(tour.at("objects").at(0).contains("usdz"));
  EXPECT_EQ(single->decoders, std::vector<std::string>{"draco"});
}

TEST(SingleTour, TheStartComesFirstFilmsLastAndNothingTwice) {
  const Result<SingleTour> single = SingleTourOf(Sample().dump());
  ASSERT_TRUE(single.ok());
  const std::vector<std::string> first = {"scenes/b/preview.jpg",
                                          "scenes/b/fallback.jpg",
                                          "media/plan.png",
                                          "scenes/a/preview.jpg",
                                          "objects/o/poster.jpg"};
  EXPECT_EQ(single->first, first);
  const std::vector<std::string> rest = {"media/01.mp3",
                                         "media/x.jpg",
                                         "media/x.mp3",
                                         "media/p.jpg",
                                         "media/x.vtt",
                                         "objects/o/photos/001.jpg",
                                         "objects/o/low.glb",
                                         "scenes/a/fallback.jpg",
                                         "media/x.mp4"};
  EXPECT_EQ(single->rest, rest);
}

TEST(SingleTour, ANewerOrBrokenTourIsRefusedNotGuessedAt) {
  EXPECT_FALSE(SingleTourOf("").ok());
  EXPECT_FALSE(SingleTourOf("[]").ok());
  Json newer = Sample();
  newer["disan_tour"] = 2;
  EXPECT_FALSE(SingleTourOf(newer.dump()).ok());
  const std::string whole = Sample().dump();
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(SingleTourOf(whole.substr(0, length)).ok()) << length;
  }
  for (const char* key : {"scenes", "objects", "stops", "id", "name"}) {
    Json wrong = Sample();
    wrong[key] = 5;
    EXPECT_FALSE(SingleTourOf(wrong.dump()).ok()) << key;
    wrong.erase(key);
    EXPECT_FALSE(SingleTourOf(wrong.dump()).ok()) << key;
  }
}

}  // namespace
}  // namespace disan
