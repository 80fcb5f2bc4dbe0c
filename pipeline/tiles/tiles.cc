#include "pipeline/tiles/tiles.h"

#include "formats/diagnostics/failure.h"
#include "formats/image/jpeg.h"
#include "formats/image/srgb.h"
#include "formats/image/xmp.h"
#include "pipeline/tiles/cube_tile.h"
#include "pipeline/tiles/equirect_pyramid.h"
#include "pipeline/tiles/viewer_configs.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>

namespace disan {
namespace {

constexpr int kFallbackWidth = 4096;
constexpr int kCubeFallback = 1024;
constexpr size_t kPreviewBytes = 40000;

std::string Encoded(const Image8& image, const JpegOptions& options) {
  return ValueOrThrow(EncodeJpeg(image, options));
}

Image8 Part(const Image8& image, int left, int top, int size) {
  Image8 part(size, size, 3);
  for (int y = 0; y < size; ++y) {
    std::copy_n(image.At(left, top + y), static_cast<size_t>(size) * 3, part.At(0, y));
  }
  return part;
}

// Rows that a reader has finished, for those who wait for them.
class Arrival {
 public:
  void Tell(int rows) {
    const std::lock_guard lock(mutex_);
    rows_ = rows;
    changed_.notify_all();
  }
  void WaitFor(int rows) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return rows_ >= rows; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int rows_ = 0;
};

class TileMaker {
 public:
  TileMaker(const PanoramaRows& panorama,
            const TileOptions& options,
            const TileSink& sink,
            const Execution& execution)
      : panorama_(panorama),
        options_(options),
        sink_(sink),
        execution_(execution),
        tile_packet_(TilePacketOf(options)) {
    quiet_.threads = execution.threads;
    quiet_.cancelled = execution.cancelled;
    plan_ = PlanEquirect(panorama.width_px, options.tile_px);
    cube_ = PlanCube(plan_.back().width_px, options.tile_px);
    for (const EquirectLevel& level : plan_) {
      total_ += options.equirect ? static_cast<uint64_t>(level.cols) * Unsigned(level.rows) : 0;
    }
    for (int level = 0; level < cube_.levels && options.cube; ++level) {
      total_ += uint64_t{6} << (2 * level);
    }
  }

  TileSummary Make() {
    levels_.emplace_back(panorama_.width_px, panorama_.height_px, 3);
    if (Fits() && options_.equirect && execution_.threads > 1) {
      ReadWhileEncoding();
    } else {
      ReadRows([](int) {});
      FitToPlan();
      if (options_.equirect) {
        EncodeLevel(plan_.size() - 1, [](int) {});
      }
    }
    HalveLevels();
    WritePreview();
    WriteFallback();
    if (options_.equirect) {
      for (size_t level = plan_.size() - 1; level-- > 0;) {
        EncodeLevel(level, [](int) {});
      }
    }
    if (options_.cube) {
      WriteCube();
    }
    const TileSummary summary{.width_px = plan_.back().width_px,
                              .height_px = plan_.back().height_px,
                              .equirect = options_.equirect ? plan_ : std::vector<EquirectLevel>(),
                              .cube = options_.cube ? std::optional(cube_) : std::nullopt,
                              .tiles = total_};
    for (const auto& [name, text] : ViewerConfigs(summary)) {
      sink_(name, text);
    }
    return summary;
  }

 private:
  static uint64_t Unsigned(int value) { return static_cast<uint64_t>(value); }

  bool Fits() const {
    return plan_.back().width_px == panorama_.width_px &&
           plan_.back().height_px == panorama_.height_px;
  }

  template <typename Told>
  void ReadRows(const Told& told) {
    Image8& image = levels_.front();
    for (int y = 0; y < image.height; ++y) {
      if (y % 64 == 0) {
        execution_.CheckCancelled();
      }
      if (!panorama_.next(image.At(0, y))) {
        break;
      }
      told(y + 1);
    }
  }

