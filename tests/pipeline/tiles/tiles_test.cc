#include "pipeline/tiles/tiles.h"

#include "formats/files/atomic_write.h"
#include "formats/image/jpeg.h"
#include "pipeline/tiles/cube_tile.h"
#include "pipeline/tiles/tile_panorama.h"
#include "tests/pipeline/tiles/smooth_sphere.h"
#include "tests/support/temporary_folder.h"

#include <map>
#include <mutex>
#include <span>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Files = std::map<std::string, std::string>;
using testing::SmoothSphere;

Files Tiled(const Image8& image, const TileOptions& options, int threads) {
  Files files;
  std::mutex mutex;
  PanoramaRows rows{.width_px = image.width, .height_px = image.height};
  rows.next = [&, y = 0](uint8_t* row) mutable {
    std::copy_n(image.At(0, y), static_cast<size_t>(image.width) * 3, row);
    return ++y <= image.height;
  };
  const TileSink sink = [&](const std::string& name, std::string_view bytes) {
    const std::lock_guard lock(mutex);
    EXPECT_TRUE(files.emplace(name, bytes).second) << name;
  };
  Execution execution;
  execution.threads = threads;
  MakeTiles(rows, options, sink, execution);
  return files;
}

Image8 Decoded(const std::string& bytes) {
  return *DecodeJpeg({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
}

constexpr TileOptions kFine{.quality = 98, .tile_px = 64};
// JPEG at quality 98 with halved colour adds a few levels to a smooth picture, more to one where
// half the sphere is 64 pixels.
double ToleranceOf(const nlohmann::json& manifest) {
  return manifest["width"] > 200 ? 6 : 12;
}

void ExpectEquirectTiles(const Files& files, const nlohmann::json& manifest) {
  const auto& levels = manifest["tiles"]["levels"];
  for (size_t i = 0; i < levels.size(); ++i) {
    const int cols = levels[i]["cols"];
    const int rows = levels[i]["rows"];
    const int size = levels[i]["width"].get<int>() / cols;
    for (int row = 0; row < rows; ++row) {
      for (int col = 0; col < cols; ++col) {
        const auto name = "tiles/" + std::to_string(i) + "/" + std::to_string(col) + "_" +
                          std::to_string(row) + ".jpg";
        ASSERT_TRUE(files.contains(name)) << name;
        const Image8 tile = Decoded(files.at(name));
        ASSERT_EQ(tile.width, size);
        ASSERT_EQ(tile.height, size);
        EXPECT_LE(testing::WorstError(tile,
                                      [&](int x, int y) {
                                        return testing::EquirectDirection(
                                            (col + (x + 0.5) / size) / cols,
                                            (row + (y + 0.5) / size) / rows);
                                      }),
                  ToleranceOf(manifest))
            << name;
      }
    }
  }
}

void ExpectCubeTiles(const Files& files, const nlohmann::json& manifest) {
  const int size = manifest["cube"]["tile"];
  for (int level = 0; level < manifest["cube"]["levels"].get<int>(); ++level) {
    const int across = 1 << level;
    for (const char face : kCubeFaces) {
      for (int i = 0; i < across * across; ++i) {
        const int row = i / across;
        const int col = i % across;
        const auto name = "cube/" + std::to_string(level + 1) + "/" + face + std::to_string(row) +
                          "_" + std::to_string(col) + ".jpg";
        ASSERT_TRUE(files.contains(name)) << name;
        const Image8 tile = Decoded(files.at(name));
        ASSERT_EQ(tile.width, size);
        EXPECT_LE(testing::WorstError(tile,
                                      [&](int x, int y) {
                                        return CubeDirection(
                                            face,
                                            (col + (x + 0.5) / size) / across * 2 - 1,
                                            (row + (y + 0.5) / size) / across * 2 - 1);
                                      }),
                  ToleranceOf(manifest))
            << name;
      }
    }
  }
}

TEST(Tiles, EveryTexelOfEveryTileIsRightAtEverySize) {
  // Even, odd, not a multiple of anything, and the smallest.
  for (const auto& [width, height] :
       {std::pair{1024, 512}, {1001, 500}, {770, 385}, {127, 64}, {64, 32}}) {
    const Files files = Tiled(SmoothSphere(width, height), kFine, 2);
    const auto manifest = nlohmann::json::parse(files.at("tiles.json"));
    ExpectEquirectTiles(files, manifest);
    ExpectCubeTiles(files, manifest);
    EXPECT_LE(files.at("preview.jpg").size(), 40000u);
    EXPECT_LE(testing::WorstEquirectError(Decoded(files.at("fallback.jpg"))),
              ToleranceOf(manifest));
  }
}

TEST(Tiles, SameBytesForAnyNumberOfThreads) {
  for (const int width : {1024, 1001}) {
    const Image8 image = SmoothSphere(width, width / 2);
    const Files one = Tiled(image, {.tile_px = 64}, 1);
    EXPECT_EQ(one, Tiled(image, {.tile_px = 64}, 2));
    EXPECT_EQ(one, Tiled(image, {.tile_px = 64}, 7));
  }
}

TEST(Tiles, ConfigurationsNameFilesThatAreThere) {
  const Files files = Tiled(SmoothSphere(1024, 512), kFine, 2);
  const auto pannellum = nlohmann::json::parse(files.at("pannellum.json"))["multiRes"];
  EXPECT_EQ(pannellum["cubeResolution"].get<int>(),
            pannellum["tileResolution"].get<int>() << (pannellum["maxLevel"].get<int>() - 1));
  EXPECT_TRUE(
      files.contains("cube/" + std::to_string(pannellum["maxLevel"].get<int>()) + "/r0_0.jpg"));
  EXPECT_TRUE(files.contains("cube/fallback/d.jpg"));
  const auto marzipano = nlohmann::json::parse(files.at("marzipano.json"));
  const auto& levels = marzipano["levels"];
  EXPECT_EQ(levels.size(), pannellum["maxLevel"].get<size_t>() + 1);
  for (size_t i = 1; i < levels.size(); ++i) {
    EXPECT_EQ(levels[i]["size"].get<int>() % levels[i - 1]["size"].get<int>(), 0);
  }
  const Image8 strip = Decoded(files.at("cube/preview.jpg"));
  EXPECT_EQ(strip.height, 6 * strip.width);
  EXPECT_EQ(strip.width, levels[0]["size"].get<int>());
  const auto psv = nlohmann::json::parse(files.at("psv.json"));
  EXPECT_EQ(psv["panorama"]["levels"].size(),
            nlohmann::json::parse(files.at("tiles.json"))["tiles"]["levels"].size());
}

TEST(Tiles, OnlyWhatIsAskedFor) {
  const Image8 image = SmoothSphere(256, 128);
  EXPECT_FALSE(Tiled(image, {.cube = false, .tile_px = 64}, 1).contains("pannellum.json"));
  EXPECT_FALSE(Tiled(image, {.equirect = false, .tile_px = 64}, 1).contains("psv.json"));
}

TEST(TilePanorama, EveryPictureSaysWhoseThePanoramaIs) {
  const testing::TemporaryFolder folder;
  const std::string whose = EncodeXmp({.title = Text{"Sân trước", "Front court"},
                                       .creator = "Nguyễn Văn A",
                                       .gpano = GPano{.heading_deg = 40}});
  ASSERT_FALSE(WriteFileAtomically(folder / "pano.jpg",
                                   *EncodeJpeg(SmoothSphere(256, 128), {.xmp = whose})));
  ASSERT_TRUE(TilePanorama(folder / "pano.jpg", folder / "out", {}, {}).ok());
  size_t pictures = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder / "out")) {
    if (file.path().extension() == ".jpg") {
      const auto facts = ReadPhotoFacts(file.path());
      ASSERT_TRUE(facts.ok());
      EXPECT_EQ(ParseXmp(facts->xmp).title, (Text{"Sân trước", "Front court"})) << file.path();
      EXPECT_EQ(ParseXmp(facts->xmp).creator, "Nguyễn Văn A") << file.path();
      ++pictures;
    }
  }
  EXPECT_GT(pictures, 10U);
  EXPECT_EQ(ReadPhotoFacts(folder / "out/fallback.jpg")->gpano->heading_deg, 40);
}

