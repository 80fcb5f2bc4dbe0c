#include "pipeline/session/verified_copy.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "pipeline/session/manifest.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

TEST(VerifiedCopy, KeepsBytesSumAndTime) {
  const testing::TemporaryFolder folder;
  const std::string bytes(3'000'000, 'a');
  ASSERT_FALSE(WriteFileAtomically(folder / "from", bytes));
  const auto time = fs::file_time_type::clock::now() - std::chrono::hours(1000);
  fs::last_write_time(folder / "from", time);
  const Result<std::string> sum = CopyVerified(folder / "from", folder / "a/b/to", {});
  ASSERT_TRUE(sum.ok());
  EXPECT_EQ(*sum, Sha256Hex(bytes));
  EXPECT_EQ(*ReadFile(folder / "a/b/to"), bytes);
  EXPECT_EQ(fs::last_write_time(folder / "a/b/to"), fs::last_write_time(folder / "from"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "a/b"), fs::directory_iterator()), 1);
}

TEST(VerifiedCopy, NeverReplacesAFile) {
  const testing::TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "from", "new"));
  ASSERT_FALSE(WriteFileAtomically(folder / "to", "old"));
  EXPECT_FALSE(CopyVerified(folder / "from", folder / "to", {}).ok());
  EXPECT_EQ(*ReadFile(folder / "to"), "old");
  ASSERT_FALSE(WriteFileAtomically(folder / "same", "new"));
  EXPECT_TRUE(CopyVerified(folder / "from", folder / "same", {}).ok());
}

TEST(VerifiedCopy, AnInterruptedCopyLeavesNothingAndIsTakenUpAgain) {
  const testing::TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "from", std::string(100, 'x')));
  ASSERT_FALSE(WriteFileAtomically(folder / "to/.f.disan-part", "half of a killed run"));
  const std::atomic<bool> stop{true};
  Execution execution;
  execution.cancelled = &stop;
  EXPECT_THROW(CopyVerified(folder / "from", folder / "to/f", execution), Interrupted);
  EXPECT_FALSE(fs::exists(folder / "to/f"));
  EXPECT_TRUE(CopyVerified(folder / "from", folder / "to/f", {}).ok());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "to"), fs::directory_iterator()), 1);
}

TEST(Manifest, ReadsBackWhatItWrote) {
  const testing::TemporaryFolder folder;
  const Manifest manifest = {{"sessions/a/ảnh 1.jpg", Sha256Hex("1")}, {"b", Sha256Hex("2")}};
  ASSERT_FALSE(WriteManifest(folder / kManifestName, manifest));
  EXPECT_EQ(ReadManifest(folder / kManifestName), manifest);
  EXPECT_TRUE(ReadManifest(folder / "none").empty());
}

}  // namespace
}  // namespace disan
