#include "formats/archive/verify.h"

#include "formats/archive/bag_writer.h"
#include "formats/archive/manifest.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

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

// A bag as `disan export --to archive` writes it, small enough that each of its bits can be turned.
fs::path WriteOwnBag(const testing::TemporaryFolder& folder) {
  Result<BagWriter> bag = BagWriter::Open(folder / "goi");
  EXPECT_TRUE(bag);
  for (const char* name : {"DOC-TRUOC.txt", "phan-mem.json", "site/ảnh (1).jpg"}) {
    EXPECT_TRUE(bag->AddBytes(name, std::string("của ") + name));
  }
  EXPECT_FALSE(bag->Close({{"Bag-Software-Agent", "disan 0.1.0"}, {"External-Identifier", "a"}}));
  return folder / "goi";
}

std::vector<std::string> FilesIn(const fs::path& bag) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(bag)) {
    if (entry.is_regular_file()) {
      names.push_back(entry.path().lexically_relative(bag).string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool IsNamed(const fs::path& bag, const std::string& name) {
  const Result<Verification> found = VerifyFolder(bag);
  const auto is_it = [&](const auto& finding) {
    return finding.path == name || finding.now == name;
  };
  return found.ok() &&
         (std::any_of(found->findings.begin(), found->findings.end(), is_it) ||
          std::any_of(found->problems.begin(), found->problems.end(), [&](const Diagnostic& said) {
            return said.file == name;
          }));
}

// The bit that makes a capital letter and one in turn, of each byte; with DISAN_EVERY_BIT each bit.
TEST(VerifyOwnBag, ABitOfEachByteOfEachFileThatTurnsIsNamed) {
  const testing::TemporaryFolder folder;
  const fs::path bag = WriteOwnBag(folder);
  ASSERT_TRUE(VerifyFolder(bag)->intact());
  const bool all = std::getenv("DISAN_EVERY_BIT") != nullptr;
  size_t bits = 0;
  for (const std::string& name : FilesIn(bag)) {
    const std::string whole = *ReadFile(bag / name);
    for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
      if (!all && bit % 8 != 5 && bit % 8 != bit / 8 % 8) {
        continue;
      }
      ++bits;
      std::string turned = whole;
      turned[bit / 8] = static_cast<char>(turned[bit / 8] ^ (1 << (bit % 8)));
      std::ofstream(bag / name, std::ios::binary) << turned;
      ASSERT_TRUE(IsNamed(bag, name)) << name << " byte " << bit / 8 << " bit " << bit % 8;
    }
    std::ofstream(bag / name, std::ios::binary) << whole;
  }
  EXPECT_GT(bits, 3'000U);
  EXPECT_TRUE(VerifyFolder(bag)->intact());
}

TEST(VerifyOwnBag, EachFileThatIsRemovedOrRenamedIsNamed) {
  const testing::TemporaryFolder folder;
  const fs::path bag = WriteOwnBag(folder);
  for (const std::string& name : FilesIn(bag)) {
    fs::rename(bag / name, folder / "weg");
    EXPECT_TRUE(IsNamed(bag, name)) << name << " removed";
    const fs::path other = (bag / name).parent_path() / "khac.txt";
    fs::rename(folder / "weg", other);
    EXPECT_TRUE(IsNamed(bag, name)) << name << " renamed";
    EXPECT_TRUE(IsNamed(bag, other.lexically_relative(bag).string())) << name << " renamed";
    fs::rename(other, bag / name);
  }
  EXPECT_TRUE(VerifyFolder(bag)->intact());
}

TEST(VerifyOwnBag, AFileThatIsAddedAnywhereIsNamed) {
  const testing::TemporaryFolder folder;
  const fs::path bag = WriteOwnBag(folder);
  for (const char* name : {"la.txt",
                           "moi/la.txt",
                           "data/la.txt",
                           "data/site/.disan/la.txt",
                           ".disan/la.txt",
                           "data/site/a\xCC\x89nh (1).jpg",
                           "manifest-sha1.txt",
                           "fetch.txt"}) {
    ASSERT_FALSE(WriteFileAtomically(bag / name, "của site/ảnh (1).jpg"));
    EXPECT_TRUE(IsNamed(bag, name)) << name;
    fs::remove(bag / name);
  }
  ASSERT_EQ(::mkfifo((bag / "data/ong").c_str(), 0600), 0);
  EXPECT_TRUE(IsNamed(bag, "data/ong"));
  fs::remove(bag / "data/ong");
  EXPECT_TRUE(VerifyFolder(bag)->intact());
}

TEST(Verify, ATagFileThatNoManifestListsIsAllowedInABagOfOthers) {
  const testing::TemporaryFolder folder;
  WriteBag(folder.path());
  WriteFileAtomically(folder / "ghi-chu.txt", "note");
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
