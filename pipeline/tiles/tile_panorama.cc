#include "pipeline/tiles/tile_panorama.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/files/write_or_throw.h"
#include "formats/image/credit.h"
#include "formats/image/icc.h"
#include "formats/image/jpeg_rows.h"
#include "formats/image/jpeg_segments.h"
#include "formats/language/panorama_messages.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <set>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "tiles.json";

Diagnostic NotEquirectangular(const fs::path& file, const PhotoFacts& facts) {
  return {.file = file.string(),
          .what = Say(messages::kPanoramaNotTwoToOne,
                      fmt::arg("width", facts.width_px),
                      fmt::arg("height", facts.height_px)),
          .remedy = Say(messages::kPanoramaNotTwoToOneRemedy)};
}

std::optional<Diagnostic> Refuse(const fs::path& file,
                                 const PhotoFacts& facts,
                                 const Execution& execution) {
  if (std::abs(facts.width_px - 2 * facts.height_px) * 100 > facts.width_px || facts.width_px < 4) {
    return NotEquirectangular(file, facts);
  }
  const uint64_t needed = TilesMemoryBytes(facts.width_px, facts.height_px);
  if (needed > execution.memory_bytes) {
    return Diagnostic{.file = file.string(),
                      .what = Say(messages::kTilesNeedMemory,
                                  fmt::arg("needed", needed >> 20),
                                  fmt::arg("limit", execution.memory_bytes >> 20)),
                      .remedy = Say(messages::kTilesNeedMemoryRemedy)};
  }
  return std::nullopt;
}

// Tiles are many and small: written plainly. The manifest, last, is what makes them count.
class FolderSink {
 public:
  explicit FolderSink(fs::path folder) : folder_(std::move(folder)) {
    std::error_code error;
    fs::create_directories(folder_, error);
    fs::remove(folder_ / kManifest, error);
    // Levels of an earlier, larger panorama would stay behind.
    fs::remove_all(folder_ / "tiles", error);
    fs::remove_all(folder_ / "cube", error);
  }

  void Write(const std::string& name, std::string_view bytes) {
    const fs::path file = folder_ / name;
    if (name == kManifest) {
      WriteFileOrThrow(file, bytes);
      return;
    }
    MakeFolder(file.parent_path());
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
      throw Failure(CannotWrite(file, errno == 0 ? EIO : errno), Exit::kDoubtful);
    }
  }

 private:
  void MakeFolder(const fs::path& folder) {
    const std::lock_guard lock(mutex_);
    if (made_.insert(folder).second) {
      std::error_code error;
      fs::create_directories(folder, error);
      if (error) {
        throw Failure(CannotWrite(folder, error.value()), Exit::kDoubtful);
      }
    }
  }

  fs::path folder_;
  std::mutex mutex_;
  std::set<fs::path> made_;
};

// The whole picture in memory, a row at a time.
PanoramaRows RowsOf(const Photo& photo) {
  PanoramaRows rows{.width_px = photo.facts.width_px,
                    .height_px = photo.facts.height_px,
                    .gpano = photo.facts.gpano};
  rows.next = [&photo, y = 0](uint8_t* row) mutable {
    std::visit(
        [&](const auto& image) {
          using Sample = std::remove_cvref_t<decltype(image.pixels[0])>;
          const auto* from = image.At(0, y);
          for (int i = 0; i < image.width * 3; ++i) {
            row[i] = sizeof(Sample) == 1
                         ? static_cast<uint8_t>(from[i])
                         : static_cast<uint8_t>((uint32_t{from[i]} * 255 + 32767) / 65535);
          }
        },
        photo.pixels);
    return ++y <= photo.facts.height_px;
  };
  return rows;
}

bool CanBeStreamed(const PhotoFacts& facts, const JpegHead& head) {
  return facts.exif.orientation == 1 && !facts.exif.adobe_rgb &&
         (head.components == 4 || IsSrgbProfile(FindIcc(head)));
}

}  // namespace

Result<TileSummary> TilePanorama(const fs::path& file,
                                 const fs::path& folder,
                                 const TileOptions& wanted,
                                 const Execution& execution) {
  Result<PhotoFacts> facts = ReadPhotoFacts(file);
  if (!facts) {
    return Result<TileSummary>::Failed(std::move(facts.diagnostics));
  }
  if (auto refused = Refuse(file, *facts, execution)) {
    facts.diagnostics.push_back(std::move(*refused));
    return Result<TileSummary>::Failed(std::move(facts.diagnostics));
  }
  TileOptions options = wanted;
  if (!options.metadata) {
    options.metadata = CreditOf(*facts);
  }
  std::optional<FolderSink> folder_sink;
  const TileSink sink = [&](const std::string& name, std::string_view bytes) {
    folder_sink->Write(name, bytes);
  };
  std::vector<Diagnostic> said = std::move(facts.diagnostics);
  if (facts->format == PhotoFormat::kJpeg) {
    const std::string content = ValueOrThrow(ReadFile(file));
    const std::span bytes(reinterpret_cast<const uint8_t*>(content.data()), content.size());
    const std::optional<JpegHead> head = ParseJpegHead(bytes);
    if (head && CanBeStreamed(*facts, *head)) {
      Result<JpegRowReader> reader = JpegRowReader::Open(bytes);
      const auto add = [&](std::vector<Diagnostic> diagnostics) {
        for (Diagnostic& diagnostic : diagnostics) {
          diagnostic.file = file.string();
          said.push_back(std::move(diagnostic));
        }
      };
      if (!reader) {
        add(std::move(reader.diagnostics));
        return Result<TileSummary>::Failed(std::move(said));
      }
      const PanoramaRows rows{.width_px = reader->width(),
                              .height_px = reader->height(),
                              .gpano = facts->gpano,
                              .next = [&](uint8_t* row) { return reader->Read(row); }};
      folder_sink.emplace(folder);
      const TileSummary summary = MakeTiles(rows, options, sink, execution);
      add(reader->Diagnostics());
      return {summary, std::move(said)};
    }
  }
  Result<Photo> photo = ReadPhoto(file);
  if (!photo) {
    return Result<TileSummary>::Failed(std::move(photo.diagnostics));
  }
  folder_sink.emplace(folder);
  return {MakeTiles(RowsOf(*photo), options, sink, execution), std::move(photo.diagnostics)};
}

}  // namespace disan
