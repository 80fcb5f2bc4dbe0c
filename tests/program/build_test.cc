// The program from the outside: what a site becomes, and what happens when things go wrong.
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "tests/support/folder_tree.h"
#include "tests/support/run_program.h"
#include "tests/support/sample_site.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::FolderTree;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramRun;
using testing::RunDisan;
using testing::TemporaryFolder;
using testing::WriteSampleSite;

ProgramRun Build(const fs::path& site, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"build", site.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunDisan(arguments);
}

nlohmann::json ReadJson(const fs::path& file) {
  return nlohmann::json::parse(*ReadFile(file));
}

TEST(Build, MakesASiteIntoATour) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua");
  const ProgramRun run = Build(folder / "chua");
  EXPECT_EQ(run.exit_status, 0) << run.out << run.err;
  const fs::path out = folder / "chua/out";
  for (const char* made : {"web/index.html",
                           "web/tour.json",
                           "report.html",
                           "masters/panoramas/diem-1.jpg",
                           "masters/models/qua-cau.glb",
                           "masters/models/qua-cau.deviation.png",
                           "web/scenes/diem-1/preview.jpg"}) {
    EXPECT_TRUE(fs::exists(out / made)) << made;
  }
  const nlohmann::json tour = ReadJson(out / "web/tour.json");
  ASSERT_EQ(tour["scenes"].size(), 2U);
  ASSERT_EQ(tour["objects"].size(), 1U);
  EXPECT_EQ(tour["scenes"][0]["panorama"]["width"], 512);
  EXPECT_TRUE(fs::exists(out / "web" / tour["objects"][0]["models"][0]["src"].get<std::string>()));
  EXPECT_TRUE(fs::exists(out / "web" / tour["objects"][0]["poster"].get<std::string>()));
  ASSERT_EQ(tour["objects"][0]["turntable"].size(), 12U);
  for (const nlohmann::json& still : tour["objects"][0]["turntable"]) {
    EXPECT_TRUE(fs::exists(out / "web" / still["src"].get<std::string>())) << still;
  }
}

TEST(Build, TheSiteFolderStaysAsItWas) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua");
  const auto before = FolderTree(folder / "chua");
  Build(folder / "chua", {"-o", (folder / "out").string()});
  EXPECT_EQ(FolderTree(folder / "chua"), before);
}

TEST(Build, ASecondRunFindsEverythingUpToDate) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua");
  Build(folder / "chua");
  const auto first = FolderTree(folder / "chua/out");
  const ProgramRun again = Build(folder / "chua", {"--explain", "--json"});
  EXPECT_EQ(again.exit_status, 0) << again.err;
  const nlohmann::json result = nlohmann::json::parse(again.out);
  EXPECT_EQ(result["counts"]["done"], 0);
  EXPECT_GT(result["counts"]["up_to_date"], 5);
  EXPECT_EQ(FolderTree(folder / "chua/out"), first);
}

TEST(Build, TheSameBytesForAnyThreadCountAndPlace) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "một/chua");
  WriteSampleSite(folder / "two/elsewhere");
  EXPECT_EQ(Build(folder / "một/chua", {"-j", "1"}).exit_status, 0);
  EXPECT_EQ(Build(folder / "two/elsewhere", {"-j", "2", "--lang", "en"}).exit_status, 0);
  EXPECT_EQ(FolderTree(folder / "một/chua/out"), FolderTree(folder / "two/elsewhere/out"));
}

TEST(Build, StepsInProcessesOfTheirOwnGiveTheSameBytes) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua");
  EXPECT_EQ(Build(folder / "chua", {"-o", (folder / "a").string()}).exit_status, 0);
  EXPECT_EQ(
      Build(folder / "chua", {"-o", (folder / "b").string(), "--executor", "process"}).exit_status,
      0);
  EXPECT_EQ(FolderTree(folder / "a"), FolderTree(folder / "b"));
}

