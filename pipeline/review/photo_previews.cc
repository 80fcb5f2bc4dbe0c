#include "pipeline/review/photo_previews.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/image/credit.h"
#include "formats/image/eight_bits.h"
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

// Each pixel the mean of the source pixels that it covers.
Image8 Shrunk(const Image8& image, int long_side_px) {
  const int longer = std::max(image.width, image.height);
  if (longer <= long_side_px) {
    return image;
  }
  const auto side = [&](int length) {
    return std::max(1, static_cast<int>(int64_t{length} * long_side_px / longer));
  };
  Image8 small(side(image.width), side(image.height), 3);
  const auto from = [](int i, int count, int length) {
    return static_cast<int>(int64_t{i} * length / count);
  };
  for (int y = 0; y < small.height; ++y) {
    const int top = from(y, small.height, image.height);
    const int bottom = std::max(top + 1, from(y + 1, small.height, image.height));
    for (int x = 0; x < small.width; ++x) {
      const int left = from(x, small.width, image.width);
      const int right = std::max(left + 1, from(x + 1, small.width, image.width));
      uint64_t sum[3] = {};
      for (int row = top; row < bottom; ++row) {
        const uint8_t* pixel = image.At(left, row);
        for (int column = left; column < right; ++column, pixel += 3) {
          for (int c = 0; c < 3; ++c) {
            sum[c] += pixel[c];
          }
        }
      }
      const auto count = static_cast<uint64_t>(bottom - top) * static_cast<uint64_t>(right - left);
      for (int c = 0; c < 3; ++c) {
        small.At(x, y)[c] = static_cast<uint8_t>((sum[c] + count / 2) / count);
      }
    }
  }
  return small;
}

}  // namespace

PhotoPreviews::PhotoPreviews(fs::path folder) : folder_(std::move(folder)) {}

Result<fs::path> PhotoPreviews::Of(const fs::path& photo, int long_side_px) {
  struct stat facts {};
  if (::stat(photo.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return Result<fs::path>::Failed(CannotRead(photo, ENOENT));
  }
  const std::string key = Sha256Hex(fmt::format("{} {} {} {} {}",
                                                photo.string(),
                                                facts.st_size,
                                                facts.st_mtim.tv_sec,
                                                facts.st_mtim.tv_nsec,
                                                long_side_px));
  const fs::path preview = folder_ / (key.substr(0, 32) + ".jpg");
  std::error_code error;
  const std::lock_guard lock(making_);
  if (fs::is_regular_file(preview, error)) {
    return Result<fs::path>::Of(preview);
  }
  Result<Photo> read = ReadPhoto(photo, {.reduce_to_px = long_side_px});
  if (!read) {
    return Result<fs::path>::Failed(std::move(read.diagnostics));
  }
  const std::string whose = EncodeXmp(CreditOf(read->facts));
  const Image8 small = Shrunk(ToEightBits(std::move(read->pixels)), long_side_px);
  const Result<std::string> jpeg = EncodeJpeg(small, {.quality = 86, .xmp = whose});
  if (!jpeg) {
    return Result<fs::path>::Failed(jpeg.diagnostics);
  }
  if (auto problem = WriteFileAtomically(preview, *jpeg)) {
    return Result<fs::path>::Failed(*problem);
  }
  return Result<fs::path>::Of(preview);
}

}  // namespace disan
