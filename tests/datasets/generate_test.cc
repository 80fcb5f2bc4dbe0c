#include "datasets/generate.h"

#include "datasets/plan.h"
#include "formats/cloud/read_cloud.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/image/photo.h"
#include "pipeline/portal/budgets.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan::world {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> Hashes(const fs::path& folder) {
  std::map<std::string, std::string> hashes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      hashes[fs::relative(entry.path(), folder).string()] = *Sha256OfFile(entry.path());
    }
  }
  return hashes;
}

nlohmann::json Json(const fs::path& file) {
  return nlohmann::json::parse(*ReadFile(file));
}

class Generated : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new disan::testing::TemporaryFolder;
    Generate({.folder = folder_->path(), .site = true}, {.threads = 2});
  }
  static void TearDownTestSuite() { delete folder_; }
  static fs::path Session() { return *folder_ / "sessions/2026-05-10"; }

  static disan::testing::TemporaryFolder* folder_;
};
disan::testing::TemporaryFolder* Generated::folder_ = nullptr;

TEST_F(Generated, SiteFilesAreThere) {
  for (const char* file : {"site.yaml",
                           "tour.yaml",
                           "media/plan.png",
                           "sessions/2026-05-10/session.yaml",
                           "sessions/2026-05-10/photos/cong-tam-quan.jpg",
                           "sessions/2026-05-10/scans/bia-1.ply",
                           "sessions/2026-05-10/scans/nghe-da.ply"}) {
    EXPECT_TRUE(fs::is_regular_file(*folder_ / file)) << file;
  }
}

// The sample is the first thing that anybody exports. The same drawing larger has fewer bytes a
// pixel.
TEST_F(Generated, ThePlanIsLightEnoughForAWebsite) {
  const double larger = static_cast<double>(kPlanWidthPx) / kTinyPlanWidthPx;
  EXPECT_LE(static_cast<double>(fs::file_size(*folder_ / "media/plan.png")) * larger * larger,
            static_cast<double>(kPictureBudget));
}

TEST_F(Generated, EveryPhotoOfTheTruthIsThereWithItsSizeAndExif) {
  for (const char* scene : {"san-truoc", "tien-duong", "vuon-thap"}) {
    const auto truth = Json(*folder_ / "truth" / (std::string(scene) + ".truth.json"));
    ASSERT_GE(truth["photos"].size(), 18U);
    std::string before;
    for (const auto& photo : truth["photos"]) {
      const auto facts =
          ReadPhotoFacts(Session() / "photos" / scene / photo["file"].get<std::string>());
      ASSERT_TRUE(facts);
      EXPECT_EQ(facts->width_px, truth["w"].get<int>());
      EXPECT_EQ(facts->height_px, truth["h"].get<int>());
      ASSERT_TRUE(facts->exif.focal_mm && facts->exif.exposure_s && facts->exif.iso);
      EXPECT_NEAR(
          *facts->exif.focal_mm, 36 * truth["f"].get<double>() / truth["w"].get<double>(), 0.01);
      EXPECT_FALSE(facts->exif.make.empty() || facts->exif.model.empty());
      EXPECT_GT(facts->exif.captured_at, before);
      before = facts->exif.captured_at;
    }
  }
}

TEST_F(Generated, BracketsStepByTwoExposures) {
  const auto photos = Json(*folder_ / "truth/tien-duong.truth.json")["photos"];
  ASSERT_EQ(photos.size() % 3, 0U);
  for (size_t i = 0; i < photos.size(); i += 3) {
    EXPECT_NEAR(photos[i + 1]["ev"].get<double>() - photos[i]["ev"].get<double>(), 2, 1e-5);
    EXPECT_NEAR(photos[i + 2]["ev"].get<double>() - photos[i + 1]["ev"].get<double>(), 2, 1e-5);
    EXPECT_EQ(photos[i]["R"], photos[i + 2]["R"]);
  }
}

TEST_F(Generated, HandHeldCentreWandersByAtMostTenCentimetres) {
  double furthest = 0;
  const auto truth = Json(*folder_ / "truth/vuon-thap.truth.json");
  for (const auto& photo : truth["photos"]) {
    const auto p = photo["position"].get<std::vector<double>>();
    furthest = std::max(furthest, std::sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]));
  }
  EXPECT_GT(furthest, 0.04);
  EXPECT_LE(furthest, 0.1001);
}