TEST(Build, KilledAtAnyMomentAndResumedItGivesTheSameBytes) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua", {.scenes = 3, .panorama_width_px = 1024});
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Build(folder / "chua", {"-o", (folder / "whole").string()}).exit_status, 0);
  const auto took =
      std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
  for (int i = 0; i < 10; ++i) {
    RunDisan({"build", (folder / "chua").string(), "-o", (folder / "killed").string()},
             {.signal_after = took * (2 * i + 1) / 24, .signal_once_there = {}, .signal = SIGKILL});
  }
  EXPECT_EQ(Build(folder / "chua", {"-o", (folder / "killed").string()}).exit_status, 0);
  EXPECT_EQ(FolderTree(folder / "killed"), FolderTree(folder / "whole"));
}

TEST(Build, ControlCStopsAndTheNextRunGoesOn) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua", {.scenes = 6, .panorama_width_px = 2048});
  const ProgramRun stopped =
      RunDisan({"build", (folder / "chua").string(), "-j", "1"},
               {.signal_once_there = folder / "chua/out/.disan", .signal = SIGINT});
  EXPECT_EQ(stopped.exit_status, 130) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr("chạy lại"));
  EXPECT_EQ(Build(folder / "chua").exit_status, 0);
}

TEST(Build, AFullDiskIsSaidAndTheNextRunGoesOn) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "small");
  if (::mount("tmpfs", (folder / "small").c_str(), "tmpfs", 0, "size=400k") != 0) {
    GTEST_SKIP() << "mounting a small disk needs root";
  }
  WriteSampleSite(folder / "chua", {.scenes = 2, .panorama_width_px = 1024});
  const ProgramRun full = Build(folder / "chua", {"-o", (folder / "small/out").string()});
  EXPECT_EQ(full.exit_status, 1) << full.out << full.err;
  EXPECT_THAT(full.err + full.out, HasSubstr("đầy"));
  for (const auto& entry : fs::recursive_directory_iterator(folder / "small/out")) {
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr(".tmp")));
  }
  ASSERT_EQ(::mount("tmpfs", (folder / "small").c_str(), "tmpfs", MS_REMOUNT, "size=200m"), 0);
  EXPECT_EQ(Build(folder / "chua", {"-o", (folder / "small/out").string()}).exit_status, 0);
  EXPECT_EQ(Build(folder / "chua", {"-o", (folder / "whole").string()}).exit_status, 0);
  EXPECT_EQ(FolderTree(folder / "small/out"), FolderTree(folder / "whole"));
  ::umount2((folder / "small").c_str(), MNT_DETACH);
}

TEST(Build, TwoAtOnceOnOneOutputBothEndWell) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua", {.scenes = 2, .panorama_width_px = 1024});
  ProgramRun first;
  ProgramRun second;
  {
    const std::jthread one([&] { first = Build(folder / "chua"); });
    const std::jthread two([&] { second = Build(folder / "chua"); });
  }
  EXPECT_EQ(first.exit_status, 0) << first.err;
  EXPECT_EQ(second.exit_status, 0) << second.err;
  EXPECT_EQ(Build(folder / "chua", {"-o", (folder / "alone").string()}).exit_status, 0);
  EXPECT_EQ(FolderTree(folder / "chua/out"), FolderTree(folder / "alone"));
}

TEST(Build, OneBrokenItemDoesNotStopTheOthers) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua");
  const fs::path photo = folder / "chua/sessions/2026-05-10/photos/diem-2.jpg";
  const std::string bytes = *ReadFile(photo);
  WriteFileAtomically(photo, "not a photo at all");
  const ProgramRun run = Build(folder / "chua");
  EXPECT_EQ(run.exit_status, 1) << run.out << run.err;
  EXPECT_THAT(run.err + run.out, HasSubstr("diem-2.jpg"));
  EXPECT_EQ(ReadJson(folder / "chua/out/web/tour.json")["scenes"].size(), 1U);
  EXPECT_THAT(*ReadFile(folder / "chua/out/report.html"), HasSubstr("diem-2.jpg"));
  WriteFileAtomically(photo, bytes);
  EXPECT_EQ(Build(folder / "chua").exit_status, 0);
  EXPECT_EQ(ReadJson(folder / "chua/out/web/tour.json")["scenes"].size(), 2U);
}

