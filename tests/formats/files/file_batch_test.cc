#include "formats/files/file_batch.h"

#include "formats/files/read_file.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

std::ptrdiff_t FilesIn(const fs::path& folder) {
  const fs::recursive_directory_iterator all(folder);
  return std::count_if(begin(all), end(all), [](const fs::directory_entry& entry) {
    return entry.is_regular_file();
  });
}

TEST(FileBatch, PutsNothingIntoPlaceBeforeTheCommit) {
  const testing::TemporaryFolder folder;
  FileBatch batch;
  EXPECT_FALSE(batch.Add(folder / "a/one.txt", "1"));
  EXPECT_FALSE(fs::exists(folder / "a/one.txt"));
  EXPECT_FALSE(batch.Commit());
  EXPECT_EQ(*ReadFile(folder / "a/one.txt"), "1");
  EXPECT_EQ(FilesIn(folder.path()), 1);
}

TEST(FileBatch, LeavesWhatWasThereWhenItIsNeverCommitted) {
  const testing::TemporaryFolder folder;
  {
    FileBatch first;
    EXPECT_FALSE(first.Add(folder / "one.txt", "old"));
    EXPECT_FALSE(first.Commit());
    FileBatch second;
    EXPECT_FALSE(second.Add(folder / "one.txt", "new"));
    EXPECT_FALSE(second.Add(folder / "two.txt", "new"));
  }
  EXPECT_EQ(*ReadFile(folder / "one.txt"), "old");
  EXPECT_EQ(FilesIn(folder.path()), 1);
}

TEST(FileBatch, TakesManyFilesFromSeveralThreads) {
  const testing::TemporaryFolder folder;
  FileBatch batch;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&batch, &folder, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string name = std::to_string(t) + "/" + std::to_string(i);
        EXPECT_FALSE(batch.Add(folder / name, name));
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_FALSE(batch.Commit());
  EXPECT_EQ(FilesIn(folder.path()), 200);
  EXPECT_EQ(*ReadFile(folder / "3/49"), "3/49");
}

TEST(FileBatch, ARefusedRenameIsNamedAndTheRestIsCleanedUp) {
  const testing::TemporaryFolder folder;
  fs::create_directories(folder / "taken");
  {
    FileBatch batch;
    EXPECT_FALSE(batch.Add(folder / "taken", "bytes"));
    EXPECT_FALSE(batch.Add(folder / "later", "bytes"));
    const std::optional<Diagnostic> refused = batch.Commit();
    ASSERT_TRUE(refused);
    EXPECT_NE(refused->file.find("taken"), std::string::npos);
  }
  EXPECT_EQ(FilesIn(folder.path()), 0);
}

}  // namespace
}  // namespace disan
