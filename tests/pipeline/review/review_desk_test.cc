#include "pipeline/review/review_desk.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"
#include "tests/support/temporary_folder.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

constexpr char kNow[] = "2026-05-12T08:30:00Z";

// A picture with a red left half, 300 by 200 as stored.
std::string LeftRedJpeg(int orientation) {
  Image8 image(300, 200, 3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      image.At(x, y)[0] = x < 150 ? 220 : 20;
      image.At(x, y)[1] = 20;
      image.At(x, y)[2] = x < 150 ? 20 : 220;
    }
  }
  Exif exif;
  exif.orientation = orientation;
  return *EncodeJpeg(image, {.exif = EncodeExif(exif)});
}

struct Built {
  TemporaryFolder folder;
  fs::path site = folder / "site";
  fs::path out = site / "out";

  Built() {
    Write(site / "sessions/1/photos/san/a.jpg", LeftRedJpeg(1));
    Write(site / "sessions/1/photos/san/b.jpg", LeftRedJpeg(6));
    Write(site / "sessions/0/photos/san/old.jpg", LeftRedJpeg(1));
    Write(folder / "secret.jpg", LeftRedJpeg(1));
    fs::create_symlink(folder / "secret.jpg", site / "sessions/1/photos/san/link.jpg");
    Write(out / "masters/panoramas/san.jpg", "panorama");
    Write(
        out / "masters/panoramas/san.json",
        R"({"coverage":0.98,"rms_px":0.6,"photos":[{"file":"a.jpg","status":"placed","reason":{"vi":"","en":""}}]})");
    Write(out / "masters/panoramas/san.pto", "i f0 v60 r0 p10 y20 n\"a.jpg\"\n");
    Write(out / "masters/panoramas/san.sheet.png", "sheet");
    Write(out / "masters/models/bia.glb", "model");
    Write(out / "masters/models/bia.deviation.png", "map");
    Write(out / "web/scenes/san/preview.jpg", "shown");
    // A scene and an object that nobody but reviewers may see.
    Write(out / "masters/panoramas/kin.jpg", "hidden panorama");
    Write(out / "masters/kept/scenes/kin/preview.jpg", "hidden preview");
    Write(out / "masters/kept/scenes/kin/fallback.jpg", "hidden whole");
    Write(out / "masters/kept/scenes/kin/tiles/0/1_0.jpg", "hidden tile");
    Write(out / "masters/kept/scenes/kin/tiles.json",
          R"({"width":512,"height":256,"tiles":{"levels":[{"width":512,"cols":2,"rows":1}]}})");
    Write(out / "masters/models/kho.glb", "hidden model");
    Write(out / "masters/kept/objects/kho/deviation.png", "hidden map");
    fs::create_symlink(folder / "secret.jpg", out / "masters/kept/scenes/kin/tiles/0/0_0.jpg");
    canonical::Record record{.site = {.id = "chua-a", .name = {.vi = "Chùa A", .en = "Pagoda A"}}};
    record.sessions = {{.id = "sessions/1", .operator_name = "Nguyễn Văn A"}};
    record.scenes = {{.id = "san", .name = {.vi = "Sân"}, .session = "sessions/1"},
                     {.id = "chua-lam", .name = {.vi = "Chưa làm"}},
                     {.id = "kin", .name = {.vi = "Hậu cung"}, .session = "sessions/1"}};
    record.objects = {{.id = "bia", .name = {.vi = "Bia"}, .session = "sessions/1"},
                      {.id = "kho", .name = {.vi = "Tượng"}, .session = "sessions/1"}};
    for (const char* path : {"sessions/1/photos/san/a.jpg",
                             "sessions/1/photos/san/b.jpg",
                             "sessions/0/photos/san/old.jpg",
                             "sessions/1/photos/san/link.jpg",
                             "../secret.jpg"}) {
      record.assets.push_back(
          {.path = path, .role = "source", .item = "san", .mime = "image/jpeg"});
    }
    Write(out / canonical::kRecordFile, canonical::WriteRecord(record));
  }
  static void Write(const fs::path& file, const std::string& bytes) {
    ASSERT_FALSE(WriteFileAtomically(file, bytes));
  }
  ReviewDesk Desk() const { return ReviewDesk((*ReadOutputs({out.string()})).front(), site); }
};

std::string Entry(const std::string& verdict, const std::string& more = "") {
  return R"({"asset":"masters/panoramas/san.jpg","sha256":")" + Sha256Hex("panorama") +
         R"(","reviewer":"Trần B","verdict":")" + verdict + "\"" + more + "}";
}

std::string StateNow(ReviewDesk& desk) {
  return Json::parse(desk.State()).at("assets").at(0).at("state");
}