TEST_F(Generated, ReadyPanoramaCarriesGPano) {
  const auto facts = ReadPhotoFacts(Session() / "photos/cong-tam-quan.jpg");
  ASSERT_TRUE(facts && facts->gpano);
  EXPECT_EQ(facts->gpano->full_width_px, 2 * facts->gpano->full_height_px);
  EXPECT_EQ(facts->gpano->full_width_px, facts->width_px);
}

TEST_F(Generated, DualFisheyeIsTwoCirclesSideBySide) {
  const auto facts = ReadPhotoFacts(Session() / "photos/thap-dieu-quang/R0010001.JPG");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->width_px, 2 * facts->height_px);
}

TEST_F(Generated, SecondRunDoesNothing) {
  const auto before = Hashes(folder_->path());
  const GenerateSummary again = Generate({.folder = folder_->path(), .site = true}, {.threads = 2});
  EXPECT_TRUE(again.made.empty());
  EXPECT_EQ(Hashes(folder_->path()), before);
}

TEST_F(Generated, AnotherFolderAndThreadCountGiveTheSameBytes) {
  disan::testing::TemporaryFolder other;
  Generate({.folder = other.path(), .site = true, .only = "a"}, {.threads = 1});
  const auto expected = Hashes(folder_->path());
  const auto found = Hashes(other.path());
  EXPECT_GT(found.size(), 60U);
  for (const auto& [file, hash] : found) {
    ASSERT_TRUE(expected.contains(file)) << file;
    EXPECT_EQ(expected.at(file), hash) << file;
  }
}

TEST(Generate, UnwritableFolderIsSaid) {
  disan::testing::TemporaryFolder folder;
  std::ofstream(folder / "photos") << "a file stands where the folder should be";
  EXPECT_THROW(Generate({.folder = folder.path(), .only = "cong-tam-quan"}, {.threads = 2}),
               std::exception);
}

TEST(Generate, ScansHaveHolesAndKnowTheirPose) {
  disan::testing::TemporaryFolder folder;
  Generate({.folder = folder.path(), .only = "scan"}, {.threads = 2});
  const auto truth = Json(folder / "truth/quet-san-truoc.scan.truth.json");
  const auto beams = 240U * 93U;
  EXPECT_GT(truth["points"].get<unsigned>(), beams / 3);
  EXPECT_LT(truth["points"].get<unsigned>(), beams * 9 / 10);  // the sky gives nothing back
  const std::string ply = *ReadFile(folder / "scans/quet-san-truoc.ply");
  EXPECT_EQ(ply.rfind("ply\nformat binary_little_endian 1.0\n", 0), 0U);
  EXPECT_EQ(ply.size() - (ply.find("end_header\n") + 11), truth["points"].get<size_t>() * 27);
}

TEST(Generate, SurveyProjectPutsEveryScanWhereItStood) {
  disan::testing::TemporaryFolder folder;
  Generate({.folder = folder.path(), .only = "scan court"}, {.threads = 2});
  const auto e57 = ReadCloud(folder / "scans/quet-toan-canh.e57");
  const auto las = ReadCloud(folder / "scans/quet-toan-canh.las");
  const auto ply = ReadCloud(folder / "scans/quet-tien-duong.ply");
  ASSERT_TRUE(e57.value && las.value && ply.value);
  ASSERT_EQ(e57->scans.size(), 3U);
  ASSERT_EQ(las->size(), e57->size());
  // The second scanner stands at (-3.2, 1.7, -4.2), turned by 135 degrees; z is up in the project.
  size_t first = 0;
  while (e57->ScanOf(first) != 1) {
    ++first;
  }
  const double c = std::cos(Radians(135)), s = std::sin(Radians(135));
  for (const size_t i : {size_t{0}, ply->size() / 2, ply->size() - 1}) {
    const Double3 local = ply->WorldPoint(i), world = e57->WorldPoint(first + i);
    EXPECT_NEAR(world.x, c * local.x + s * local.z - 3.2, 0.001);
    EXPECT_NEAR(world.y, s * local.x - c * local.z + 4.2, 0.001);
    EXPECT_NEAR(world.z, local.y + 1.7, 0.001);
    EXPECT_NEAR(las->WorldPoint(first + i).x - world.x, 588750, 0.002);
    EXPECT_EQ(las->colours[first + i].g, ply->colours[i].g);
  }
  EXPECT_NE(las->crs.find("VN-2000"), std::string::npos);
}

}  // namespace
}  // namespace disan::world
