#include "pipeline/progress/site_progress.h"

#include "formats/files/atomic_write.h"
#include "formats/files/sha256.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

void Write(const fs::path& file, const std::string& text) {
  ASSERT_FALSE(WriteFileAtomically(file, text));
}

constexpr char kTour[] =
    R"({"disan_tour":1,"id":"chua-a","name":{"vi":"Chùa A","en":"Pagoda A"},"rank":"national","location":{"lat":21.0,"lon":105.8},
"scenes":[{"id":"san","name":{"vi":"Sân","en":"Court"}},{"id":"../../etc","name":{"vi":"x"}}],"objects":[{"id":"bia","name":{"vi":"Bia"}}]})";

// One site whose panorama is made and whose model is not.
void WriteSite(const fs::path& site) {
  Write(site / "site.yaml",
        "disan: 1\nid: chua-a\nname: Chùa A\ntype: history\ndecision: {unknown: thất lạc}\nrights: "
        "{holder: UBND}\n");
  Write(site / "out/web/tour.json", kTour);
  Write(site / "out/masters/panoramas/san.jpg", "ảnh");
}

TEST(SiteProgress, ReadsTheTourAndTheRecordBesideIt) {
  const TemporaryFolder folder;
  WriteSite(folder / "a");
  const Result<SiteProgress> site = ReadSiteProgress(folder / "a/out", {});
  ASSERT_TRUE(site.ok());
  EXPECT_EQ(site->id, "chua-a");
  EXPECT_EQ(site->Fact("name.en"), "Pagoda A");
  EXPECT_EQ(site->Fact("type"), "history");
  EXPECT_TRUE(site->Answers("location"));
  EXPECT_TRUE(site->Answers("decision.unknown"));
  EXPECT_FALSE(site->Answers("description"));
  ASSERT_EQ(site->scenes.size(), 1U) << "an id that is a path is no id";
  EXPECT_TRUE(site->scenes[0].made);
  EXPECT_FALSE(site->objects.at(0).made);
  EXPECT_EQ(site->fixity, Fixity::kNoChecksums);
}

