#include "pipeline/portal/web_export.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "tests/support/folder_tree.h"
#include "tests/support/sample_output.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::Each;
using testing::FolderTree;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::SampleOutputOptions;
using testing::SampleRecord;
using testing::SampleTour;
using ::testing::SizeIs;
using testing::TemporaryFolder;
using testing::WriteSampleOutput;

class WebExportTest : public ::testing::Test {
 protected:
  WebExportTest() { testing::WriteSampleViewer(folder_ / "viewer"); }

  WebExport Export(const std::vector<std::string>& outputs, WebExportOptions options = {}) {
    std::vector<std::string> paths;
    for (const std::string& output : outputs) {
      paths.push_back((folder_ / output).string());
    }
    options.viewer = folder_ / "viewer";
    return ExportWeb(ValueOrThrow(ReadOutputs(paths)), options, folder_ / "web", {.threads = 2});
  }

  std::vector<Diagnostic> Refused(const std::vector<std::string>& outputs) {
    try {
      Export(outputs);
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.exit(), Exit::kUnusableInput);
      return failure.diagnostics();
    }
    return {};
  }

  std::string Read(const std::string& path) const { return *ReadFile(folder_ / "web" / path); }
  bool Has(const std::string& path) const { return fs::exists(folder_ / "web" / path); }

  TemporaryFolder folder_;
};

TEST_F(WebExportTest, OneOutputBecomesAFolderThatHoldsTheWholeTour) {
  WriteSampleOutput(folder_ / "out");
  const WebExport made = Export({"out"});
  EXPECT_FALSE(made.portal);
  for (const char* path : {"index.html",
                           "disan-tour.js",
                           "assets/index.js",
                           "tour.json",
                           "scenes/diem-1/preview.jpg",
                           "scenes/diem-2/tiles/0/1_0.jpg",
                           "objects/qua-cau/high.glb"}) {
    EXPECT_TRUE(Has(path)) << path;
  }
  EXPECT_FALSE(Has("portal"));
  EXPECT_FALSE(Has("sitemap.xml"));
  EXPECT_THAT(Read("index.html"), HasSubstr("<title>Chùa Mẫu</title>"));
  EXPECT_THAT(Read("index.html"), HasSubstr("LandmarksOrHistoricalBuildings"));
  EXPECT_THAT(Read("index.html"), Not(HasSubstr("http://disan.invalid")));
  EXPECT_THAT(made.embed, HasSubstr("<disan-tour src=\"./tour.json\""));
  EXPECT_EQ(TourJson::parse(Read("tour.json")), SampleTour());
}

TEST_F(WebExportTest, WithItsAddressLinksAreWholeAndThereIsASitemap) {
  WriteSampleOutput(folder_ / "out");
  const WebExport made = Export({"out"}, {.base = "https://di-san.vn/chua/"});
  EXPECT_THAT(made.said, IsEmpty());
  EXPECT_THAT(Read("index.html"), HasSubstr("rel=\"canonical\" href=\"https://di-san.vn/chua/\""));
  EXPECT_THAT(Read("index.html"), HasSubstr("\"https://di-san.vn/chua/objects/qua-cau/high.glb\""));
  EXPECT_THAT(Read("sitemap.xml"), HasSubstr("<loc>https://di-san.vn/chua/</loc>"));
  EXPECT_THAT(made.embed, HasSubstr("https://di-san.vn/chua/disan-tour.js"));
}

TEST_F(WebExportTest, NothingOfAWithheldSceneIsInTheFolder) {
  nlohmann::ordered_json record = SampleRecord({.scenes = 3});
  record["scenes"][2]["sensitive"] = true;
  record["scenes"][2]["name"]["vi"] = "Hậu cung";
  nlohmann::ordered_json tour = SampleTour({.scenes = 3});
  tour["scenes"][2]["name"]["vi"] = "Hậu cung";
  WriteSampleOutput(folder_ / "out", tour, record);
  Export({"out"}, {.base = "https://di-san.vn/"});
  for (const auto& [path, sum] : FolderTree(folder_ / "web")) {
    EXPECT_THAT(path, Not(HasSubstr("diem-3")));
    EXPECT_THAT(Read(path), Not(HasSubstr("diem-3"))) << path;
    EXPECT_THAT(Read(path), Not(HasSubstr("Hậu cung"))) << path;
  }
}

