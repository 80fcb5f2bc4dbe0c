#include "formats/archive/verify.h"

#include "formats/archive/manifest.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

// A bag with three payload files and two algorithms.
void WriteBag(const fs::path& bag) {
  Manifest sha256{.algorithm = "sha256", .entries = {}};
  Manifest sha512{.algorithm = "sha512", .entries = {}};
  uint64_t bytes = 0;
  for (const char* name : {"data/a.jpg", "data/con/ảnh.jpg", "data/b.txt"}) {
    const std::string content = std::string("content of ") + name;
    WriteFileAtomically(bag / name, content);
    sha256.entries[name] = DigestOf("sha256", content);
    sha512.entries[name] = DigestOf("sha512", content);
    bytes += content.size();
  }
  WriteFileAtomically(bag / "bagit.txt",
                      "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  WriteFileAtomically(bag / "bag-info.txt", "Payload-Oxum: " + std::to_string(bytes) + ".3\n");
  WriteFileAtomically(bag / "manifest-sha256.txt", WriteManifest(sha256));
  WriteFileAtomically(bag / "manifest-sha512.txt", WriteManifest(sha512));
}

std::vector<VerifyFinding> FindingsOf(const fs::path& bag) {
  return VerifyFolder(bag)->findings;
}

TEST(Verify, AnUntouchedBagIsIntact) {
  const testing::TemporaryFolder folder;
  WriteBag(folder.path());
  const auto verification = VerifyFolder(folder.path());
  EXPECT_TRUE(verification->intact());
  EXPECT_EQ(verification->files, 3U);
}

TEST(Verify, AnyFlippedBitIsNamed) {
  const testing::TemporaryFolder folder;
  WriteBag(folder.path());
  const std::string good = *ReadFile(folder / "data/a.jpg");
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
    WriteFileAtomically(folder / "data/a.jpg", bad);
    const auto findings = FindingsOf(folder.path());
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].path, "data/a.jpg");
    EXPECT_EQ(findings[0].finding, Finding::kChanged);
  }
}

TEST(Verify, RemovedAddedAndRenamedFilesAreNamed) {
  const testing::TemporaryFolder folder;
  WriteBag(folder.path());
  fs::remove(folder / "data/b.txt");
  WriteFileAtomically(folder / "data/new.txt", "new");
  fs::rename(folder / "data/a.jpg", folder / "data/z.jpg");
  const auto findings = FindingsOf(folder.path());
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].path, "data/a.jpg");
  EXPECT_EQ(findings[0].finding, Finding::kRenamed);
  EXPECT_EQ(findings[0].now, "data/z.jpg");
  EXPECT_EQ(findings[1].finding, Finding::kMissing);
  EXPECT_EQ(findings[2].finding, Finding::kExtra);
}

TEST(Verify, ADecomposedNameIsTheSameFile) {
  const testing::TemporaryFolder folder;
  WriteBag(folder.path());
  fs::rename(folder / "data/con/ảnh.jpg", folder / "data/con/a\xCC\x89nh.jpg");
  EXPECT_TRUE(VerifyFolder(folder.path())->intact());
}

TEST(Verify, LinksAndWrongTotalsAreProblems) {
  const testing::TemporaryFolder folder;
  WriteBag(folder.path());
  fs::create_symlink("/etc/hostname", folder / "data/link");
  WriteFileAtomically(folder / "bag-info.txt", "Payload-Oxum: 1.1\n");
  const auto verification = VerifyFolder(folder.path());
  EXPECT_FALSE(verification->intact());
  EXPECT_EQ(verification->problems.size(), 2U);
}

TEST(Verify, AFolderThatIsNoBagIsSaid) {
  const testing::TemporaryFolder folder;
  EXPECT_FALSE(VerifyFolder(folder.path()).ok());
}

}  // namespace
}  // namespace disan
