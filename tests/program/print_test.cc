// What `disan build` leaves for sharing and plates, and `disan export --to print` and `--to clips`,
// from the outside.
#include "formats/files/read_file.h"
#include "formats/image/photo.h"
#include "pipeline/clips/clip_export.h"
#include "pipeline/short_address/code.h"
#include "tests/support/folder_tree.h"
#include "tests/support/run_program.h"
#include "tests/support/sample_site.h"
#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::FolderTree;
using ::testing::HasSubstr;
using testing::ProgramRun;
using testing::RunDisan;
using testing::RunProgram;
using testing::TemporaryFolder;
using testing::WriteSampleSite;

// A built site, made once.
class Print : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    WriteSampleSite(*folder_ / "chua", {.scenes = 2, .panorama_width_px = 512});
    ASSERT_EQ(RunDisan({"build", Path("chua"), "-o", Path("out")}).exit_status, 0);
    tour_ = Json::parse(*ReadFile(*folder_ / "out/web/tour.json"));
  }
  static void TearDownTestSuite() { delete folder_; }

  static std::string Path(const std::string& name) { return (*folder_ / name).string(); }

  static ProgramRun Export(const std::string& to, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"export", Path("out"), "--to", "print", "-o", Path(to)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunDisan(arguments);
  }

  static std::set<std::string> Codes() {
    std::set<std::string> codes = {tour_["code"]};
    for (const char* list : {"scenes", "objects"}) {
      for (const Json& entry : tour_[list]) {
        codes.insert(entry["code"]);
      }
    }
    return codes;
  }

  static TemporaryFolder* folder_;
  static Json tour_;
};
TemporaryFolder* Print::folder_ = nullptr;
Json Print::tour_;

TEST_F(Print, EveryCodeOfTheTourHasItsPage) {
  EXPECT_EQ(Codes().size(), 4U);
  for (const std::string& code : Codes()) {
    EXPECT_TRUE(fs::exists(*folder_ / "out/web/q" / code / "index.html")) << code;
  }
  const std::string object = tour_["objects"][0]["code"];
  EXPECT_THAT(*ReadFile(*folder_ / "out/web/q" / object / "index.html"),
              HasSubstr("url=../../index.html#/?object=qua-cau\""));
}

TEST_F(Print, EverythingHasAPictureToShare) {
  for (const char* name : {"site", "scenes/diem-1", "scenes/diem-2", "objects/qua-cau"}) {
    const fs::path file = *folder_ / "out/web/social" / (std::string(name) + ".jpg");
    const Result<PhotoFacts> facts = ReadPhotoFacts(file);
    ASSERT_TRUE(facts.ok()) << file;
    EXPECT_EQ(facts->width_px, 1200);
    EXPECT_EQ(facts->height_px, 630);
    EXPECT_LE(fs::file_size(file), 300000U);
    EXPECT_THAT(facts->xmp, HasSubstr("UBND phường"));
  }
}

TEST_F(Print, PlatesLeadToPagesThatExist) {
  const ProgramRun run = Export("in", {"--base", "https://di-san.vn/"});
  ASSERT_EQ(run.exit_status, 0) << run.err;
  RunProgram("/usr/bin/pdftoppm",
             {"-r", "90", "-gray", Path("in/chua-mau/plates-a6.pdf"), Path("trang")});
  std::set<std::string> read;
  for (const char* page : {"trang-1.pgm", "trang-2.pgm", "trang-3.pgm", "trang-4.pgm"}) {
    std::string code = RunProgram("/usr/bin/zbarimg", {"-q", "--raw", Path(page)}).out;
    read.insert(code.substr(0, code.find('\n')));
  }
  std::set<std::string> wanted;
  for (const std::string& code : Codes()) {
    wanted.insert(ShortAddress("https://di-san.vn/", code));
  }
  EXPECT_EQ(read, wanted);
}

TEST_F(Print, TheSameOutputGivesTheSamePages) {
  ASSERT_EQ(Export("a", {"--base", "https://di-san.vn/"}).exit_status, 0);
  ASSERT_EQ(Export("b", {"--base", "https://di-san.vn/"}).exit_status, 0);
  const auto tree = FolderTree(*folder_ / "a");
  EXPECT_EQ(tree.size(), 5U);
  EXPECT_EQ(tree, FolderTree(*folder_ / "b"));
}

