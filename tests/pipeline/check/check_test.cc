#include "pipeline/check/check.h"

#include "formats/files/read_file.h"
#include "tests/support/synthetic_photo.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr char kSite[] =
    "disan: 1\nid: chua\nname: {vi: Chùa, en: Pagoda}\ntype: mixed\nrank: inventoried\n"
    "address: {vi: a, en: b}\nlocation: {lat: 21, lon: 105.8}\n";
constexpr char kHead[] =
    "disan: 1\ncapture: {date: 2026-05-10, operator: A, permission: B}\n"
    "rights: {holder: C, statement: \"http://rightsstatements.org/vocab/InC/1.0/\", access: "
    "public}\n";

class CheckedSite : public ::testing::Test {
 protected:
  CheckedSite() {
    Write("site.yaml", kSite);
    Write("sessions/d/session.yaml",
          std::string(kHead) + "scenes:\n  - {id: a, name: {vi: A, en: A}, photos: photos/a}\n");
    for (int i = 0; i < 8; ++i) {
      Photo(i, testing::TexturedPicture(360, 240, static_cast<uint32_t>(i)));
    }
  }
  void Write(const fs::path& file, std::string_view bytes) const {
    ASSERT_FALSE(WriteFileAtomically(folder_ / file, bytes));
  }
  fs::path PathOf(int i) const { return folder_ / fmt::format("sessions/d/photos/a/{}.jpg", i); }
  void Photo(int i, const Image8& picture, const std::string& model = "Canon") const {
    testing::WritePhoto(
        PathOf(i),
        picture,
        {.model = model, .captured_at = "2026-05-10T09:00:00", .focal_35mm_equivalent = 20});
  }
  CheckReport Check(int threads = 2) const {
    const Result<SiteFolder> folder = ReadSiteFolder(folder_.path());
    EXPECT_TRUE(folder.ok());
    Execution execution;
    execution.threads = threads;
    return CheckSite(*folder, folder.diagnostics, execution);
  }
  // What is said, errors and doubts only.
  static std::string All(const CheckReport& report) {
    std::string all;
    for (const Diagnostic& row : report.rows) {
      EXPECT_TRUE(row.severity == Severity::kInfo || !row.remedy.vi.empty())
          << Line(row, Language::kVietnamese);
      if (row.severity != Severity::kInfo) {
        all += Line(row, Language::kVietnamese) + "\n";
      }
    }
    return all;
  }

  testing::TemporaryFolder folder_;
};

TEST_F(CheckedSite, AGoodSiteHasNothingToMend) {
  const CheckReport report = Check();
  EXPECT_EQ(All(report), "");
  EXPECT_FALSE(report.unusable);
  EXPECT_EQ(report.photos, 8U);
}

TEST_F(CheckedSite, TheBlurredPhotoIsNamedAndThePlainOneIsNot) {
  Photo(3, testing::Blurred(testing::TexturedPicture(360, 240, 3), 3));
  Photo(5, testing::PlainPicture(360, 240, 200));
  const std::string all = All(Check());
  EXPECT_NE(all.find("photos/a/3.jpg: Ảnh bị nhoè"), std::string::npos) << all;
  EXPECT_EQ(all.find("5.jpg"), std::string::npos) << all;
}

TEST_F(CheckedSite, DamagedEmptyAndMisnamedFilesAreNamed) {
  const std::string bytes = *ReadFile(PathOf(1));
  Write("sessions/d/photos/a/1.jpg", bytes.substr(0, bytes.size() / 2));
  Write("sessions/d/photos/a/2.jpg", "");
  Write("sessions/d/photos/a/3.png", bytes);
  Write("sessions/d/photos/a/4.jpg", "không phải ảnh");
  const CheckReport report = Check();
  const std::string all = All(report);
  for (const char* name : {"1.jpg", "2.jpg", "3.png", "4.jpg"}) {
    EXPECT_NE(all.find(name), std::string::npos) << name << "\n" << all;
  }
  EXPECT_FALSE(report.unusable);
}

TEST_F(CheckedSite, MixedCamerasDarkPhotosAndAnOpenRingAreNamed) {
  Photo(0, testing::TexturedPicture(360, 240, 0), "Nikon");
  Photo(1, testing::PlainPicture(360, 240, 5));
  for (int i = 4; i < 8; ++i) {
    fs::remove(PathOf(i));
  }
  const std::string all = All(Check());
  EXPECT_NE(all.find("Canon, Nikon"), std::string::npos) << all;
  EXPECT_NE(all.find("1.jpg: Ảnh quá tối"), std::string::npos) << all;
  EXPECT_NE(all.find("cần ít nhất 6"), std::string::npos) << all;
}

TEST_F(CheckedSite, AMissingFocalLengthIsSaidOnceASet) {
  for (int i = 0; i < 8; ++i) {
    testing::WritePhoto(
        PathOf(i), testing::TexturedPicture(360, 240, static_cast<uint32_t>(i)), {});
  }
  EXPECT_NE(All(Check()).find("8 trên 8"), std::string::npos);
}

TEST_F(CheckedSite, MissingRightsPermissionAndEnglishAreAskedFor) {
  Write("sessions/d/session.yaml",
        "disan: 1\ncapture: {date: 2026-05-11}\nscenes:\n  - {id: a, name: A, photos: photos/a}\n");
  const std::string all = All(Check());
  for (const char* wanted :
       {"permission", "operator", "holder", "statement", "access", "tiếng Anh", "2026-05-11"}) {
    EXPECT_NE(all.find(wanted), std::string::npos) << wanted << "\n" << all;
  }
}

TEST_F(CheckedSite, ASiteWithoutAnythingReadableIsUnusable) {
  fs::remove_all(folder_ / "sessions");
  EXPECT_TRUE(Check().unusable);
}

TEST_F(CheckedSite, ErrorsOfTheRecordMakeItUnusable) {
  Write("site.yaml", std::string(kSite) + "ranc: x\n");
  EXPECT_TRUE(Check().unusable);
}

TEST_F(CheckedSite, OneThreadSaysWhatManySay) {
  Photo(3, testing::Blurred(testing::TexturedPicture(360, 240, 3), 3));
  EXPECT_EQ(All(Check(1)), All(Check(4)));
}

}  // namespace
}  // namespace disan
