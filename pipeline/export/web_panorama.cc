#include "pipeline/export/web_panorama.h"

#include "formats/files/safe_path.h"
#include "formats/image/eight_bits.h"
#include "formats/image/photo.h"

#include <cstring>
#include <optional>

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr int kWidest = 8192;
constexpr uint64_t kMostPixels = uint64_t{1} << 27;  // of a picture that is not a panorama

void Replace(std::string& text, std::string_view place, size_t number) {
  const size_t found = text.find(place);
  if (found != std::string::npos) {
    text.replace(found, place.size(), fmt::format("{}", number));
  }
}

std::optional<size_t> LevelFor(const TourPanorama& panorama, int width_px) {
  std::optional<size_t> chosen;
  for (size_t i = 0; i < panorama.levels.size(); ++i) {
    const TourTileLevel& level = panorama.levels[i];
    if (level.width > kWidest || level.height * 2 != level.width) {
      continue;
    }
    const int have = chosen ? panorama.levels[*chosen].width : 0;
    if (have < width_px ? level.width > have : level.width >= width_px && level.width < have) {
      chosen = i;
    }
  }
  return chosen;
}

std::optional<Image8> Joined(const fs::path& web, const TourPanorama& panorama, size_t index) {
  const TourTileLevel& level = panorama.levels[index];
  Image8 whole(level.width, level.height, 3);
  const int wide = level.width / level.cols;
  const int high = level.height / level.rows;
  for (int row = 0; row < level.rows; ++row) {
    for (int col = 0; col < level.cols; ++col) {
      std::string path = panorama.tiles_url;
      Replace(path, "{level}", index);
      Replace(path, "{col}", static_cast<size_t>(col));
      Replace(path, "{row}", static_cast<size_t>(row));
      const Result<Image8> tile = ReadWebPicture(web, path);
      if (!tile || tile->width != wide || tile->height != high) {
        return std::nullopt;
      }
      for (int y = 0; y < high; ++y) {
        std::memcpy(
            whole.At(col * wide, row * high + y), tile->At(0, y), static_cast<size_t>(wide) * 3);
      }
    }
  }
  return whole;
}

}  // namespace

Result<Image8> ReadWebPicture(const fs::path& web, const std::string& path) {
  const Result<fs::path> file = ResolveInside(web, path);
  if (!file) {
    return Result<Image8>::Failed(file.diagnostics);
  }
  Result<Photo> photo = ReadPhoto(*file, {.max_pixels = kMostPixels});
  if (!photo) {
    return Result<Image8>::Failed(photo.diagnostics);
  }
  return {ToEightBits(std::move(photo->pixels)), photo.diagnostics};
}

Result<Image8> ReadWebPanorama(const fs::path& web, const TourPanorama& panorama, int width_px) {
  const std::optional<size_t> level = LevelFor(panorama, width_px);
  if (level && !panorama.tiles_url.empty()) {
    if (std::optional<Image8> joined = Joined(web, panorama, *level)) {
      return Result<Image8>::Of(std::move(*joined));
    }
  }
  return ReadWebPicture(web, panorama.fallback);
}

}  // namespace disan