TEST_F(Print, WithoutAnAddressItIsADraftAndSaysSo) {
  const ProgramRun run = Export("nhap");
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_THAT(run.err, HasSubstr("--base"));
  EXPECT_THAT(
      RunProgram("/usr/bin/pdftotext", {"-layout", Path("nhap/chua-mau/plates-a6.pdf"), "-"}).out,
      HasSubstr("Ả N\n"));
  EXPECT_EQ(Export("nhap", {"--base", "di-san.vn"}).exit_status, 2);
}

TEST_F(Print, TheReportCountsPlatesThatWereMade) {
  fs::remove(*folder_ / "out/.disan/plates.json");
  const auto plates = [] {
    RunDisan({"report", Path("out"), "-o", Path("bao-cao.html"), "--date", "2026-06-01"});
    return *ReadFile(*folder_ / "bao-cao.html");
  };
  const std::string before = plates();
  Export("nhap");
  EXPECT_EQ(plates(), before);
  Export("in", {"--base", "https://di-san.vn/"});
  EXPECT_NE(plates(), before);
  // The pages and notes are no part of what the output's checksums hold.
  EXPECT_EQ(RunDisan({"verify", Path("out")}).exit_status, 0);
}

TEST_F(Print, AnOutputWithoutATourIsNamed) {
  fs::create_directories(*folder_ / "khac/record");
  fs::copy_file(*folder_ / "out/record/record.json", *folder_ / "khac/record/record.json");
  const ProgramRun run = RunDisan({"export", Path("khac"), "--to", "print", "-o", Path("x")});
  EXPECT_EQ(run.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("web/tour.json"));
}

Json Probe(const std::string& file) {
  return Json::parse(
      RunProgram("/usr/bin/ffprobe", {"-v", "error", "-of", "json", "-show_streams", file}).out);
}

TEST_F(Print, ClipsOfScenesAndObjectsAreFilms) {
  const Result<std::vector<OutputFolder>> outputs = ReadOutputs({Path("out")});
  ASSERT_TRUE(outputs.ok());
  const ClipOptions small{.film = {.width_px = 96, .height_px = 54}, .seconds = 0.4, .samples = 1};
  for (const char* to : {"phim", "phim-2"}) {
    const ClipSummary made = ExportClips(*outputs, small, Path(to), {.threads = 2});
    EXPECT_EQ(made.clips, 3);
    EXPECT_TRUE(made.said.empty());
  }
  EXPECT_EQ(FolderTree(*folder_ / "phim"), FolderTree(*folder_ / "phim-2"));
  for (const char* name : {"scene-diem-1", "scene-diem-2", "object-qua-cau"}) {
    const std::string file = Path("phim/chua-mau/" + std::string(name) + ".mp4");
    const Json streams = Probe(file)["streams"];
    ASSERT_EQ(streams.size(), 1U);
    EXPECT_EQ(streams[0]["nb_frames"], "10");
    EXPECT_EQ(streams[0]["width"], 96);
    const std::string hashes =
        RunProgram("/usr/bin/ffmpeg", {"-v", "error", "-i", file, "-f", "framemd5", "-"}).out;
    std::set<std::string> frames;
    std::istringstream lines(hashes);
    for (std::string line; std::getline(lines, line);) {
      if (line.front() != '#') {
        frames.insert(line.substr(line.rfind(' ')));
      }
    }
    EXPECT_GE(frames.size(), 9U) << name;  // it moves
  }
}

TEST_F(Print, ATourWhosePicturesAreGoneNamesThem) {
  fs::copy(Path("out"), Path("hong"), fs::copy_options::recursive);
  fs::remove_all(*folder_ / "hong/web/scenes/diem-1");
  fs::remove_all(*folder_ / "hong/web/objects/qua-cau");
  const ProgramRun pages = RunDisan(
      {"export", Path("hong"), "--to", "print", "-o", Path("y"), "--base", "https://di-san.vn/"});
  EXPECT_EQ(pages.exit_status, 1);
  EXPECT_THAT(pages.err, HasSubstr("scenes/diem-1/fallback.jpg"));
  const Result<std::vector<OutputFolder>> outputs = ReadOutputs({Path("hong")});
  const ClipOptions small{.film = {.width_px = 96, .height_px = 54}, .seconds = 0.1, .samples = 1};
  const ClipSummary clips = ExportClips(*outputs, small, Path("z"), {});
  EXPECT_EQ(clips.clips, 1);
  EXPECT_EQ(clips.said.size(), 2U);
}

TEST_F(Print, ClipsWithoutFfmpegSayHowToGetIt) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/khong-co", 1);
  const ProgramRun run = RunDisan({"export", Path("out"), "--to", "clips", "-o", Path("v")});
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(run.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("apt-get install ffmpeg"));
}

}  // namespace
}  // namespace disan
