#include "tests/formats/record/site_fixture.h"

namespace disan {
namespace {

namespace fs = std::filesystem;
using testing::All;
using testing::SaidAt;
using testing::SiteOnDisk;

constexpr char kFile[] = "sessions/2026-05-10/session.yaml";
const std::string kHead = "disan: 1\ncapture: {date: 2026-05-10}\n";

Result<Session> Read(const SiteOnDisk& site, const std::string& yaml) {
  site.Write(kFile, kHead + yaml);
  return ReadSession(site.path(), kFile);
}

TEST(Session, PhotoFoldersAreExpandedInCountingOrder) {
  const SiteOnDisk site;
  site.Write("sessions/2026-05-10/photos/san-truoc/ghi-chu.txt", "x");
  site.Write("sessions/2026-05-10/photos/san-truoc/.DS_Store", "x");
  site.Write("sessions/2026-05-10/photos/san-truoc/IMG_2.CR2", "x");
  site.Write("sessions/2026-05-10/photos/san-truoc/IMG_11.NEF", "x");
  const Result<SiteFolder> folder = site.Read();
  ASSERT_TRUE(folder);
  const Scene& scene = folder->sessions[0].scenes[0];
  EXPECT_EQ(scene.source, SceneSource::kPhotos);
  ASSERT_EQ(scene.photo_files.size(), 3U);
  EXPECT_EQ(scene.photo_files[0].filename(), "IMG_2.JPG");
  EXPECT_EQ(scene.photo_files[1].filename(), "IMG_10.jpg");
  EXPECT_EQ(scene.photo_files[2].filename(), "IMG_11.NEF");
  ASSERT_EQ(scene.raw_companions.size(), 1U);
  EXPECT_FALSE(HasErrors(folder.diagnostics));
  EXPECT_NE(All(folder.diagnostics).find("ghi-chu.txt"), std::string::npos);
}

TEST(Session, TheThreeSourcesOfASceneAreToldApart) {
  const SiteOnDisk site;
  for (const char* name : {"p.jpg", "f.jpg", "b.jpg"}) {
    site.Write(fs::path("sessions/2026-05-10") / name, "x");
  }
  const Result<Session> session = Read(site,
                                       "scenes:\n"
                                       "  - {id: a, panorama: p.jpg}\n"
                                       "  - {id: b, dual_fisheye: [f.jpg, b.jpg]}\n"
                                       "  - {id: c, dual_fisheye: f.jpg}\n"
                                       "  - {id: d, photos: [f.jpg, b.jpg]}\n"
                                       "  - {id: e, photos: photos/san-truoc, panorama: p.jpg}\n"
                                       "  - {id: f}\n");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->scenes[0].source, SceneSource::kPanorama);
  EXPECT_EQ(session->scenes[1].source, SceneSource::kDualFisheye);
  EXPECT_EQ(session->scenes[1].photo_files.size(), 2U);
  EXPECT_EQ(session->scenes[1].photo_files[0].filename(), "f.jpg");
  EXPECT_EQ(session->scenes[2].photo_files.size(), 1U);
  EXPECT_EQ(session->scenes[3].photo_files.size(), 2U);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 8).find("panorama"), std::string::npos);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 9).find("chưa có ảnh"), std::string::npos);
}

TEST(Session, PathsThatLeaveTheSiteAreRefusedWithTheirLine) {
  const SiteOnDisk site;
  const testing::TemporaryFolder outside;
  EXPECT_FALSE(WriteFileAtomically(outside / "x.jpg", "x"));
  fs::create_directory_symlink(outside.path(), site.path() / "sessions/2026-05-10/out");
  fs::create_symlink(outside / "x.jpg", site.path() / "sessions/2026-05-10/photos/san-truoc/l.jpg");
  const Result<Session> session = Read(site,
                                       "scenes:\n"
                                       "  - {id: a, panorama: ../../../x.jpg}\n"
                                       "  - {id: b, panorama: /etc/passwd}\n"
                                       "  - {id: c, photos: out}\n"
                                       "  - {id: d, photos: photos/san-truoc}\n");
  ASSERT_TRUE(session);
  for (const int line : {4, 5, 6, 7}) {
    EXPECT_NE(SaidAt(session.diagnostics, kFile, line).find("ra ngoài"), std::string::npos) << line;
  }
  EXPECT_TRUE(session->scenes[2].photo_files.empty());
  EXPECT_EQ(session->scenes[3].photo_files.size(), 2U);
}

TEST(Session, AMissingPathNamesTheNearestOne) {
  const SiteOnDisk site;
  const Result<Session> session = Read(site, "scenes:\n  - {id: a, photos: photos/san-trươc-}\n");
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 4).find("photos/san-truoc”"), std::string::npos);
}

