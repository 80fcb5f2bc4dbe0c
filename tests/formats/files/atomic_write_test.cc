#include "formats/files/atomic_write.h"

#include "formats/files/read_file.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <iterator>

#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

TEST(AtomicWrite, MakesFoldersAndReplacesWhatWasThere) {
  const testing::TemporaryFolder folder;
  EXPECT_FALSE(WriteFileAtomically(folder / "a/b/c.txt", "one"));
  EXPECT_FALSE(WriteFileAtomically(folder / "a/b/c.txt", "two"));
  EXPECT_EQ(*ReadFile(folder / "a/b/c.txt"), "two");
}

TEST(AtomicWrite, LeavesNothingBehindWhenItFails) {
  const testing::TemporaryFolder folder;
  fs::create_directories(folder / "taken");
  EXPECT_TRUE(WriteFileAtomically(folder / "taken", "bytes"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(AtomicWrite, SaysThatTheDiskIsFull) {
  const std::optional<Diagnostic> full = WriteFileAtomically("/dev/full/x", "bytes");
  ASSERT_TRUE(full);
  EXPECT_NE(CannotWrite("x", ENOSPC).what.vi.find("đầy"), std::string::npos);
}

TEST(ReadFile, RefusesMoreThanTheLimitBeforeAskingForMemory) {
  const testing::TemporaryFolder folder;
  EXPECT_FALSE(WriteFileAtomically(folder / "big", std::string(100, 'x')));
  EXPECT_FALSE(ReadFile(folder / "big", 99).ok());
  EXPECT_TRUE(ReadFile(folder / "big", 100).ok());
}

TEST(ReadFile, NamesTheMissingFile) {
  const auto missing = ReadFile("/nowhere/ảnh.jpg");
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.diagnostics.front().what.vi.find("ảnh.jpg"), std::string::npos);
}

}  // namespace
}  // namespace disan
