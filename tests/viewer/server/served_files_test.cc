#include "viewer/server/served_files.h"

#include "tests/viewer/server/small_tour.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::SmallTour;

TEST(ServedFiles, AnOutputFolderIsItsWebFolderAndItsReport) {
  const SmallTour tour;
  const auto served = ChooseServedFiles(tour.out, tour.dist);
  ASSERT_TRUE(served);
  EXPECT_TRUE(FindServed(*served, "tour.json"));
  EXPECT_TRUE(FindServed(*served, "web/tour.json"));
  EXPECT_TRUE(FindServed(*served, "report.html")->is_report);
  EXPECT_EQ(FindServed(*served, "")->file, tour.dist / "index.html");
  EXPECT_FALSE(FindServed(*served, "record/record.json"));
  EXPECT_TRUE(FindServed(*served, "scenes")->is_folder);
  EXPECT_FALSE(FindServed(*served, "scenes/"));
}

TEST(ServedFiles, OfTheMastersOnlyTheReportsPicturesAreShown) {
  const SmallTour tour;
  SmallTour::Write(tour.out / "masters/models/bia.deviation.png", "map");
  SmallTour::Write(tour.out / "masters/models/bia.glb", "model");
  SmallTour::Write(tour.out / "masters/models/sub/b.deviation.png", "map");
  std::filesystem::create_symlink(tour.folder / "secret.txt",
                                  tour.out / "masters/models/link.deviation.png");
  const auto served = ChooseServedFiles(tour.out, tour.dist);
  ASSERT_TRUE(served);
  EXPECT_TRUE(FindServed(*served, "masters/models/bia.deviation.png"));
  for (const char* path : {"masters",
                           "masters/models",
                           "masters/models/",
                           "masters/models/bia.glb",
                           "masters/models/sub",
                           "masters/models/sub/b.deviation.png",
                           "masters/models/link.deviation.png",
                           "masters/modelsbia.deviation.png"}) {
    EXPECT_FALSE(FindServed(*served, path)) << path;
  }
}

TEST(ServedFiles, ATourBringsItsOwnPageBeforeOurs) {
  const SmallTour tour;
  SmallTour::Write(tour.out / "web/index.html", "own");
  const auto served = ChooseServedFiles(tour.out, tour.dist);
  ASSERT_TRUE(served);
  EXPECT_EQ(FindServed(*served, "")->file.filename(), "index.html");
  EXPECT_NE(FindServed(*served, "")->file, tour.dist / "index.html");
}

TEST(ServedFiles, LinksThatLeadOutAreNotThere) {
  const SmallTour tour;
  const auto served = ChooseServedFiles(tour.out, tour.dist);
  ASSERT_TRUE(served);
  EXPECT_FALSE(FindServed(*served, "link.txt"));
  EXPECT_FALSE(FindServed(*served, "up/secret.txt"));
}

TEST(ServedFiles, OneFileIsServedUnderANameOfOurs) {
  const SmallTour tour;
  const auto file = tour.folder / "Bia đá số 1.GLB";
  SmallTour::Write(file, "glTF");
  const auto served = ChooseServedFiles(file, tour.dist);
  ASSERT_TRUE(served);
  EXPECT_EQ(served->start, "?model=opened.glb&name=Bia%20%C4%91%C3%A1%20s%E1%BB%91%201");
  EXPECT_EQ(FindServed(*served, "opened.glb")->file.filename(), file.filename());
  EXPECT_FALSE(FindServed(*served, "secret.txt"));
}

TEST(ServedFiles, WhatCannotBeShownIsNamed) {
  const SmallTour tour;
  for (const auto& path :
       {tour.folder / "nowhere", tour.folder / "secret.txt", tour.out / "record"}) {
    const auto served = ChooseServedFiles(path, tour.dist);
    ASSERT_FALSE(served) << path;
    EXPECT_NE(served.diagnostics.at(0).what.vi.find(path.filename().string()), std::string::npos);
    EXPECT_FALSE(served.diagnostics.at(0).remedy.en.empty());
  }
  EXPECT_FALSE(ChooseServedFiles(tour.out, tour.folder / "no-viewer"));
}

TEST(ContentTypeOf, KnowsWhatATourIsMadeOf) {
  EXPECT_EQ(ContentTypeOf("a.JPG"), "image/jpeg");
  EXPECT_EQ(ContentTypeOf("a.glb"), "model/gltf-binary");
  EXPECT_EQ(ContentTypeOf("a.wasm"), "application/wasm");
  EXPECT_EQ(ContentTypeOf("a.js"), "text/javascript; charset=utf-8");
  EXPECT_EQ(ContentTypeOf("a.xml"), "application/xml; charset=utf-8");
  EXPECT_EQ(ContentTypeOf("a.avif"), "image/avif");
  EXPECT_EQ(ContentTypeOf("a.exe"), "application/octet-stream");
  EXPECT_EQ(ContentTypeOf("a"), "application/octet-stream");
}

}  // namespace
}  // namespace disan
