#include "pipeline/session/take_in.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "pipeline/session/manifest.h"
#include "tests/support/synthetic_photo.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr char kSession[] = "sessions/2026-05-10/session.yaml";

// A card: a set in DCIM and a folder that a person named, in decomposed letters as a Mac writes.
class Card {
 public:
  Card() {
    AddSet("DCIM/100CANON", 0, 6);
    AddSet("Sa\xCC\x82n trước", 30, 6);
    EXPECT_FALSE(WriteFileAtomically(folder_ / "quet/bia-so-1.ply", "ply\nend_header\n"));
    EXPECT_FALSE(WriteFileAtomically(folder_ / "DCIM/phim.mp4", "video"));
    EXPECT_FALSE(WriteFileAtomically(folder_ / "Thumbs.db", "clutter"));
  }
  void AddSet(const std::string& folder, int minute, int count) const {
    for (int i = 0; i < count; ++i) {
      testing::WritePhoto(folder_ / folder / fmt::format("IMG_{:04}.JPG", minute * 100 + i),
                          testing::TexturedPicture(96, 64, static_cast<uint32_t>(minute * 100 + i)),
                          {.make = "Canon",
                           .model = "Canon EOS R",
                           .captured_at = fmt::format("2026-05-10T09:{:02}:{:02}", minute, i * 4),
                           .focal_mm = 24});
    }
  }
  const fs::path& path() const { return folder_.path(); }

 private:
  testing::TemporaryFolder folder_;
};

std::string Text(const fs::path& file) {
  return ReadFile(file).value.value_or("");
}

TEST(TakeIn, ACardBecomesASessionWithVerifiedCopies) {
  const Card card;
  const testing::TemporaryFolder place;
  const fs::path site = place / "Chùa Liên Phái";
  const Result<TakeInReport> report = TakeIn({.site = site, .folders = {card.path()}}, {});
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->site_created);
  EXPECT_EQ(report->copied, 14U);
  const Result<SiteFolder> folder = ReadSiteFolder(site);
  ASSERT_TRUE(folder.ok());
  EXPECT_FALSE(HasErrors(folder.diagnostics));
  EXPECT_EQ(folder->site.id, "chua-lien-phai");
  ASSERT_EQ(folder->sessions.size(), 1U);
  const Session& session = folder->sessions[0];
  EXPECT_EQ(session.capture.date, "2026-05-10");
  EXPECT_EQ(session.capture.device, "Canon EOS R");
  ASSERT_EQ(session.scenes.size(), 2U);
  for (const Scene& scene : session.scenes) {
    EXPECT_EQ(scene.photo_files.size(), 6U) << scene.id;
    EXPECT_TRUE(scene.id == "diem-1" || scene.id == "san-truoc") << scene.id;
  }
  ASSERT_EQ(session.objects.size(), 1U);
  EXPECT_EQ(session.objects[0].id, "bia-so-1");
  EXPECT_EQ(session.objects[0].scan_files.size(), 1U);
  const Manifest manifest = ReadManifest(session.path / kManifestName);
  EXPECT_EQ(manifest.size(), 14U);
  for (const auto& [name, sum] : manifest) {
    EXPECT_EQ(*Sha256OfFile(site / name), sum) << name;
  }
  EXPECT_GT(report->open_questions, 5U);
}

TEST(TakeIn, RunAgainItTakesNothingTwiceAndChangesNoByte) {
  const Card card;
  const testing::TemporaryFolder site;
  ASSERT_TRUE(TakeIn({.site = site.path(), .folders = {card.path()}}, {}).ok());
  const std::string yaml = Text(site / kSession);
  const std::string record = Text(site / "site.yaml");
  const Result<TakeInReport> again = TakeIn({.site = site.path(), .folders = {card.path()}}, {});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->copied, 0U);
  EXPECT_EQ(again->duplicates, 14U);
  EXPECT_EQ(Text(site / kSession), yaml);
  EXPECT_EQ(Text(site / "site.yaml"), record);
}

TEST(TakeIn, HandEditsSurviveAndOnlyTheNewIsAdded) {
  const Card card;
  const testing::TemporaryFolder site;
  ASSERT_TRUE(TakeIn({.site = site.path(), .folders = {card.path()}}, {}).ok());
  std::string yaml = Text(site / kSession);
  const size_t name = yaml.find("name: {vi: \"Điểm chụp 1\"}");
  ASSERT_NE(name, std::string::npos);
  yaml.replace(name,
               std::string("name: {vi: \"Điểm chụp 1\"}").size(),
               "name: {vi: 'Cổng', en: Gate}   # tôi sửa");
  ASSERT_FALSE(WriteFileAtomically(site / kSession, yaml));
  card.AddSet("Tháp Diệu Quang", 50, 5);
  const Result<TakeInReport> again = TakeIn({.site = site.path(), .folders = {card.path()}}, {});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->copied, 5U);
  const std::string after = Text(site / kSession);
  EXPECT_NE(after.find("# tôi sửa"), std::string::npos);
  const size_t added = after.find("  - id: thap-dieu-quang");
  ASSERT_NE(added, std::string::npos);
  const size_t end = after.find("objects:");
  EXPECT_EQ(after.substr(0, added) + after.substr(end), yaml);
  const Result<SiteFolder> folder = ReadSiteFolder(site.path());
  EXPECT_FALSE(HasErrors(folder.diagnostics));
  EXPECT_EQ(folder->sessions[0].scenes.size(), 3U);
}