TEST(SiteProgress, CountsAPlateThatWasMadeForTheCodeOfNow) {
  const TemporaryFolder folder;
  WriteSite(folder / "a");
  const auto has_plate = [&] { return ReadSiteProgress(folder / "a/out", {})->qr; };
  Write(folder / "a/out/web/q/index.html", "chỉ là địa chỉ");
  EXPECT_FALSE(has_plate());
  Write(folder / "a/out/web/tour.json",
        R"({"disan_tour":1,"id":"chua-a","code":"k7m4qx2","name":{"vi":"Chùa A"},"scenes":[]})");
  EXPECT_FALSE(has_plate());
  Write(folder / "a/out/.disan/plates.json", R"({"base":"https://a.vn/","codes":["aaaaaaa"]})");
  EXPECT_FALSE(has_plate());
  Write(folder / "a/out/.disan/plates.json",
        R"({"base":"https://a.vn/","codes":["aaaaaaa","k7m4qx2"]})");
  EXPECT_TRUE(has_plate());
  Write(folder / "a/out/.disan/plates.json", R"({"codes":{"k7m4qx2":1}})");
  EXPECT_FALSE(has_plate());
  Write(folder / "a/out/.disan/plates.json", "{");
  EXPECT_FALSE(has_plate());
}

TEST(SiteProgress, PrefersTheRecord) {
  const TemporaryFolder folder;
  WriteSite(folder / "a");
  Write(
      folder / "a/out/record/record.json",
      R"({"disan_record":1,"site":{"id":"chua-a","name":{"vi":"Chùa A"},"location":{"wgs84":{"lat":21,"lon":105}},"unknown":{"dating":"chưa rõ"}},"scenes":[{"id":"san"}]})");
  const Result<SiteProgress> site = ReadSiteProgress(folder / "a/out", {});
  ASSERT_TRUE(site.ok());
  EXPECT_TRUE(site->Answers("location.lat"));
  EXPECT_TRUE(site->Answers("dating.unknown"));
  EXPECT_TRUE(site->Fact("name.en").empty());
}

constexpr char kRecord[] =
    R"({"disan_record":1,"site":{"id":"chua-a"},"sessions":[{"id":"sessions/1","operator":"Nguyễn Văn A"}],"scenes":[{"id":"san","session":"sessions/1"}]})";

std::string Said(const std::string& verdict, const std::string& reviewer) {
  return R"({"time":"2026-05-12T08:30:00Z","reviewer":")" + reviewer +
         R"(","asset":"masters/panoramas/san.jpg","verdict":")" + verdict + R"(","sha256":")" +
         Sha256Hex("ảnh") + "\"}\n";
}

TEST(SiteProgress, HoldsAnApprovalToTheBytesThatWereSeen) {
  const TemporaryFolder folder;
  WriteSite(folder / "a");
  Write(folder / "a/out/record/record.json", kRecord);
  Write(folder / "a/review/2026-05-12.jsonl", "hỏng\n" + Said("approved", "Trần Thị B"));
  EXPECT_TRUE(ReadSiteProgress(folder / "a/out", {})->scenes[0].approved);
  Write(folder / "a/out/masters/panoramas/san.jpg", "ảnh mới");
  EXPECT_FALSE(ReadSiteProgress(folder / "a/out", {})->scenes[0].approved);
  Write(folder / "a/out/masters/panoramas/san.jpg", "ảnh");
  Write(folder / "a/review/2026-05-13.jsonl", Said("sent-back", "Lê C"));
  EXPECT_FALSE(ReadSiteProgress(folder / "a/out", {})->scenes[0].approved);
}

TEST(SiteProgress, WhoeverCapturedItDoesNotApproveItAlone) {
  const TemporaryFolder folder;
  WriteSite(folder / "a");
  Write(folder / "a/out/record/record.json", kRecord);
  Write(folder / "a/review/2026-05-12.jsonl", Said("approved", "nguyen van a"));
  EXPECT_FALSE(ReadSiteProgress(folder / "a/out", {})->scenes[0].approved);
  Write(folder / "a/review/2026-05-13.jsonl", Said("approved", "Trần Thị B"));
  EXPECT_TRUE(ReadSiteProgress(folder / "a/out", {})->scenes[0].approved);
}

TEST(SiteProgress, ChecksFixityUnlessAskedNotTo) {
  const TemporaryFolder folder;
  WriteSite(folder / "a");
  Write(
      folder / "a/out/record/checksums-sha256.txt",
      Sha256Hex(kTour) + "  web/tour.json\n" + Sha256Hex("ảnh") + "  masters/panoramas/san.jpg\n");
  EXPECT_EQ(ReadSiteProgress(folder / "a/out", {})->fixity, Fixity::kIntact);
  EXPECT_EQ(ReadSiteProgress(folder / "a/out", {.verify = false})->fixity, Fixity::kNotChecked);
  Write(folder / "a/out/masters/panoramas/san.jpg", "khác");
  const Result<SiteProgress> broken = ReadSiteProgress(folder / "a/out", {});
  EXPECT_EQ(broken->fixity, Fixity::kBroken);
  EXPECT_EQ(broken->fixity_findings, 1U);
}

TEST(SiteProgress, NamesWhatIsNoOutputOrBroken) {
  const TemporaryFolder folder;
  EXPECT_FALSE(ReadSiteProgress(folder.path(), {}).ok());
  for (const char* text : {"", "{", "[]", "{\"id\":\"../x\"}", "{\"id\":5}"}) {
    Write(folder / "web/tour.json", text);
    const Result<SiteProgress> site = ReadSiteProgress(folder.path(), {});
    EXPECT_FALSE(site.ok()) << text;
    EXPECT_FALSE(site.diagnostics.empty()) << text;
  }
}

TEST(SiteProgress, FindsTheOutputsOfAWard) {
  const TemporaryFolder folder;
  WriteSite(folder / "b");
  WriteSite(folder / "a");
  Write(folder / "c/ghi-chu.txt", "x");
  const std::vector<fs::path> outputs = OutputsIn(folder.path());
  ASSERT_EQ(outputs.size(), 2U);
  EXPECT_EQ(outputs[0], folder / "a/out");
  EXPECT_EQ(OutputsIn(folder / "a").size(), 1U);
  EXPECT_EQ(OutputsIn(folder / "a/out").size(), 1U);
}

}  // namespace
}  // namespace disan
