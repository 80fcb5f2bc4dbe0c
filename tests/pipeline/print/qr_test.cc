#include "pipeline/print/qr.h"

#include "formats/files/atomic_write.h"
#include "formats/image/png.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::RunProgram;
using testing::TemporaryFolder;

// Cells of `scale` pixels in a quiet zone, with a share of the cells turned over.
Image8 Picture(const QrCode& code, int scale, int worn_percent) {
  const int side = (code.side + 2 * kQuietCells) * scale;
  Image8 picture(side, side, 1);
  uint32_t state = 7;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const int column = x / scale - kQuietCells;
      const int row = y / scale - kQuietCells;
      const bool inside = column >= 0 && row >= 0 && column < code.side && row < code.side;
      *picture.At(x, y) = inside && code.At(column, row) ? 0 : 255;
    }
  }
  // Wear in the body of the code, away from the three finders.
  for (int row = 9; row < code.side - 9; ++row) {
    for (int column = 9; column < code.side - 9; ++column) {
      state = state * 1664525 + 1013904223;
      if (static_cast<int>(state >> 16) % 100 < worn_percent) {
        for (int y = 0; y < scale; ++y) {
          for (int x = 0; x < scale; ++x) {
            *picture.At((column + kQuietCells) * scale + x, (row + kQuietCells) * scale + y) = 255;
          }
        }
      }
    }
  }
  return picture;
}

std::string Read(const Image8& picture) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "qr.png", *EncodePng(picture));
  return RunProgram("/usr/bin/zbarimg", {"-q", "--raw", (folder / "qr.png").string()}).out;
}

constexpr char kAddress[] = "https://di-san.bachmai.hanoi.gov.vn/q/k7m4qx2/";

TEST(Qr, IsReadBack) {
  EXPECT_EQ(Read(Picture(*EncodeQr(kAddress), 4, 0)), std::string(kAddress) + "\n");
}

TEST(Qr, IsReadBackWhenWorn) {
  EXPECT_EQ(Read(Picture(*EncodeQr(kAddress), 4, 15)), std::string(kAddress) + "\n");
}

TEST(Qr, TooLongAnAddressIsSaid) {
  EXPECT_TRUE(EncodeQr(std::string(1600, 'x')).ok());
  EXPECT_FALSE(EncodeQr(std::string(1700, 'x')).ok());
  EXPECT_FALSE(EncodeQr("").ok());
}

}  // namespace
}  // namespace disan