TEST(ReviewDesk, ListsWhatWasMadeWithItsState) {
  const Built built;
  ReviewDesk desk = built.Desk();
  const Json state = Json::parse(desk.State());
  EXPECT_EQ(state["site"]["name"]["en"], "Pagoda A");
  ASSERT_EQ(state["assets"].size(), 4U) << "a scene that was not made is none to review";
  EXPECT_EQ(state["assets"][0]["asset"], "masters/panoramas/san.jpg");
  EXPECT_EQ(state["assets"][0]["state"], "open");
  EXPECT_EQ(state["assets"][0]["operator"], "Nguyễn Văn A");
  EXPECT_EQ(state["assets"][0]["photos"], 3) << "of the session that is shown";
  EXPECT_EQ(state["assets"][1]["asset"], "masters/panoramas/kin.jpg")
      << "also what visitors may not see";
  EXPECT_EQ(state["assets"][2]["kind"], "object");
}

TEST(ReviewDesk, TellsFiguresPhotosAndPoses) {
  const Built built;
  ReviewDesk desk = built.Desk();
  const Json about = Json::parse(desk.About("scenes/san.json").value());
  EXPECT_EQ(about["report"]["rms_px"], 0.6);
  EXPECT_EQ(about["photos"][0]["status"], "placed");
  EXPECT_EQ(about["photos"][0]["pose"]["yaw_deg"], 20);
  EXPECT_TRUE(about["photos"][1]["pose"].is_null());
  EXPECT_EQ(about["sheet"], true);
  EXPECT_EQ(Json::parse(desk.About("objects/bia.json").value())["deviation_map"], "deviation.png");
}

TEST(ReviewDesk, APanoramasEntriesGoIntoTheSitesLog) {
  const Built built;
  ReviewDesk desk = built.Desk();
  const ReviewAnswer answer = desk.Add(
      Entry("sent-back", R"(,"text":"Mái <b>lệch</b>","at":{"yaw_deg":12,"pitch_deg":3})"), kNow);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(StateNow(desk), "sent-back");
  EXPECT_EQ(desk.Add(Entry("approved"), kNow).status, 201);
  EXPECT_EQ(StateNow(desk), "approved");
  const ReviewLog log = ReadReviewLog(built.site);
  ASSERT_EQ(log.entries.size(), 2U);
  EXPECT_EQ(log.entries[0].time, kNow);
  EXPECT_EQ(std::get<SpherePin>(log.entries[0].at).yaw_deg, 12);
  EXPECT_EQ(Json::parse(desk.State())["log"][0]["text"], "Mái <b>lệch</b>");
}

TEST(ReviewDesk, AnApprovalLapsesWhenTheAssetIsBuiltAgain) {
  const Built built;
  ReviewDesk desk = built.Desk();
  ASSERT_EQ(desk.Add(Entry("approved"), kNow).status, 201);
  Built::Write(built.out / "masters/panoramas/san.jpg", "another");
  EXPECT_EQ(StateNow(desk), "lapsed");
  const ReviewAnswer late = desk.Add(Entry("approved"), kNow);
  EXPECT_EQ(late.status, 409) << "who looked at the old one has not seen the new one";
  EXPECT_THAT(late.json, HasSubstr("\"vi\""));
  EXPECT_EQ(ReadReviewLog(built.site).entries.size(), 1U);
}

TEST(ReviewDesk, TheTimeIsTheServers) {
  const Built built;
  ReviewDesk desk = built.Desk();
  ASSERT_EQ(desk.Add(Entry("approved", R"(,"time":"1999-01-01T00:00:00Z")"), kNow).status, 201);
  EXPECT_EQ(ReadReviewLog(built.site).entries[0].time, kNow);
}

TEST(ReviewDesk, RefusesWhatIsNoEntry) {
  const Built built;
  ReviewDesk desk = built.Desk();
  const std::string sha = Sha256Hex("panorama");
  EXPECT_EQ(desk.Add("", kNow).status, 400);
  EXPECT_EQ(desk.Add("[]", kNow).status, 400);
  EXPECT_EQ(desk.Add(std::string(60000, '['), kNow).status, 400);
  EXPECT_EQ(desk.Add(Entry("approve"), kNow).status, 400);
  EXPECT_EQ(desk.Add(Entry("sent-back"), kNow).status, 422) << "no word of what to mend";
  EXPECT_EQ(desk.Add(Entry("remark", R"(,"text":" \n ")"), kNow).status, 422);
  EXPECT_EQ(desk.Add(Entry("approved", R"(,"reviewer":"  ")"), kNow).status, 422);
  EXPECT_EQ(desk.Add(Entry("approved", R"(,"at":{"point":[0,0,0]})"), kNow).status, 400)
      << "a model's pin on a panorama";
  EXPECT_EQ(desk.Add(Entry("approved", R"(,"asset":"masters/panoramas/khac.jpg")"), kNow).status,
            404);
  EXPECT_EQ(desk.Add(Entry("approved", R"(,"asset":"masters/../../x")"), kNow).status, 400);
  EXPECT_FALSE(fs::exists(built.site / "review"));
}

