#include "formats/files/sha256.h"

#include "formats/files/atomic_write.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(Sha256, AgreesWithThePublishedVectors) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, AFileHasTheSumOfItsBytes) {
  const testing::TemporaryFolder folder;
  const std::string bytes(3'000'000, 'v');
  EXPECT_FALSE(WriteFileAtomically(folder / "f", bytes));
  EXPECT_EQ(*Sha256OfFile(folder / "f"), Sha256Hex(bytes));
}

}  // namespace
}  // namespace disan
