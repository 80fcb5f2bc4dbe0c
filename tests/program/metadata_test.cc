// What travels inside pictures and models, read back by a tool that is not ours.
#include "formats/files/read_file.h"
#include "formats/image/tiff.h"
#include "formats/image/xmp.h"
#include "tests/support/run_program.h"
#include "tests/support/sample_site.h"
#include "tests/support/temporary_folder.h"

#include <cstring>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using testing::ProgramRun;
using testing::RunDisan;
using testing::RunProgram;
using testing::TemporaryFolder;

nlohmann::json ExiftoolSays(const fs::path& file) {
  const ProgramRun run =
      RunProgram("/usr/bin/exiftool", {"-json", "-XMP:all", "-struct", file.string()});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  const nlohmann::json answer = nlohmann::json::parse(run.out, nullptr, false);
  return answer.is_array() ? answer[0] : nlohmann::json();
}

// exiftool gives the default language under the bare name and the others with their code.
void ExpectTexts(const nlohmann::json& said, const std::string& vi, const std::string& en) {
  EXPECT_EQ(said.value("Title", ""), vi) << said;
  EXPECT_EQ(said.value("Title-en", ""), en) << said;
  EXPECT_EQ(said.value("Location", ""), "Chùa Mẫu");
  EXPECT_EQ(said.value("City", ""), "Hà Nội");
  EXPECT_EQ(said.value("CountryCode", ""), "VN");
  EXPECT_EQ(said.value("Rights", ""), "UBND phường");
  EXPECT_EQ(said.value("WebStatement", ""), "http://rightsstatements.org/vocab/InC/1.0/");
  EXPECT_EQ(said.value("DateCreated", ""), "2026:05:10");
  EXPECT_THAT(said.value("Creator", nlohmann::json()).dump(), ::testing::HasSubstr("Nguyễn Văn A"));
}

class Metadata : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    testing::WriteSampleSite(*folder_ / "chua", {.scenes = 1, .panorama_width_px = 512});
    ASSERT_EQ(RunDisan({"build", (*folder_ / "chua").string()}).exit_status, 0);
  }
  static void TearDownTestSuite() { delete folder_; }
  static fs::path Out() { return *folder_ / "chua/out"; }
  static TemporaryFolder* folder_;
};
TemporaryFolder* Metadata::folder_ = nullptr;

TEST_F(Metadata, OfAMasterPanorama) {
  const nlohmann::json said = ExiftoolSays(Out() / "masters/panoramas/diem-1.jpg");
  ExpectTexts(said, "Điểm 1", "Place 1");
  EXPECT_EQ(said["ProjectionType"], "equirectangular");
  EXPECT_EQ(said["FullPanoWidthPixels"], 512);
}

TEST_F(Metadata, OfTheFallbackOfTheWeb) {
  const nlohmann::json said = ExiftoolSays(Out() / "web/scenes/diem-1/fallback.jpg");
  ExpectTexts(said, "Điểm 1", "Place 1");
  EXPECT_EQ(said["ProjectionType"], "equirectangular");
}

// Every picture below `part`, as exiftool reads it.
std::vector<nlohmann::json> PicturesIn(const fs::path& part) {
  const ProgramRun run = RunProgram("/usr/bin/exiftool",
                                    {"-json",
                                     "-XMP:all",
                                     "-struct",
                                     "-r",
                                     "-ext",
                                     "jpg",
                                     "-ext",
                                     "jpeg",
                                     "-ext",
                                     "tif",
                                     "-ext",
                                     "tiff",
                                     part.string()});
  const nlohmann::json answer = nlohmann::json::parse(run.out, nullptr, false);
  EXPECT_TRUE(answer.is_array()) << run.err;
  return answer.is_array() ? answer.get<std::vector<nlohmann::json>>()
                           : std::vector<nlohmann::json>();
}