TEST_F(WebExportTest, EverythingThatIsWrongIsSaidAtOnceAndNothingIsWritten) {
  nlohmann::ordered_json tour = SampleTour();
  tour["scenes"][0]["links"].push_back({{"to", "khong-co"}, {"yaw_deg", 0}});
  tour["scenes"][1]["name"]["en"] = "";
  WriteSampleOutput(folder_ / "a", tour, SampleRecord());
  WriteSampleOutput(folder_ / "b", {.id = "dinh"});
  fs::remove(folder_ / "b/web/scenes/diem-1/tiles/0/0_0.jpg");
  EXPECT_THAT(Refused({"a", "b"}), SizeIs(3));
  EXPECT_FALSE(fs::exists(folder_ / "web"));
  // A draft shows it all the same.
  const WebExport draft = Export({"a", "b"}, {.draft = true});
  EXPECT_EQ(std::count_if(draft.said.begin(),
                          draft.said.end(),
                          [](const Diagnostic& one) { return one.severity == Severity::kWarning; }),
            3);
  EXPECT_THAT(Read("dinh/index.html"), HasSubstr("noindex"));
}

TEST_F(WebExportTest, ATourThatCannotBeReadIsSaid) {
  WriteSampleOutput(folder_ / "out");
  WriteFileAtomically(folder_ / "out/web/tour.json", "{\"disan_tour\": 2}");
  EXPECT_THAT(Refused({"out"}), SizeIs(1));
  fs::remove(folder_ / "out/web/tour.json");
  EXPECT_THAT(Refused({"out"}), SizeIs(1));
}

TEST_F(WebExportTest, AnOutputIsNotWrittenInto) {
  WriteSampleOutput(folder_ / "web/out");
  WriteSampleOutput(folder_ / "web", {.id = "khac"});
  EXPECT_THAT(Refused({"web"}), Not(IsEmpty()));
}

TEST_F(WebExportTest, AFileThatWasChangedAfterTheBuildIsRefused) {
  WriteSampleOutput(folder_ / "out");
  WriteFileAtomically(folder_ / "out/web/scenes/diem-1/preview.jpg", "edited");
  const auto said = Refused({"out"});
  ASSERT_THAT(said, SizeIs(1));
  EXPECT_THAT(said.front().file, HasSubstr("diem-1/preview.jpg"));
}

TEST_F(WebExportTest, SeveralOutputsBecomeAPortalWithOneViewer) {
  WriteSampleOutput(folder_ / "a", {.id = "chua-lien-phai"});
  WriteSampleOutput(folder_ / "b", {.id = "dinh-kim-lien", .name = {"Đình Kim Liên", "Kim Liên"}});
  const WebExport made = Export({"a", "b"}, {.base = "https://di-san.vn/"});
  EXPECT_TRUE(made.portal);
  for (const char* path : {"index.html",
                           "portal.json",
                           "search.json",
                           "disan.portal/assets/index.js",
                           "disan.viewer/disan-tour.js",
                           "chua-lien-phai/index.html",
                           "dinh-kim-lien/tour.json",
                           "dinh-kim-lien/scenes/diem-1/preview.jpg"}) {
    EXPECT_TRUE(Has(path)) << path;
  }
  EXPECT_FALSE(Has("dinh-kim-lien/disan-tour.js"));
  EXPECT_THAT(Read("index.html"), HasSubstr("./disan.portal/assets/index.js"));
  EXPECT_THAT(Read("index.html"), HasSubstr("https://di-san.vn/dinh-kim-lien/"));
  EXPECT_THAT(Read("dinh-kim-lien/index.html"), HasSubstr("../disan.viewer/assets/index.js"));
  EXPECT_THAT(Read("dinh-kim-lien/index.html"), HasSubstr("name=\"disan-portal\" content=\"../\""));
  EXPECT_THAT(Read("sitemap.xml"), HasSubstr("<loc>https://di-san.vn/dinh-kim-lien/</loc>"));
  const TourJson portal = TourJson::parse(Read("portal.json"));
  ASSERT_EQ(portal["sites"].size(), 2U);
  EXPECT_EQ(portal["sites"][1]["name"]["vi"], "Đình Kim Liên");
  EXPECT_EQ(portal["sites"][1]["href"], "dinh-kim-lien/");
  EXPECT_EQ(portal["sites"][1]["picture"], "dinh-kim-lien/scenes/diem-1/preview.jpg");
  EXPECT_EQ(portal["sites"][1]["location"]["lat"], 21.0093);
  EXPECT_EQ(portal["map"], nullptr);
  const TourJson search = TourJson::parse(Read("search.json"));
  EXPECT_THAT(search.dump(), HasSubstr("Lời về quả cầu"));
}

