#include "formats/files/safe_path.h"

#include "formats/files/atomic_write.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

TEST(SafePath, RefusesWhatLeavesTheFolder) {
  const testing::TemporaryFolder folder;
  for (const char* bad :
       {"../x", "a/../../x", "/etc/passwd", "C:/x", "..\\x", "a\nb", "", "a/.."}) {
    EXPECT_FALSE(ResolveInside(folder.path(), bad).ok()) << bad;
  }
  EXPECT_FALSE(ResolveInside(folder.path(), std::string_view("a\0b", 3)).ok());
}

TEST(SafePath, RefusesLinksThatLeadOut) {
  const testing::TemporaryFolder folder;
  const testing::TemporaryFolder outside;
  fs::create_directory_symlink(outside.path(), folder / "out");
  fs::create_directories(folder / "real");
  fs::create_directory_symlink("real", folder / "in");
  EXPECT_FALSE(ResolveInside(folder.path(), "out/x.jpg").ok());
  EXPECT_TRUE(ResolveInside(folder.path(), "in/x.jpg").ok());
}

TEST(SafePath, FindsAFileStoredInTheOtherUnicodeForm) {
  const testing::TemporaryFolder folder;
  const std::string decomposed = "a\xCC\x89nh.jpg";  // ảnh.jpg as a Mac writes it
  EXPECT_FALSE(WriteFileAtomically(folder / decomposed, "x"));
  const auto found = ResolveInside(folder.path(), "ảnh.jpg");
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(fs::exists(*found));
}

TEST(SafePath, AcceptsAFileThatIsNotThereYet) {
  const testing::TemporaryFolder folder;
  EXPECT_EQ(*ResolveInside(folder.path(), "./a//b.jpg"), folder / "a/b.jpg");
}

}  // namespace
}  // namespace disan