TEST_F(Metadata, OfEveryPictureThatIsMade) {
  size_t tiles = 0;
  size_t pictures = 0;
  for (const char* part : {"masters", "web"}) {
    for (const nlohmann::json& said : PicturesIn(Out() / part)) {
      const std::string file = said.value("SourceFile", "");
      const bool object = file.find("qua-cau") != std::string::npos;
      const bool share = file.find("/share/") != std::string::npos;
      ++pictures;
      tiles += file.find("/tiles/") != std::string::npos ? 1U : 0U;
      SCOPED_TRACE(file);
      EXPECT_EQ(said.value("Location", ""), "Chùa Mẫu");
      EXPECT_EQ(said.value("Rights", ""), "UBND phường");
      EXPECT_EQ(said.value("WebStatement", ""), "http://rightsstatements.org/vocab/InC/1.0/");
      EXPECT_THAT(said.value("Creator", nlohmann::json()).dump(),
                  ::testing::HasSubstr("Nguyễn Văn A"));
      if (!share) {
        EXPECT_EQ(said.value("Title", ""), object ? "Quả cầu" : "Điểm 1");
        EXPECT_EQ(said.value("Title-en", ""), object ? "Ball" : "Place 1");
      }
    }
  }
  EXPECT_GT(tiles, 1U);
  EXPECT_GT(pictures, tiles + 3);
}

TEST_F(Metadata, OfThePreviewOfTheWeb) {
  const nlohmann::json said = ExiftoolSays(Out() / "web/scenes/diem-1/preview.jpg");
  ExpectTexts(said, "Điểm 1", "Place 1");
  EXPECT_EQ(said["ProjectionType"], "equirectangular");
}

TEST_F(Metadata, OfAPosterWithoutAPanoramasMarks) {
  const nlohmann::json said = ExiftoolSays(Out() / "web/objects/qua-cau/poster.jpg");
  ExpectTexts(said, "Quả cầu", "Ball");
  EXPECT_FALSE(said.contains("ProjectionType"));
}

TEST_F(Metadata, OfEveryModel) {
  size_t models = 0;
  for (const auto& entry : fs::recursive_directory_iterator(Out())) {
    const fs::path& name = entry.path();
    if (name.extension() != ".glb" || name.string().find("/.disan/") != std::string::npos) {
      continue;
    }
    ++models;
    const std::string glb = *ReadFile(name);
    uint32_t length = 0;
    std::memcpy(&length, glb.data() + 12, 4);
    const nlohmann::json gltf = nlohmann::json::parse(glb.substr(20, length));
    const nlohmann::json& packet = gltf["extensions"]["KHR_xmp_json_ld"]["packets"][0];
    EXPECT_EQ(packet["dc:title"]["rdf:_1"]["@value"], "Quả cầu") << name;
    EXPECT_EQ(packet["dc:title"]["rdf:_2"]["@value"], "Ball") << name;
    EXPECT_EQ(packet["dc:coverage"]["rdf:_1"]["@value"], "Chùa Mẫu") << name;
    EXPECT_EQ(packet["xmpRights:WebStatement"], "http://rightsstatements.org/vocab/InC/1.0/")
        << name;
    EXPECT_EQ(gltf["asset"]["extensions"]["KHR_xmp_json_ld"]["packet"], 0) << name;
  }
  EXPECT_GE(models, 4U);
}

TEST(TiffMetadata, IsReadBack) {
  const TemporaryFolder folder;
  const Xmp xmp{.title = Text{"Sân <trước> & sau", "Front court"},
                .description = Text{"Mô tả", "Words"},
                .creator = "Nguyễn Văn A",
                .rights = Text{"UBND phường", "UBND phường"},
                .rights_url = "http://rightsstatements.org/vocab/InC/1.0/",
                .credit = "Ảnh: phường",
                .date = "2026-05-10",
                .location = "Chùa Mẫu",
                .city = "Hà Nội",
                .gpano = GPano{.full_width_px = 64,
                               .full_height_px = 32,
                               .cropped_width_px = 64,
                               .cropped_height_px = 32}};
  ASSERT_FALSE(WriteTiff(folder / "a.tif", Image16(64, 32, 3), {.xmp = EncodeXmp(xmp)}));
  const nlohmann::json said = ExiftoolSays(folder / "a.tif");
  ExpectTexts(said, "Sân <trước> & sau", "Front court");
  EXPECT_EQ(said["Description-en"], "Words");
  EXPECT_EQ(said["Credit"], "Ảnh: phường");
  EXPECT_EQ(said["FullPanoHeightPixels"], 32);
}

}  // namespace
}  // namespace disan