TEST_F(WebExportTest, AHundredSitesAreRebuiltOneByOne) {
  std::vector<std::string> outputs;
  for (int i = 0; i < 100; ++i) {
    const std::string id = "di-tich-" + std::to_string(i);
    WriteSampleOutput(folder_ / id,
                      {.id = id, .lat = 21 + i * 0.001, .lon = 105.8, .object = i % 2 == 0});
    outputs.push_back(id);
  }
  EXPECT_GT(Export(outputs).published.written.size(), 800U);
  EXPECT_THAT(Export(outputs).published.written, IsEmpty());
  const SampleOutputOptions changed{.id = "di-tich-7",
                                    .description = {"Lời mới.", "New words."},
                                    .lat = 21.007,
                                    .lon = 105.8,
                                    .object = false};
  WriteSampleOutput(folder_ / "di-tich-7", changed);
  const Published one = Export(outputs).published;
  EXPECT_THAT(one.written,
              ::testing::UnorderedElementsAre(
                  "di-tich-7/index.html", "di-tich-7/tour.json", "portal.json", "search.json"));
  EXPECT_THAT(one.removed, IsEmpty());
  // A site that leaves takes its files along.
  outputs.pop_back();
  const Published less = Export(outputs).published;
  EXPECT_THAT(less.removed, Not(IsEmpty()));
  EXPECT_THAT(less.removed, Each(HasSubstr("di-tich-99/")));
  EXPECT_FALSE(Has("di-tich-99"));
  EXPECT_THAT(less.written, Not(Contains(HasSubstr("di-tich-9/"))));
}

TEST_F(WebExportTest, ATourOfTwoHundredScenesIsExportedWithinItsBudget) {
  WriteSampleOutput(folder_ / "out", {.scenes = 200});
  const WebExport made = Export({"out"}, {.base = "https://di-san.vn/"});
  EXPECT_THAT(made.said, IsEmpty());
  EXPECT_EQ(TourJson::parse(Read("tour.json"))["scenes"].size(), 200U);
}

TEST_F(WebExportTest, AMapFileIsTakenAlongAndOneThatIsNoneIsRefused) {
  WriteSampleOutput(folder_ / "a");
  WriteFileAtomically(folder_ / "ha-noi.pmtiles",
                      std::string("PMTiles\x03", 8) + std::string(200, 0));
  Export({"a"}, {.map = folder_ / "ha-noi.pmtiles", .portal = true});
  EXPECT_TRUE(Has("map.pmtiles"));
  EXPECT_EQ(TourJson::parse(Read("portal.json"))["map"], "map.pmtiles");
  for (const std::string& bytes : {std::string("PMTil"), std::string(300, 'x'), std::string()}) {
    WriteFileAtomically(folder_ / "bad.pmtiles", bytes);
    EXPECT_THROW(Export({"a"}, {.map = folder_ / "bad.pmtiles", .portal = true}), Failure);
  }
  EXPECT_THROW(Export({"a"}, {.map = folder_ / "none.pmtiles", .portal = true}), Failure);
}

}  // namespace
}  // namespace disan
