#include "pipeline/portal/published_folder.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "tests/support/folder_tree.h"
#include "tests/support/temporary_folder.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using testing::FolderTree;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

FilesToPublish Sample() {
  return {{"index.html", {.bytes = "page"}}, {"scenes/a/preview.jpg", {.bytes = "picture"}}};
}

std::map<std::string, fs::file_time_type> TimesIn(const fs::path& folder) {
  std::map<std::string, fs::file_time_type> times;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      times[entry.path().lexically_relative(folder).string()] = entry.last_write_time();
    }
  }
  return times;
}

void Age(const fs::path& folder) {
  for (const auto& [path, time] : TimesIn(folder)) {
    fs::last_write_time(folder / path, time - std::chrono::hours(1));
  }
}

TEST(PublishedFolder, ASecondTimeNothingIsTouched) {
  const TemporaryFolder folder;
  EXPECT_THAT(Publish(Sample(), folder / "web", {}).written,
              ElementsAre("index.html", "scenes/a/preview.jpg"));
  Age(folder / "web");
  const auto before = TimesIn(folder / "web");
  const Published again = Publish(Sample(), folder / "web", {});
  EXPECT_THAT(again.written, IsEmpty());
  EXPECT_EQ(again.unchanged, 2U);
  EXPECT_EQ(TimesIn(folder / "web"), before);
}

TEST(PublishedFolder, OnlyWhatChangedIsWritten) {
  const TemporaryFolder folder;
  Publish(Sample(), folder / "web", {});
  Age(folder / "web");
  const auto before = TimesIn(folder / "web");
  FilesToPublish changed = Sample();
  changed["index.html"].bytes = "Page";  // as long as before
  EXPECT_THAT(Publish(changed, folder / "web", {}).written, ElementsAre("index.html"));
  EXPECT_EQ(*ReadFile(folder / "web/index.html"), "Page");
  EXPECT_EQ(TimesIn(folder / "web").at("scenes/a/preview.jpg"), before.at("scenes/a/preview.jpg"));
}

TEST(PublishedFolder, WhatIsNoLongerWantedGoesAndWhatIsNotOursStays) {
  const TemporaryFolder folder;
  Publish(Sample(), folder / "web", {});
  WriteFileAtomically(folder / "web/robots.txt", "theirs");
  WriteFileAtomically(folder / "web/scenes/b/theirs.jpg", "theirs");
  FilesToPublish fewer = Sample();
  fewer.erase("scenes/a/preview.jpg");
  EXPECT_THAT(Publish(fewer, folder / "web", {}).removed, ElementsAre("scenes/a/preview.jpg"));
  EXPECT_FALSE(fs::exists(folder / "web/scenes/a"));
  EXPECT_TRUE(fs::exists(folder / "web/robots.txt"));
  EXPECT_TRUE(fs::exists(folder / "web/scenes/b/theirs.jpg"));
}

TEST(PublishedFolder, AFileOfSomebodyElseIsNotOverwritten) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "web/index.html", "theirs");
  const auto before = FolderTree(folder / "web");
  try {
    Publish(Sample(), folder / "web", {});
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit(), Exit::kUnusableInput);
    EXPECT_THAT(failure.diagnostics().front().file, HasSubstr("index.html"));
  }
  EXPECT_EQ(FolderTree(folder / "web"), before);
}

TEST(PublishedFolder, NothingIsWrittenThroughALinkThatLeadsOut) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "web");
  fs::create_directories(folder / "elsewhere");
  fs::create_directory_symlink(folder / "elsewhere", folder / "web/scenes");
  EXPECT_THROW(Publish(Sample(), folder / "web", {}), Failure);
  EXPECT_TRUE(fs::is_empty(folder / "elsewhere"));
}

TEST(PublishedFolder, ARunThatWasCutShortIsTakenUp) {
  const TemporaryFolder folder;
  FilesToPublish files = Sample();
  files["z.jpg"] = {.source = folder / "not there yet", .sha256 = std::string(64, '0')};
  EXPECT_THROW(Publish(files, folder / "web", {}), Failure);
  EXPECT_TRUE(fs::exists(folder / "web/index.html"));
  WriteFileAtomically(folder / "not there yet", "now");
  files["z.jpg"].sha256.clear();
  files["index.html"].bytes = "another page";
  EXPECT_THAT(Publish(files, folder / "web", {}).written, ElementsAre("index.html", "z.jpg"));
  EXPECT_EQ(*ReadFile(folder / "web/index.html"), "another page");
}

TEST(PublishedFolder, ASourceThatChangedUnderItsChecksumIsRefused) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "source", "edited");
  FilesToPublish files{{"a.jpg", {.source = folder / "source", .sha256 = std::string(64, '1')}}};
  EXPECT_THROW(Publish(files, folder / "web", {}), Failure);
}

TEST(PublishedFolder, TheNoteCutShortAnywhereIsRefusedAndNothingIsLost) {
  const TemporaryFolder folder;
  Publish(Sample(), folder / "web", {});
  const std::string note = *ReadFile(folder / "web" / kExportLedger);
  for (size_t length = 0; length + 2 < note.size(); ++length) {
    WriteFileAtomically(folder / "web" / kExportLedger, note.substr(0, length));
    EXPECT_THROW(Publish(Sample(), folder / "web", {}), Failure) << length;
  }
  EXPECT_EQ(*ReadFile(folder / "web/index.html"), "page");
}

TEST(PublishedFolder, TheSameBytesForAnyThreadCount) {
  const TemporaryFolder folder;
  FilesToPublish files;
  for (int i = 0; i < 60; ++i) {
    files["a/" + std::to_string(i)] = {.bytes = std::string(static_cast<size_t>(i) * 100, 'x')};
  }
  Publish(files, folder / "one", {.threads = 1});
  Publish(files, folder / "many", {.threads = 8});
  EXPECT_EQ(FolderTree(folder / "one"), FolderTree(folder / "many"));
}

}  // namespace
}  // namespace disan