  // One thread decodes, which cannot be shared out; the others encode the rows that are there.
  void ReadWhileEncoding() {
    Arrival arrival;
    std::exception_ptr error;
    {
      const std::jthread reader([&] {
        try {
          ReadRows([&](int rows) {
            if (rows % 64 == 0) {
              arrival.Tell(rows);
            }
          });
        } catch (...) {
          error = std::current_exception();
        }
        arrival.Tell(panorama_.height_px);
      });
      EncodeLevel(plan_.size() - 1, [&](int rows) { arrival.WaitFor(rows); });
    }
    if (error) {
      std::rethrow_exception(error);
    }
  }

  void FitToPlan() {
    if (!Fits()) {
      levels_.front() =
          ResizeEquirect(levels_.front(), plan_.back().width_px, plan_.back().height_px, quiet_);
    }
  }

  void HalveLevels() {
    while (levels_.size() < plan_.size() && levels_.back().width % 2 == 0 &&
           levels_.back().height % 2 == 0) {
      levels_.push_back(HalveEquirect(levels_.back(), quiet_));
    }
  }

  // The smallest of the pyramid that is at least as wide.
  const Image8& LevelFor(int width_px) const {
    size_t best = 0;
    while (best + 1 < levels_.size() && levels_[best + 1].width >= width_px) {
      ++best;
    }
    return levels_[best];
  }

  void Done() { execution_.Report(done_.fetch_add(1) + 1, total_); }

  // `wait` returns when that many rows of the level are there.
  template <typename Wait>
  void EncodeLevel(size_t index, const Wait& wait) {
    const EquirectLevel& level = plan_[index];
    const Image8& image = levels_[plan_.size() - 1 - index];
    const int size = level.tile_px();
    ParallelFor(quiet_, static_cast<size_t>(level.cols * level.rows), [&](size_t i) {
      const int col = static_cast<int>(i) % level.cols;
      const int row = static_cast<int>(i) / level.cols;
      wait((row + 1) * size);
      sink_(fmt::format("tiles/{}/{}_{}.jpg", index, col, row),
            Encoded(Part(image, col * size, row * size, size),
                    {.quality = options_.quality, .xmp = tile_packet_}));
      Done();
    });
  }

  // Face by face: the largest level from the panorama, each other from the one above it.
  void WriteCube() {
    const PolarRows source(levels_.front(), quiet_);
    for (const char name : kCubeFaces) {
      Image8 face = LargestFace(source, name);
      for (int level = cube_.levels - 2; level >= 0; --level) {
        face = HalveFace(face, quiet_);
        const int across = 1 << level;
        ParallelFor(quiet_, static_cast<size_t>(across * across), [&](size_t i) {
          const int row = static_cast<int>(i) / across;
          const int col = static_cast<int>(i) % across;
          PutCubeTile(Part(face, col * cube_.tile_px, row * cube_.tile_px, cube_.tile_px),
                      {level, name, row, col});
        });
      }
    }
    WriteCubeFallback();
    WriteCubePreview();
  }

  struct CubePlace {
    int level = 0;
    char face = 'f';
    int row = 0;
    int col = 0;
  };

  void PutCubeTile(const Image8& tile, const CubePlace& place) {
    sink_(fmt::format("cube/{}/{}{}_{}.jpg", place.level + 1, place.face, place.row, place.col),
          Encoded(tile, {.quality = options_.quality, .xmp = tile_packet_}));
    Done();
  }

  // Written tile by tile; whole only when smaller levels are to be made of it.
  Image8 LargestFace(const PolarRows& source, char name) {
    const int level = cube_.levels - 1;
    const int size = cube_.tile_px;
    const int across = 1 << level;
    Image8 face = level > 0 ? Image8(cube_.face_px(), cube_.face_px(), 3) : Image8();
    ParallelFor(quiet_, static_cast<size_t>(across * across), [&](size_t i) {
      const int row = static_cast<int>(i) / across;
      const int col = static_cast<int>(i) % across;
      const Image8 tile =
          SampleCubeTile(source, {name, cube_.face_px(), col * size, row * size, size});
      for (int y = 0; level > 0 && y < size; ++y) {
        std::copy_n(
            tile.At(0, y), static_cast<size_t>(size) * 3, face.At(col * size, row * size + y));
      }
      PutCubeTile(tile, {level, name, row, col});
    });
    return face;
  }

