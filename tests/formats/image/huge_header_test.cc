// A header that promises 30,000 x 20,000 pixels in a file of a few kilobytes: refused by name, and
// before memory for its pixels is asked for.
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"
#include "formats/image/png.h"
#include "formats/image/tiff.h"
#include "tests/formats/image/test_pictures.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

namespace disan {
namespace {

using testing::SmoothPicture;
using testing::TemporaryFolder;

constexpr uint32_t kWidth = 30000;
constexpr uint32_t kHeight = 20000;

void PutBigEndian(std::string& bytes, size_t at, uint32_t value, int size) {
  for (int i = 0; i < size; ++i) {
    bytes[at + static_cast<size_t>(i)] = static_cast<char>(value >> (8 * (size - 1 - i)));
  }
}

std::string HugeJpeg() {
  std::string bytes = *EncodeJpeg(SmoothPicture<uint8_t>(64, 48), {});
  const size_t frame = bytes.find("\xFF\xC0");
  PutBigEndian(bytes, frame + 5, kHeight, 2);
  PutBigEndian(bytes, frame + 7, kWidth, 2);
  return bytes;
}

std::string HugePng() {
  std::string bytes = *EncodePng(SmoothPicture<uint8_t>(64, 48));
  PutBigEndian(bytes, 16, kWidth, 4);
  PutBigEndian(bytes, 20, kHeight, 4);
  const auto* head = reinterpret_cast<const Bytef*>(bytes.data() + 12);
  PutBigEndian(bytes, 29, static_cast<uint32_t>(crc32(0, head, 17)), 4);
  return bytes;
}

// Little-endian: the entries of the first directory hold width and height in place.
std::string HugeTiff(const TemporaryFolder& folder, uint32_t photometric) {
  EXPECT_FALSE(WriteTiff(folder / "small.tif", SmoothPicture<uint16_t>(64, 48)));
  std::string bytes = *ReadFile(folder / "small.tif");
  const auto get = [&](size_t at, int size) {
    size_t value = 0;
    for (int i = size - 1; i >= 0; --i) {
      value = value << 8 | static_cast<uint8_t>(bytes[at + static_cast<size_t>(i)]);
    }
    return value;
  };
  const auto put = [&](size_t entry, uint32_t value) {
    const int size = get(entry + 2, 2) == 3 ? 2 : 4;  // SHORT or LONG
    for (int i = 0; i < size; ++i) {
      bytes[entry + 8 + static_cast<size_t>(i)] = static_cast<char>(value >> (8 * i));
    }
  };
  const size_t directory = get(4, 4);
  for (size_t i = 0; i < get(directory, 2); ++i) {
    const size_t entry = directory + 2 + 12 * i;
    switch (get(entry, 2)) {
      case 256:
        put(entry, kWidth);
        break;
      case 257:
        put(entry, kHeight);
        break;
      case 262:
        put(entry, photometric);
        break;
      default:
        break;
    }
  }
  return bytes;
}

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

TEST(HugeHeader, IsRefusedByNameAndWithoutMemoryForItsPixels) {
  const TemporaryFolder folder;
  constexpr uint32_t kRgb = 2;
  constexpr uint32_t kLinearRaw = 34892;
  const double before = PeakMegabytes();
  for (const auto& [name, bytes] : {std::pair<const char*, std::string>{"a.jpg", HugeJpeg()},
                                    {"a.png", HugePng()},
                                    {"a.tif", HugeTiff(folder, kRgb)},
                                    {"a.dng", HugeTiff(folder, kLinearRaw)}}) {
    ASSERT_FALSE(WriteFileAtomically(folder / name, bytes));
    for (const int reduced : {0, 512}) {
      const Result<Photo> photo = ReadPhoto(folder / name, {.reduce_to_px = reduced});
      ASSERT_FALSE(photo.ok()) << name;
      EXPECT_NE(photo.diagnostics.back().file.find(name), std::string::npos);
      EXPECT_FALSE(photo.diagnostics.back().remedy.vi.empty()) << name;
    }
  }
  EXPECT_LT(PeakMegabytes() - before, 300);  // the pixels alone would be 1800
}

}  // namespace
}  // namespace disan
