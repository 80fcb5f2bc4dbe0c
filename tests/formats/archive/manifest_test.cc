#include "formats/archive/manifest.h"

#include "formats/archive/digests.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(Manifest, WhatIsWrittenIsReadBack) {
  Manifest manifest{.algorithm = "sha256",
                    .entries = {{"data/ảnh 1%.jpg", DigestOf("sha256", "a")}, {"b\nc", "ab"}}};
  const auto read = ParseManifest(WriteManifest(manifest), "sha256", "manifest-sha256.txt");
  EXPECT_TRUE(read.diagnostics.empty());
  EXPECT_EQ(read->entries, manifest.entries);
}

TEST(Manifest, PathsThatLeaveTheFolderAreRefusedAndTheRestIsRead) {
  const auto read =
      ParseManifest("ab  ../x\nab  /x\ncd  data/ok\nnonsense\nab  C:/x\n", "md5", "m.txt");
  EXPECT_EQ(read.diagnostics.size(), 4U);
  EXPECT_EQ(read.diagnostics[3].line, 5);
  EXPECT_EQ(read->entries.size(), 1U);
}

TEST(Manifest, OneFileWithTwoChecksumsIsSaid) {
  EXPECT_EQ(ParseManifest("ab  x\ncd  x\n", "md5", "m.txt").diagnostics.size(), 1U);
}

TEST(Manifest, SurvivesEveryTruncation) {
  const std::string text = "ab  data/a%0Ab\r\ncd *data/c\n";
  for (size_t n = 0; n <= text.size(); ++n) {
    EXPECT_LE(ParseManifest(text.substr(0, n), "md5", "m.txt")->entries.size(), 2U);
  }
}

}  // namespace
}  // namespace disan
