#include "tests/formats/record/site_fixture.h"

namespace disan {
namespace {

using testing::All;
using testing::SaidAt;
using testing::SiteOnDisk;

std::vector<Diagnostic> SiteSays(const std::string& yaml) {
  const SiteOnDisk site;
  site.Write("site.yaml", yaml);
  return ReadSite(site.path()).diagnostics;
}

const std::string kHead = "disan: 1\nid: chua\nname: {vi: Chùa, en: Pagoda}\n";

// What is said about a fourth line after a head that is right.
std::string LineSays(const std::string& line) {
  return SaidAt(SiteSays(kHead + line + "\n"), "site.yaml", 4);
}

TEST(Site, TheExampleOfTheDesignIsReadWithoutAWord) {
  const SiteOnDisk site;
  const Result<SiteFolder> folder = site.Read();
  ASSERT_TRUE(folder);
  EXPECT_EQ(All(folder.diagnostics), "");
  const Site& read = folder->site;
  EXPECT_EQ(read.id, "chua-lien-phai");
  EXPECT_EQ(read.name.text, (Text{"Chùa Liên Phái", "Liên Phái Pagoda"}));
  EXPECT_EQ(read.name.lzh, "蓮派寺");
  EXPECT_EQ(read.type, RelicType::kArchitectureArt);
  EXPECT_EQ(read.rank, RelicRank::kNational);
  EXPECT_EQ(Word(read.rank), "national");
  EXPECT_EQ(read.decision.date, "1962-04-28");
  EXPECT_EQ(read.address.former_ward, "Cầu Dền");
  EXPECT_EQ(read.location.latitude_deg, 21.0093);
  EXPECT_EQ(read.written.LineOf("rank"), 5);
}

TEST(Site, EveryProblemComesInOneGo) {
  const auto said = SiteSays(
      "disan: 1\nid: Chùa Cổ\nnam: {vi: a, en: b}\nrank: nationl\nlocation: {lat: 105.8, lon: "
      "21.0}\n"
      "decision: {date: 28/4/1962}\n");
  EXPECT_NE(SaidAt(said, "site.yaml", 2).find("chua-co"), std::string::npos);
  EXPECT_NE(SaidAt(said, "site.yaml", 3).find("“name”"), std::string::npos);
  EXPECT_NE(SaidAt(said, "site.yaml", 4).find("“national”"), std::string::npos);
  EXPECT_NE(SaidAt(said, "site.yaml", 5).find("105.8"), std::string::npos);
  EXPECT_NE(SaidAt(said, "site.yaml", 6).find("1962-04-28"), std::string::npos);
  EXPECT_NE(All(said).find("Thiếu mục bắt buộc “name”"), std::string::npos);
}

TEST(Site, ChoicesAreFoundByTheirVietnameseMeaning) {
  EXPECT_NE(LineSays("rank: cấp quốc gia").find("“national”"), std::string::npos);
  EXPECT_NE(LineSays("rank: Quốc gia đặc biệt").find("special-national"), std::string::npos);
  EXPECT_NE(LineSays("rank: zzzzzzzzzz").find("provincial (cấp tỉnh"), std::string::npos);
}

TEST(Site, PlainTextCountsAsVietnameseAndEnglishIsAskedFor) {
  const SiteOnDisk site;
  site.Write("site.yaml", "disan: 1\nid: chua\nname: Chùa Cổ\n");
  const Result<Site> read = ReadSite(site.path());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name.text.vi, "Chùa Cổ");
  EXPECT_FALSE(HasErrors(read.diagnostics));
  EXPECT_NE(SaidAt(read.diagnostics, "site.yaml", 3).find("tiếng Anh"), std::string::npos);
}

TEST(Site, UnknownHasAReason) {
  const SiteOnDisk site;
  site.Write("site.yaml", kHead + "dating: {unknown: \"bia mờ\"}\nrank: unknown\nid2: 1\n");
  const Result<Site> read = ReadSite(site.path());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->written.unknown.at("dating").vi, "bia mờ");
  EXPECT_EQ(SaidAt(read.diagnostics, "site.yaml", 4), "");
  EXPECT_NE(SaidAt(read.diagnostics, "site.yaml", 5).find("lý do"), std::string::npos);
  EXPECT_NE(LineSays("part_of: {unknown: \"x\"}"), "");
}

