#include "pipeline/web_app/offline_list.h"
#include "pipeline/web_app/web_manifest.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::json;

constexpr char kTour[] = R"({"disan_tour": 1, "id": "chua-mau", "start": "b",
  "name": {"vi": "Chùa Mẫu", "en": "Sample Pagoda"},
  "description": {"vi": "Dòng một.\nDòng hai.", "en": ""},
  "scenes": [
    {"id": "a", "panorama": {"fallback": "scenes/a/fallback.jpg", "preview": "scenes/a/preview.jpg"}},
    {"id": "b", "panorama": {"fallback": "scenes/b/fallback.jpg", "preview": "scenes/b/preview.jpg"},
     "initial_view": {"yaw_deg": 30, "pitch_deg": -5}}],
  "objects": [{"id": "o"}, {"id": "p", "poster": "objects/p/poster.jpg"}]})";

TEST(WebManifest, IsMadeOfWhatTheTourSaysAndClaimsItsOwnFolderOnly) {
  const auto facts = TourFactsOf(kTour);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->start_picture, "scenes/b/fallback.jpg");
  EXPECT_EQ(facts->yaw_deg, 30);
  EXPECT_EQ(facts->poster, "objects/p/poster.jpg");
  const Json manifest = Json::parse(WebManifest(*facts));
  EXPECT_EQ(manifest.at("name"), "Chùa Mẫu");
  EXPECT_EQ(manifest.at("description"), "Dòng một.");
  for (const char* key : {"id", "start_url", "scope"}) {
    EXPECT_EQ(manifest.at(key), "./");
  }
  bool maskable = false;
  for (const Json& icon : manifest.at("icons")) {
    EXPECT_EQ(icon.at("src").get<std::string>().find('/'), std::string::npos);
    maskable |= icon.at("purpose") == "maskable";
  }
  EXPECT_TRUE(maskable);
}

TEST(WebManifest, WhatIsNoTourGivesNothing) {
  const std::string whole = kTour;
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(TourFactsOf(whole.substr(0, length))) << length;
  }
  EXPECT_FALSE(TourFactsOf(R"({"name": 5, "scenes": [], "objects": []})"));
}

TEST(TourPage, CarriesTheNameAsTextAndLeavesTheRest) {
  const std::string index = "<head><title>Tham quan</title><script src=x></script></head><body>";
  TourFacts facts{.name = "A </title><script>\"&", .description = "\"><img src=x>\nhai"};
  const std::string page = TourPage(index, facts);
  EXPECT_NE(page.find("<title>A &lt;/title&gt;&lt;script&gt;&quot;&amp; · Tham quan 360°</title>"),
            std::string::npos)
      << page;
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find("hai"), std::string::npos);
  EXPECT_NE(page.find("<link rel=\"manifest\""), std::string::npos);
  EXPECT_TRUE(page.ends_with("<script src=x></script></head><body>"));
  EXPECT_EQ(TourPage("<p>", facts), "<p>");
}

std::vector<OfflineFile> Folder() {
  return {{"index.html", "1", 10},
          {"tour.json", "2", 20},
          {"disan-tour.js", "3", 30},
          {"assets/page-a.js", "4", 40},
          {"assets/model_view-b.js", "5", 50},
          {"decoders/draco/a.wasm", "6", 60},
          {"schema/tour.schema.json", "7", 70},
          {"scenes/a/preview.jpg", "8", 80},
          {"scenes/a/fallback.jpg", "9", 90},
          {"scenes/a/tiles/0/0_0.jpg", "a", 100},
          {"objects/o/low.glb", "b", 110},
          {"objects/o/model.usdz", "c", 120}};
}

TEST(OfflineList, SaysWhatOpensTheTourWhatComesLaterAndWhatChangesTogether) {
  const OfflineList list = ListOffline(Folder(), "scenes/a/preview.jpg");
  const std::vector<std::string> shell = {"./",
                                          "tour.json",
                                          "manifest.webmanifest",
                                          kIconSmall,
                                          "scenes/a/preview.jpg",
                                          "assets/page-a.js",
                                          "disan-tour.js"};
  EXPECT_EQ(list.shell, shell);
  const std::vector<std::string> viewer = {"assets/model_view-b.js", "decoders/draco/a.wasm"};
  EXPECT_EQ(list.viewer, viewer);
  std::map<std::string, uint64_t> bytes;
  for (const OfflinePart& part : list.parts) {
    bytes[part.path] = part.bytes;
  }
  const std::map<std::string, uint64_t> expected = {{"index.html", 10},
                                                    {"tour.json", 20},
                                                    {"disan-tour.js", 30},
                                                    {"assets", 90},
                                                    {"decoders", 60},
                                                    {"scenes/a", 180},
                                                    {"objects/o/low.glb", 110}};
  EXPECT_EQ(bytes, expected);
}

TEST(OfflineList, TheVersionFollowsEveryFileAndNoOrder) {
  const std::string version = OfflineVersion(ListOffline(Folder(), ""));
  for (size_t i = 0; i < Folder().size(); ++i) {
    std::vector<OfflineFile> changed = Folder();
    changed[i].sha256 += "x";
    const bool counts = changed[i].path != "schema/tour.schema.json" &&
                        changed[i].path != "scenes/a/fallback.jpg" &&
                        changed[i].path != "objects/o/model.usdz";
    EXPECT_EQ(OfflineVersion(ListOffline(changed, "")) != version, counts) << changed[i].path;
  }
  std::vector<OfflineFile> turned = Folder();
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(OfflineVersion(ListOffline(turned, "")), version);
}

TEST(OfflineList, WorkerAndListCarryTheVersion) {
  const OfflineList list = ListOffline(Folder(), "");
  const Json json = Json::parse(OfflineListJson(list));
  EXPECT_EQ(json.at("version"), OfflineVersion(list));
  EXPECT_EQ(json.at("parts").size(), list.parts.size());
  EXPECT_NE(ServiceWorkerScript(OfflineVersion(list)).find(OfflineVersion(list)),
            std::string::npos);
}

}  // namespace
}  // namespace disan