TEST(Session, PathsMayStartAtTheSite) {
  const SiteOnDisk site;
  site.Write("ảnh/1.jpg", "x");
  const Result<Session> session = Read(site, "scenes:\n  - {id: a, photos: ảnh}\n");
  EXPECT_EQ(session->scenes[0].photo_files.size(), 1U);
}

TEST(Session, NamesInEitherUnicodeFormAreFound) {
  const SiteOnDisk site;
  site.Write("sessions/2026-05-10/photos/sa\xCC\x82n/a\xCC\x89nh.jpg", "x");  // sân/ảnh, decomposed
  const Result<Session> session = Read(site, "scenes:\n  - {id: a, photos: photos/sân}\n");
  ASSERT_EQ(session->scenes[0].photo_files.size(), 1U);
  EXPECT_TRUE(fs::exists(session->scenes[0].photo_files[0]));
}

TEST(Session, DuplicateIdsWithinASessionAreErrors) {
  const SiteOnDisk site;
  const Result<Session> session =
      Read(site, "scenes:\n  - {id: a}\n  - {id: a}\nobjects:\n  - {id: a}\n  - {id: b}\n");
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 5).find("a-2"), std::string::npos);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 7).find("dòng 4"), std::string::npos);
}

TEST(Session, ALaterCaptureReplacesTheEarlierAndMovesNothing) {
  const SiteOnDisk site;
  site.Write("sessions/2027-01-01/session.yaml",
             "disan: 1\ncapture: {date: 2027-01-01}\nscenes:\n"
             "  - {id: moi, panorama: p.jpg}\n  - {id: san-truoc, panorama: p.jpg}\n");
  site.Write("sessions/2027-01-01/p.jpg", "x");
  const Result<SiteFolder> folder = site.Read();
  ASSERT_TRUE(folder);
  EXPECT_FALSE(HasErrors(folder.diagnostics)) << All(folder.diagnostics);
  const std::vector<CurrentScene> scenes = CurrentScenes(*folder);
  ASSERT_EQ(scenes.size(), 2U);
  EXPECT_EQ(scenes[0].scene->id, "san-truoc");
  EXPECT_EQ(scenes[0].session->folder, "sessions/2027-01-01");
  ASSERT_EQ(scenes[0].earlier.size(), 1U);
  EXPECT_EQ(scenes[0].earlier[0]->folder, "sessions/2026-05-10");
  EXPECT_EQ(CurrentObjects(*folder).size(), 1U);
}

TEST(Session, OneBrokenSessionDoesNotHideTheOthers) {
  const SiteOnDisk site;
  site.Write("sessions/2027-01-01/session.yaml", "disan: [1\n");
  const Result<SiteFolder> folder = site.Read();
  ASSERT_TRUE(folder);
  EXPECT_TRUE(HasErrors(folder.diagnostics));
  EXPECT_EQ(folder->sessions.size(), 1U);
}

TEST(Session, RightsFallBackFieldByField) {
  const SiteOnDisk site;
  site.Write("site.yaml",
             std::string(testing::kSiteYaml) + "rights: {holder: Sở, credit: \"© Sở\"}\n");
  const Result<SiteFolder> folder = site.Read();
  const Rights rights = RightsOf(*folder, folder->sessions[0]);
  EXPECT_EQ(rights.holder, "Phường");
  EXPECT_EQ(rights.credit, "© Sở");
  EXPECT_EQ(rights.access, Access::kPublic);
}

TEST(Session, ObjectsCarryWhatTheRecordNeeds) {
  const SiteOnDisk site;
  const Result<Session> session =
      Read(site,
           "objects:\n"
           "  - id: bia-1\n"
           "    name: {vi: Bia, en: Stele}\n"
           "    scans: scans/bia-1.ply\n"
           "    photos: photos/san-truoc\n"
           "    units: cm\n"
           "    class: national-treasure\n"
           "    registration: \"0012/BT\"\n"
           "    material: {vi: đá xanh, en: bluestone}\n"
           "    dimensions: {height: 1.2, unit: m, weight_kg: 300}\n"
           "    dating: {edtf: 1726, text: {vi: năm Bảo Thái 7, en: 1726}, original: 保泰七年}\n"
           "    inscriptions: [{original: 〇〇, transcription: x, translation: {vi: a, en: b}}]\n");
  ASSERT_TRUE(session);
  EXPECT_EQ(All(session.diagnostics), "");
  const Object& object = session->objects[0];
  EXPECT_EQ(object.object_class, ObjectClass::kNationalTreasure);
  EXPECT_EQ(object.dimensions.height_mm, 1200.0);
  EXPECT_EQ(object.units, LengthUnit::kCentimetre);
  EXPECT_EQ(object.scan_files.size(), 1U);
  EXPECT_EQ(object.photo_files.size(), 2U);
  EXPECT_EQ(object.dating.original, "保泰七年");
  EXPECT_EQ(object.inscriptions[0].original, "〇〇");
}