TEST(Site, CoordinatesAreHeldAgainstVietnam) {
  EXPECT_EQ(LineSays("location: {lat: 21.0, lon: 105.8}"), "");
  EXPECT_NE(LineSays("location: {lat: 105.8, lon: 21.0}").find("{lat: 21.0, lon: 105.8}"),
            std::string::npos);
  EXPECT_NE(LineSays("location: {lat: \"21,0093\", lon: 105.8}").find("21.0093"),
            std::string::npos);
  EXPECT_NE(LineSays("location: {lat: 48.1, lon: 11.5}").find("ngoài Việt Nam"), std::string::npos);
  EXPECT_NE(LineSays("location: {lat: 21.0}").find("lon"), std::string::npos);
  EXPECT_NE(LineSays("location: {lat: 121.0, lon: 105.8}").find("ngoài Việt Nam"),
            std::string::npos);
}

TEST(Site, Vn2000IsReadWithNorthAsX) {
  EXPECT_EQ(LineSays("location: {x: 2323500.1, y: 588700.2, crs: \"EPSG:3405\"}"), "");
  EXPECT_NE(LineSays("location: {x: 588700, y: 2323500, crs: \"EPSG:3405\"}").find("x: 2323500"),
            std::string::npos);
  EXPECT_NE(LineSays("location: {x: 2323500, y: 588700}").find("EPSG:3405"), std::string::npos);
  EXPECT_NE(LineSays("location: {x: 2323500, y: 588700, crs: VN2000}").find("VN2000"),
            std::string::npos);
  EXPECT_NE(LineSays("location: {lat: 21, lon: 105, x: 2323500, y: 588700, crs: \"EPSG:3405\"}"),
            "");
}

TEST(Site, WrongTypesSayWhatToWrite) {
  EXPECT_NE(LineSays("address: Hà Nội").find("former_ward"), std::string::npos);
  EXPECT_NE(LineSays("zones: I").find("danh sách"), std::string::npos);
  EXPECT_NE(LineSays("sensitive: có").find("true"), std::string::npos);
  EXPECT_NE(LineSays("registration: [1]").find("chữ"), std::string::npos);
  EXPECT_NE(LineSays("description: [a]").find("vi:"), std::string::npos);
  EXPECT_NE(LineSays("rights: {statement: InC}").find("https://"), std::string::npos);
  EXPECT_NE(LineSays("dating: {edtf: thế kỷ 18}").find("17XX"), std::string::npos);
  EXPECT_NE(SaidAt(SiteSays("disan: 2\nid: a\nname: {vi: a, en: b}\n"), "site.yaml", 1), "");
}

TEST(Site, InvisibleDirectionMarksAreSaid) {
  EXPECT_NE(LineSays("registration: \"a\xE2\x80\xAE"
                     "b\"")
                .find("chiều"),
            std::string::npos);
}

TEST(Site, AnEmptyFileAndAPlainSentenceAreExplained) {
  EXPECT_NE(All(SiteSays("")).find("chưa có nội dung"), std::string::npos);
  EXPECT_NE(All(SiteSays("# chỉ có ghi chú\n")).find("chưa có nội dung"), std::string::npos);
  EXPECT_NE(All(SiteSays("chỉ một câu\n")).find("tên: giá trị"), std::string::npos);
}

TEST(Site, AMissingFolderAndAMissingFileSayHowToBegin) {
  const testing::TemporaryFolder empty;
  EXPECT_NE(All(ReadSiteFolder(empty / "không-có").diagnostics).find("disan init"),
            std::string::npos);
  EXPECT_NE(All(ReadSiteFolder(empty.path()).diagnostics).find("site.yaml"), std::string::npos);
  EXPECT_FALSE(WriteFileAtomically(empty / "tệp", "x"));
  EXPECT_NE(All(ReadSiteFolder(empty / "tệp").diagnostics).find("không phải thư mục"),
            std::string::npos);
}

TEST(Site, ALinkOutOfTheSiteIsNotRead) {
  const testing::TemporaryFolder outside;
  EXPECT_FALSE(WriteFileAtomically(outside / "site.yaml", testing::kSiteYaml));
  const testing::TemporaryFolder site;
  std::filesystem::create_symlink(outside / "site.yaml", site / "site.yaml");
  const Result<SiteFolder> read = ReadSiteFolder(site.path());
  EXPECT_FALSE(read);
  EXPECT_NE(All(read.diagnostics).find("ra ngoài"), std::string::npos);
}

TEST(Site, AnswersLeftOpenAreNoErrors) {
  EXPECT_EQ(LineSays("rank:   # CẦN TRẢ LỜI"), "");
  EXPECT_NE(SaidAt(SiteSays("disan: 1\nid: a\nname:\n"), "site.yaml", 3), "");
}

}  // namespace
}  // namespace disan