TEST(ReviewDesk, PhotosStandUprightWhateverTheirFilesSay) {
  const Built built;
  ReviewDesk desk = built.Desk();
  const auto level = desk.Find("scenes/san/photos/1.jpg");
  const auto turned = desk.Find("scenes/san/photos/2.large.jpg");
  ASSERT_TRUE(level && turned);
  const Photo first = *ReadPhoto(*level);
  const Photo second = *ReadPhoto(*turned);
  EXPECT_EQ(first.facts.width_px, 300);
  EXPECT_EQ(second.facts.width_px, 200);
  EXPECT_EQ(second.facts.height_px, 300);
  const auto& pixels = std::get<Image8>(second.pixels);
  EXPECT_GT(pixels.At(100, 20)[0], 180) << "orientation 6: the left of the file is above";
  EXPECT_LT(pixels.At(100, 280)[0], 60);
}

TEST(ReviewDesk, OnlyWhatTheRecordNamesIsFound) {
  const Built built;
  ReviewDesk desk = built.Desk();
  EXPECT_EQ(desk.Find("scenes/san/master.jpg"), built.out / "masters/panoramas/san.jpg");
  EXPECT_TRUE(desk.Find("scenes/san/sheet.png"));
  EXPECT_TRUE(desk.Find("objects/bia/deviation.png"));
  EXPECT_TRUE(desk.Find("objects/bia/master.glb"));
  for (const char* path : {"",
                           "scenes",
                           "scenes/san",
                           "scenes/san/",
                           "scenes/san/san.json",
                           "scenes/san/master.glb",
                           "scenes/san/deviation.png",
                           "scenes/khac/master.jpg",
                           "scenes/bia/master.glb",
                           "objects/san/master.jpg",
                           "scenes/san/photos/0.jpg",
                           "scenes/san/photos/-1.jpg",
                           "scenes/san/photos/+1.jpg",
                           "scenes/san/photos/3.jpg",  // a link that leads out of the site
                           "scenes/san/photos/4.jpg",
                           "scenes/san/photos/99999999999999999999.jpg",
                           "scenes/san/photos/1.png",
                           "scenes/san/photos/.jpg",
                           "scenes/san/photos/a.jpg",
                           "scenes/san/photos/../../../secret.jpg",
                           "scenes/../san/master.jpg"}) {
    EXPECT_FALSE(desk.Find(path)) << path;
  }
  EXPECT_FALSE(desk.About("scenes/khac.json"));
  EXPECT_FALSE(desk.About("san.json"));
}

TEST(ReviewDesk, WhatIsSensitiveIsShownToReviewersFromWhereItIsKept) {
  const Built built;
  ReviewDesk desk = built.Desk();
  const fs::path kept = built.out / "masters/kept";
  EXPECT_EQ(desk.Find("scenes/kin/preview.jpg"), kept / "scenes/kin/preview.jpg");
  EXPECT_EQ(desk.Find("scenes/kin/fallback.jpg"), kept / "scenes/kin/fallback.jpg");
  EXPECT_EQ(desk.Find("scenes/kin/tiles/0/1_0.jpg"), kept / "scenes/kin/tiles/0/1_0.jpg");
  EXPECT_EQ(desk.Find("objects/kho/deviation.png"), kept / "objects/kho/deviation.png");
  EXPECT_EQ(desk.Find("scenes/san/preview.jpg"), built.out / "web/scenes/san/preview.jpg");
  EXPECT_EQ(Json::parse(desk.About("objects/kho.json").value())["deviation_map"], "deviation.png");
  const Json about = Json::parse(desk.About("scenes/kin.json").value());
  EXPECT_EQ(about["panorama"]["tiles"]["levels"][0]["cols"], 2);
  EXPECT_TRUE(Json::parse(desk.About("scenes/san.json").value())["panorama"].is_null());
  for (const char* path : {"scenes/kin/tiles.json",
                           "scenes/kin/tiles/0/0_0.jpg",  // a link that leads out of the output
                           "scenes/kin/tiles/0/2_0.jpg",
                           "scenes/kin/tiles/0/1_0.png",
                           "scenes/kin/tiles/0/../0/1_0.jpg",
                           "scenes/kin/tiles/00000/1_0.jpg",
                           "scenes/kin/tiles//1_0.jpg",
                           "scenes/kin/tiles/0/1_0.jpg/",
                           "scenes/kin/../kin/preview.jpg",
                           "scenes/kho/preview.jpg",
                           "objects/kho/preview.jpg",
                           "objects/kin/deviation.png"}) {
    EXPECT_FALSE(desk.Find(path)) << path;
  }
}

TEST(ReviewDesk, TwoReviewersAtOnceLoseNothing) {
  const Built built;
  ReviewDesk desk = built.Desk();
  const auto review = [&](const std::string& name) {
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(
          desk.Add(Entry("remark",
                         R"(,"reviewer":")" + name + R"(","text":")" + std::to_string(i) + "\""),
                   kNow)
              .status,
          201);
    }
  };
  std::thread first(review, "B");
  std::thread second(review, "C");
  first.join();
  second.join();
  const ReviewLog log = ReadReviewLog(built.site);
  EXPECT_EQ(log.entries.size(), 40U);
  EXPECT_TRUE(log.diagnostics.empty());
}

}  // namespace
}  // namespace disan
