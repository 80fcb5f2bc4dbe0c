#include "pipeline/tour/published_tour.h"

#include "pipeline/tour/tour_draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

constexpr char kTour[] = R"({"disan_tour": 1, "id": "chua-mau", "code": "k7m4qx2",
 "name": {"vi": "Cổ", "en": "Old"}, "start": "b", "rank": "national",
 "location": {"lat": 21.0, "lon": 105.8},
 "scenes": [
  {"id": "a", "name": {"vi": "A", "en": ""}, "plan": [0.25, 0.5],
   "panorama": {"width": 512, "height": 256, "preview": "scenes/a/p.jpg", "fallback": "../../etc/passwd",
    "tiles": {"url": "scenes/a/{level}/{col}_{row}.jpg",
              "levels": [{"width": 512, "height": 256, "cols": 2, "rows": 1}, {"width": -1, "height": 1, "cols": 1, "rows": 1}]}}},
  {"id": "b", "name": {"vi": "B"}, "initial_view": {"yaw_deg": 190, "pitch_deg": 5}, "panorama": {}},
  {"id": "../x"}, 7],
 "objects": [{"id": "bia", "poster": "objects/bia/poster.jpg",
   "models": [{"tier": "low", "src": "/abs.glb", "bytes": 1, "triangles": 2},
              {"tier": "high", "src": "objects/bia/high.glb", "bytes": 1, "triangles": 2}]}],
 "rights": {"holder": "UBND"}})";

TEST(PublishedTour, IsReadWithoutWhatLeadsElsewhere) {
  const Result<PublishedTour> tour = ReadPublishedTour(kTour, "tour.json");
  ASSERT_TRUE(tour.ok());
  EXPECT_EQ(tour->name.vi, "Cổ");
  ASSERT_EQ(tour->scenes.size(), 2U);
  EXPECT_EQ(tour->scenes[0].panorama.preview, "scenes/a/p.jpg");
  EXPECT_EQ(tour->scenes[0].panorama.fallback, "");
  EXPECT_EQ(tour->scenes[0].panorama.levels.size(), 1U);
  EXPECT_EQ(tour->scenes[0].plan_x, 0.25);
  EXPECT_EQ(tour->scenes[1].yaw_deg, -170);
  ASSERT_EQ(tour->objects[0].models.size(), 1U);
  EXPECT_EQ(tour->objects[0].models[0].src, "objects/bia/high.glb");
  EXPECT_EQ(tour->Start()->id, "b");
}

TEST(PublishedTour, CutShortAnywhereIsRefusedQuietly) {
  const std::string whole = kTour;
  for (size_t length = 0; length < whole.size(); ++length) {
    const Result<PublishedTour> tour = ReadPublishedTour(whole.substr(0, length), "tour.json");
    EXPECT_FALSE(tour.ok()) << length;
    EXPECT_EQ(tour.diagnostics.size(), 1U);
  }
}

TEST(PublishedTour, OfANewerVersionIsRefused) {
  EXPECT_FALSE(ReadPublishedTour(R"({"disan_tour": 2, "id": "a"})", "tour.json").ok());
  EXPECT_FALSE(ReadPublishedTour(R"({"disan_tour": "1", "id": "a"})", "tour.json").ok());
}

}  // namespace
}  // namespace disan