TEST(TakeIn, AnInterruptedRunIsTakenUpWithoutLoss) {
  const Card card;
  const testing::TemporaryFolder whole;
  ASSERT_TRUE(TakeIn({.site = whole / "s", .folders = {card.path()}}, {}).ok());
  for (const uint64_t stop_after : {1U, 4U, 9U, 13U}) {
    const testing::TemporaryFolder cut;
    std::atomic<bool> stop{false};
    Execution execution;
    execution.cancelled = &stop;
    uint64_t copied = 0;
    execution.progress = [&](uint64_t, uint64_t total) {
      // The files before copying are counted one by one, the copies in bytes.
      stop = total > 1000 && ++copied >= stop_after;
    };
    EXPECT_THROW(TakeIn({.site = cut / "s", .folders = {card.path()}}, execution), Interrupted);
    ASSERT_TRUE(TakeIn({.site = cut / "s", .folders = {card.path()}}, {}).ok());
    EXPECT_EQ(Text(cut / "s" / kSession), Text(whole / "s" / kSession));
    EXPECT_EQ(ReadManifest(cut / "s/sessions/2026-05-10" / kManifestName),
              ReadManifest(whole / "s/sessions/2026-05-10" / kManifestName));
  }
}

TEST(TakeIn, FilesOfOneNameAndOtherContentAreBothKept) {
  const Card card;
  const testing::TemporaryFolder site;
  ASSERT_TRUE(TakeIn({.site = site.path(), .folders = {card.path()}}, {}).ok());
  const Card other;
  for (const auto& entry : fs::recursive_directory_iterator(other.path())) {
    if (entry.path().filename() == "IMG_3000.JPG") {
      testing::WritePhoto(entry.path(),
                          testing::TexturedPicture(96, 64, 999),
                          {.model = "Canon EOS R", .captured_at = "2026-05-10T09:30:01"});
      break;
    }
  }
  const Result<TakeInReport> again = TakeIn({.site = site.path(), .folders = {other.path()}}, {});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->copied, 1U);
  EXPECT_EQ(again->duplicates, 13U);
  EXPECT_FALSE(HasErrors(ReadSiteFolder(site.path()).diagnostics));
}

TEST(TakeIn, InPlaceLeavesTheFilesAndStaysInsideTheSite) {
  const Card card;
  const testing::TemporaryFolder site;
  EXPECT_FALSE(TakeIn({.site = site.path(), .folders = {card.path()}, .in_place = true}, {}).ok());
  fs::copy(card.path(), site / "ảnh gốc", fs::copy_options::recursive);
  const Result<TakeInReport> report =
      TakeIn({.site = site.path(), .folders = {site / "ảnh gốc"}, .in_place = true}, {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->copied, 0U);
  const Result<SiteFolder> folder = ReadSiteFolder(site.path());
  ASSERT_TRUE(folder.ok());
  for (const Diagnostic& d : folder.diagnostics) {
    EXPECT_NE(d.severity, Severity::kError) << Line(d, Language::kVietnamese);
  }
  EXPECT_EQ(folder->sessions.at(0).scenes.size(), 2U);
  EXPECT_EQ(folder->sessions[0].scenes[0].photo_files.size(), 6U);
  const std::string yaml = Text(site / kSession);
  ASSERT_TRUE(
      TakeIn({.site = site.path(), .folders = {site / "ảnh gốc"}, .in_place = true}, {}).ok());
  EXPECT_EQ(Text(site / kSession), yaml);
}

TEST(TakeIn, ABrokenSessionFileStopsEverythingBeforeAFileIsCopied) {
  const Card card;
  const testing::TemporaryFolder site;
  ASSERT_FALSE(WriteFileAtomically(site / kSession, "disan: [1\n"));
  const Result<TakeInReport> report = TakeIn({.site = site.path(), .folders = {card.path()}}, {});
  EXPECT_FALSE(report.ok());
  EXPECT_FALSE(fs::exists(site / "sessions/2026-05-10/photos"));
  EXPECT_EQ(Text(site / kSession), "disan: [1\n");
}

TEST(TakeIn, WrongFoldersAreNamed) {
  const testing::TemporaryFolder place;
  ASSERT_FALSE(WriteFileAtomically(place / "tệp", "x"));
  const auto said = [&](const TakeInOptions& options) {
    const Result<TakeInReport> report = TakeIn(options, {});
    EXPECT_FALSE(report.ok());
    return Line(report.diagnostics.at(0), Language::kVietnamese);
  };
  EXPECT_NE(said({.site = place / "tệp"}).find("không phải thư mục"), std::string::npos);
  EXPECT_NE(said({.site = place / "s", .folders = {place / "không"}}).find("thẻ"),
            std::string::npos);
  EXPECT_NE(said({.site = place / "s", .folders = {place / "tệp"}}).find("tệp"), std::string::npos);
  EXPECT_FALSE(fs::exists(place / "s"));
}

TEST(TakeIn, ABareFolderIsGroupedWithoutWritingAnything) {
  const Card card;
  const auto count = [&] {
    return std::distance(fs::recursive_directory_iterator(card.path()),
                         fs::recursive_directory_iterator());
  };
  const auto before = count();
  const Result<SiteFolder> site = SiteFromBareFolder(card.path(), {});
  ASSERT_TRUE(site.ok());
  EXPECT_EQ(CurrentScenes(*site).size(), 2U);
  EXPECT_EQ(CurrentObjects(*site).size(), 1U);
  EXPECT_EQ(count(), before);
  EXPECT_FALSE(site.diagnostics.empty());
  const testing::TemporaryFolder empty;
  EXPECT_FALSE(SiteFromBareFolder(empty.path(), {}).ok());
}

}  // namespace
}  // namespace disan