TEST(TilePanorama, FileToFolderAndWhatCannotBeUsed) {
  const testing::TemporaryFolder folder;
  const std::string bytes = *EncodeJpeg(SmoothSphere(256, 128), {.quality = 95});
  ASSERT_FALSE(WriteFileAtomically(folder / "pano.jpg", bytes));
  const auto made = TilePanorama(folder / "pano.jpg", folder / "out", {}, {});
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made.diagnostics.empty());
  EXPECT_TRUE(std::filesystem::exists(folder / "out/tiles.json"));

  ASSERT_FALSE(WriteFileAtomically(folder / "cut.jpg", bytes.substr(0, bytes.size() / 2)));
  const auto cut = TilePanorama(folder / "cut.jpg", folder / "cut", {}, {});
  ASSERT_TRUE(cut.ok());
  EXPECT_FALSE(cut.diagnostics.empty());

  ASSERT_FALSE(WriteFileAtomically(folder / "photo.jpg", *EncodeJpeg(SmoothSphere(200, 150), {})));
  const auto photo = TilePanorama(folder / "photo.jpg", folder / "photo", {}, {});
  ASSERT_FALSE(photo.ok());
  EXPECT_FALSE(std::filesystem::exists(folder / "photo"));
  EXPECT_FALSE(TilePanorama(folder / "pano.jpg", folder / "no", {}, {.memory_bytes = 1000}).ok());
}

}  // namespace
}  // namespace disan
