#include "tests/formats/record/site_fixture.h"

namespace disan {
namespace {

using testing::All;
using testing::SaidAt;
using testing::SiteOnDisk;

TEST(Tour, LinksHotspotsAndStopsAreRead) {
  const SiteOnDisk site;
  site.Write("media/plan.png", "x");
  site.Write("media/01.mp3", "x");
  site.Write(
      "tour.yaml",
      "disan: 1\nstart: san-truoc\nplan: media/plan.png\nscenes:\n  san-truoc:\n"
      "    plan: [0.42, 0.61]\n    links: [{to: san-truoc, yaw_deg: 40}]\n"
      "    hotspots: [{yaw_deg: 10, pitch_deg: -5, title: {vi: a, en: b}, object: bia-1}]\n"
      "stops: [{scene: san-truoc, yaw_deg: 10, text: {vi: a, en: b}, audio: media/01.mp3}]\n");
  const Result<SiteFolder> folder = site.Read();
  ASSERT_TRUE(folder);
  EXPECT_EQ(All(folder.diagnostics), "");
  const Tour& tour = *folder->tour;
  ASSERT_NE(tour.Find("san-truoc"), nullptr);
  EXPECT_EQ(tour.Find("san-truoc")->plan_x, 0.42);
  EXPECT_EQ(tour.Find("san-truoc")->links[0].yaw_deg, 40);
  EXPECT_EQ(tour.Find("san-truoc")->hotspots[0].object, "bia-1");
  EXPECT_TRUE(tour.stops[0].audio.exists);
  EXPECT_TRUE(tour.plan.exists);
}

TEST(Tour, NotesAtPointsOfAModelAreReadAndChecked) {
  const SiteOnDisk site;
  site.Write(
      "tour.yaml",
      "disan: 1\nobjects:\n  bia-1:\n    annotations:\n"
      "      - {point: [0.1, 1.25, -0.05], normal: [0, 0, 1], title: {vi: a, en: b}}\n"
      "      - {point: [0, 1], title: {vi: a, en: b}}\n"
      "      - {point: [0, 1, 5000], title: {vi: a, en: b}}\n  bia-2:\n    annotations: []\n");
  const Result<SiteFolder> folder = site.Read();
  const std::vector<Diagnostic>& said = folder.diagnostics;
  EXPECT_NE(SaidAt(said, "tour.yaml", 6).find("đúng 3"), std::string::npos);
  EXPECT_NE(SaidAt(said, "tour.yaml", 7), "");
  EXPECT_NE(SaidAt(said, "tour.yaml", 8).find("“bia-1”"), std::string::npos);
  site.Write("tour.yaml",
             "disan: 1\nobjects:\n  bia-1:\n    annotations:\n"
             "      - {point: [0.1, 1.25, -0.05], normal: [0, 0, 1], title: {vi: a, en: b}}\n");
  const Result<SiteFolder> good = site.Read();
  ASSERT_TRUE(good);
  EXPECT_EQ(All(good.diagnostics), "");
  const TourObject* object = good->tour->FindObject("bia-1");
  ASSERT_NE(object, nullptr);
  ASSERT_EQ(object->annotations.size(), 1U);
  EXPECT_EQ(object->annotations[0].point_m, (std::array{0.1, 1.25, -0.05}));
  EXPECT_EQ(object->annotations[0].normal, (std::array{0.0, 0.0, 1.0}));
}

TEST(Tour, WhatDoesNotExistIsNamedWithTheNearest) {
  const SiteOnDisk site;
  site.Write(
      "tour.yaml",
      "disan: 1\nstart: san-truok\nscenes:\n  san-truoc:\n    links: [{to: san, yaw_deg: 1}]\n"
      "    hotspots: [{yaw_deg: 1, object: bia-2}]\n  khac-han:\n    plan: [0.4]\n");
  const std::vector<Diagnostic> said = site.Read().diagnostics;
  EXPECT_NE(SaidAt(said, "tour.yaml", 2).find("“san-truoc”"), std::string::npos);
  EXPECT_NE(SaidAt(said, "tour.yaml", 5).find("điểm chụp"), std::string::npos);
  EXPECT_NE(SaidAt(said, "tour.yaml", 6).find("“bia-1”"), std::string::npos);
  EXPECT_NE(SaidAt(said, "tour.yaml", 7).find("khac-han"), std::string::npos);
  EXPECT_NE(SaidAt(said, "tour.yaml", 8).find("đúng 2"), std::string::npos);
}

TEST(Tour, RegionsToBlurAreCheckedAgainstTheScenesPhotos) {
  const SiteOnDisk site;
  site.Write("tour.yaml",
             "disan: 1\nscenes:\n  san-truoc:\n    privacy:\n      blur:\n"
             "        - {yaw_deg: 1, pitch_deg: 2, width_deg: 3, height_deg: 4}\n"
             "        - {photo: IMG_20.JPG, left_px: 5, top_px: 6, width_px: 7, height_px: 8}\n");
  const Result<SiteFolder> folder = site.Read();
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->tour->Find("san-truoc")->blur.size(), 2U);
  EXPECT_EQ(SaidAt(folder.diagnostics, "tour.yaml", 6), "");
  EXPECT_NE(SaidAt(folder.diagnostics, "tour.yaml", 7).find("IMG_20.JPG"), std::string::npos);
}

}  // namespace
}  // namespace disan