  void WriteCubeFallback() {
    const int face = std::min(kCubeFallback, cube_.face_px());
    const PolarRows source(LevelFor(face * 3), quiet_);
    ParallelFor(quiet_, kCubeFaces.size(), [&](size_t i) {
      const Image8 picture = SampleCubeTile(source, {kCubeFaces[i], face, 0, 0, face});
      sink_(fmt::format("cube/fallback/{}.jpg", kCubeFaces[i]),
            Encoded(picture, {.quality = options_.quality, .xmp = tile_packet_}));
    });
  }

  // Marzipano's strip: the six faces below each other.
  void WriteCubePreview() {
    const int face = cube_.tile_px / 2;
    const PolarRows source(LevelFor(face * 3), quiet_);
    Image8 strip(face, face * 6, 3);
    int top = 0;
    for (const char name : {'b', 'd', 'f', 'l', 'r', 'u'}) {
      const Image8 picture = SampleCubeTile(source, {name, face, 0, 0, face});
      std::copy(picture.pixels.begin(), picture.pixels.end(), strip.At(0, top));
      top += face;
    }
    sink_("cube/preview.jpg",
          Encoded(strip, {.quality = 70, .progressive = true, .xmp = tile_packet_}));
  }

  void WritePreview() {
    for (int width = std::min(1024, plan_.back().width_px);; width = width * 3 / 4) {
      const int even = std::max(2, width / 2 * 2);
      const Image8 small = ResizeEquirect(LevelFor(even), even, even / 2, quiet_);
      const std::string xmp = options_.metadata ? PacketOf(even) : "";
      for (const int quality : {80, 70, 60, 50, 40, 30}) {
        const std::string bytes =
            Encoded(small, {.quality = quality, .progressive = true, .xmp = xmp});
        if (bytes.size() <= kPreviewBytes) {
          sink_("preview.jpg", bytes);
          return;
        }
      }
    }
  }

  // The whole panorama at another size.
  std::string PacketOf(int width) const {
    GPano pano = panorama_.gpano.value_or(GPano{});
    pano.full_width_px = pano.cropped_width_px = width;
    pano.full_height_px = pano.cropped_height_px = width / 2;
    pano.cropped_left_px = pano.cropped_top_px = 0;
    Xmp xmp = options_.metadata.value_or(Xmp{});
    xmp.gpano = pano;
    return EncodeXmp(xmp);
  }

  // A piece is no panorama, and there are hundreds of them: whose it is, and of what.
  static std::string TilePacketOf(const TileOptions& options) {
    if (!options.metadata) {
      return "";
    }
    Xmp xmp = *options.metadata;
    xmp.description = std::nullopt;
    xmp.gpano = std::nullopt;
    return xmp == Xmp{} ? "" : EncodeXmp(xmp);
  }

  void WriteFallback() {
    const int width = std::min(kFallbackWidth, plan_.back().width_px);
    const Image8& level = LevelFor(width);
    const bool exact = level.width == width;
    const Image8 resized = exact ? Image8() : ResizeEquirect(level, width, width / 2, quiet_);
    sink_("fallback.jpg",
          Encoded(exact ? level : resized,
                  {.quality = options_.quality,
                   .progressive = true,
                   .xmp = PacketOf(width),
                   .icc = SrgbProfile()}));
  }

  const PanoramaRows& panorama_;
  const TileOptions& options_;
  const TileSink& sink_;
  const Execution& execution_;
  const std::string tile_packet_;
  Execution quiet_;
  std::vector<EquirectLevel> plan_;
  CubePlan cube_;
  std::vector<Image8> levels_;  // largest first
  uint64_t total_ = 0;
  std::atomic<uint64_t> done_{0};
};

}  // namespace

uint64_t TilesMemoryBytes(int width_px, int height_px) {
  // The picture, its halves (a third), the narrowed polar rows (a sixth), a face and its half (a
  // quarter), and work space.
  const uint64_t picture =
      uint64_t{3} * static_cast<uint64_t>(width_px) * static_cast<uint64_t>(height_px);
  return picture / 4 * 7 + (uint64_t{64} << 20);
}

TileSummary MakeTiles(const PanoramaRows& panorama,
                      const TileOptions& options,
                      const TileSink& sink,
                      const Execution& execution) {
  return TileMaker(panorama, options, sink, execution).Make();
}

}  // namespace disan