TEST(Build, WhatCannotBeUsedIsSaidInBothLanguages) {
  const TemporaryFolder folder;
  EXPECT_EQ(Build(folder / "không-có").exit_status, 3);
  fs::create_directories(folder / "trống");
  const ProgramRun empty = Build(folder / "trống");
  EXPECT_EQ(empty.exit_status, 3);
  EXPECT_THAT(empty.err, HasSubstr("trống"));
  WriteSampleSite(folder / "chua");
  WriteFileAtomically(folder / "chua/site.yaml", "disan: 1\nid: chua\nnmae: {vi: A}\n");
  const ProgramRun wrong = Build(folder / "chua", {"--lang", "en"});
  EXPECT_EQ(wrong.exit_status, 3);
  EXPECT_THAT(wrong.err, HasSubstr("site.yaml:3"));
  EXPECT_THAT(wrong.err, HasSubstr("name"));
}

TEST(Build, PathsThatLeaveTheSiteAreRefused) {
  for (const char* path : {"../../../../etc/hostname.jpg", "/etc/hostname", "photos/link/a.jpg"}) {
    const TemporaryFolder folder;
    WriteSampleSite(folder / "chua", {.scenes = 1});
    const fs::path session = folder / "chua/sessions/2026-05-10";
    fs::create_directory_symlink("/etc", session / "photos/link");
    std::string yaml = *ReadFile(session / "session.yaml");
    yaml.replace(yaml.find("photos/diem-1.jpg"), 17, path);
    WriteFileAtomically(session / "session.yaml", yaml);
    const ProgramRun run = Build(folder / "chua");
    EXPECT_EQ(run.exit_status, 3) << path << run.err;
    EXPECT_THAT(run.err, HasSubstr("ra ngoài")) << path;
  }
}

TEST(Build, OnlyWhatIsNamedIsMade) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua");
  EXPECT_EQ(Build(folder / "chua", {"--only", "diem-1"}).exit_status, 0);
  EXPECT_TRUE(fs::exists(folder / "chua/out/web/scenes/diem-1/preview.jpg"));
  EXPECT_FALSE(fs::exists(folder / "chua/out/web/scenes/diem-2/preview.jpg"));
}

TEST(Build, ADryRunMakesNothing) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua");
  const ProgramRun run = Build(folder / "chua", {"--dry-run", "--explain"});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("Điểm 1"));
  EXPECT_TRUE(FolderTree(folder / "chua/out").empty());
}

TEST(Build, ABareFolderOfPicturesIsGroupedAndBuilt) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "thẻ nhớ/R0010001.JPG", testing::PanoramaJpeg(2048, 1));
  WriteFileAtomically(folder / "thẻ nhớ/R0010002.JPG", testing::PanoramaJpeg(2048, 2));
  const ProgramRun run = Build(folder / "thẻ nhớ", {"-o", (folder / "out").string()});
  EXPECT_LE(run.exit_status, 1) << run.out << run.err;
  EXPECT_EQ(ReadJson(folder / "out/web/tour.json")["scenes"].size(), 2U);
}

TEST(Build, DecomposedFileNamesAreFound) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua", {.scenes = 1});
  const fs::path session = folder / "chua/sessions/2026-05-10";
  fs::rename(session / "photos/diem-1.jpg",
             session / "photos/a\xCC\x89nh.jpg");  // ảnh as a Mac stores it
  std::string yaml = *ReadFile(session / "session.yaml");
  yaml.replace(yaml.find("photos/diem-1.jpg"), 17, "photos/ảnh.jpg");
  WriteFileAtomically(session / "session.yaml", yaml);
  const ProgramRun run = Build(folder / "chua");
  EXPECT_EQ(run.exit_status, 0) << run.out << run.err;
}

}  // namespace
}  // namespace disan