TEST(Session, PartOfMayNotGoRound) {
  const SiteOnDisk site;
  site.Write(kFile,
             kHead +
                 "objects:\n  - {id: a, part_of: b}\n  - {id: b, part_of: a}\n"
                 "  - {id: c, part_of: aa}\n");
  const Result<SiteFolder> folder = site.Read();
  EXPECT_NE(SaidAt(folder.diagnostics, kFile, 4).find("“a” là một phần"), std::string::npos)
      << All(folder.diagnostics);
}

TEST(Session, ASessionWithoutItsFileIsNamed) {
  const SiteOnDisk site;
  fs::create_directories(site.path() / "sessions/2028-01-01");
  EXPECT_NE(All(site.Read().diagnostics).find("sessions/2028-01-01"), std::string::npos);
}

TEST(Session, RegionsToBlurAreGivenOnTheSphereOrInAPhoto) {
  const SiteOnDisk site;
  const Result<Session> session =
      Read(site,
           "scenes:\n"
           "  - id: a\n"
           "    photos: photos/san-truoc\n"
           "    privacy:\n"
           "      blur:\n"
           "        - {yaw_deg: 1, pitch_deg: 2, width_deg: 3, height_deg: 4, reason: mặt}\n"
           "        - {photo: IMG_2.JPG, left_px: 5, top_px: 6, width_px: 7, height_px: 8}\n"
           "objects:\n"
           "  - id: b\n"
           "    photos: photos/san-truoc\n"
           "    privacy: {blur: [{photo: IMG_10.jpg, left_px: 0, top_px: 0, width_px: 1, "
           "height_px: 1}]}\n");
  ASSERT_TRUE(session);
  EXPECT_EQ(All(session.diagnostics).find("blur"), std::string::npos);
  ASSERT_EQ(session->scenes[0].blur.size(), 2U);
  EXPECT_EQ(session->scenes[0].blur[0].width_deg, 3);
  EXPECT_EQ(session->scenes[0].blur[1].photo, "IMG_2.JPG");
  EXPECT_EQ(session->scenes[0].blur[1].height_px, 8);
  EXPECT_EQ(session->objects[0].blur.size(), 1U);
  EXPECT_FALSE(HasErrors(session.diagnostics));
}

TEST(Session, ARegionThatCannotBeFoundIsAnErrorWithItsLine) {
  const SiteOnDisk site;
  site.Write("sessions/2026-05-10/f.jpg", "x");
  const Result<Session> session = Read(site,
                                       "scenes:\n"
                                       "  - id: a\n"
                                       "    photos: photos/san-truoc\n"
                                       "    privacy:\n"
                                       "      blur:\n"
                                       "        - {yaw_deg: 1, pitch_deg: 2, width_deg: 3}\n"  // 8
                                       "        - {photo: IMG_2.JPG, left_px: 5, top_px: 6, "
                                       "width_px: 7, height_px: unknown}\n"  // 9
                                       "        - {photo: IMG_2.JPG, yaw_deg: 5, left_px: 5, "
                                       "top_px: 6, width_px: 7, height_px: 8}\n"  // 10
                                       "        - {photo: IMG_3.JPG, left_px: 5, top_px: 6, "
                                       "width_px: 7, height_px: 8}\n"  // 11
                                       "        - {photo: IMG_2.JPG, left_px: -5, top_px: 6, "
                                       "width_px: 7, height_px: 0}\n"  // 12
                                       "  - id: b\n"
                                       "    dual_fisheye: f.jpg\n"
                                       "    privacy: {blur: [{photo: f.jpg, left_px: 5, top_px: 6, "
                                       "width_px: 7, height_px: 8}]}\n"  // 15
                                       "objects:\n"
                                       "  - id: c\n"
                                       "    photos: photos/san-truoc\n"
                                       "    privacy: {blur: [{yaw_deg: 1, pitch_deg: 2, width_deg: "
                                       "3, height_deg: 4}]}\n");  // 19
  ASSERT_TRUE(session);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 8).find("height_deg"), std::string::npos);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 9).find("height_px"), std::string::npos);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 10).find("vừa"), std::string::npos);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 11).find("“IMG_2.JPG”"), std::string::npos);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 12).find("height_px"), std::string::npos);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 15).find("hai mắt cá"), std::string::npos);
  EXPECT_NE(SaidAt(session.diagnostics, kFile, 19).find("360°"), std::string::npos);
}

}  // namespace
}  // namespace disan
