#include "pipeline/tiles/viewer_configs.h"

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kTileUrl = "tiles/{level}/{col}_{row}.jpg";

Json EquirectLevels(const TileSummary& summary, bool with_height) {
  Json levels = Json::array();
  for (const EquirectLevel& level : summary.equirect) {
    Json one = {{"width", level.width_px}};
    if (with_height) {
      one["height"] = level.height_px;
    }
    one["cols"] = level.cols;
    one["rows"] = level.rows;
    levels.push_back(std::move(one));
  }
  return levels;
}

// EquirectangularTilesAdapter's `panorama`; the page turns tileUrl into its function of (col, row,
// level).
Json PhotoSphereViewer(const TileSummary& summary) {
  return {{"adapter", "EquirectangularTilesAdapter"},
          {"panorama",
           {{"baseUrl", "preview.jpg"},
            {"tileUrl", kTileUrl},
            {"levels", EquirectLevels(summary, false)}}}};
}

Json Pannellum(const CubePlan& cube) {
  return {{"type", "multires"},
          {"multiRes",
           {{"path", "/cube/%l/%s%y_%x"},
            {"fallbackPath", "/cube/fallback/%s"},
            {"extension", "jpg"},
            {"tileResolution", cube.tile_px},
            {"maxLevel", cube.levels},
            {"cubeResolution", cube.face_px()}}}};
}

// Marzipano counts its levels from the preview, which is why z is the folder's number.
Json Marzipano(const CubePlan& cube) {
  Json levels = Json::array(
      {{{"tileSize", cube.tile_px / 2}, {"size", cube.tile_px / 2}, {"fallbackOnly", true}}});
  for (int level = 0; level < cube.levels; ++level) {
    levels.push_back({{"tileSize", cube.tile_px}, {"size", cube.FaceOfLevel(level)}});
  }
  return {{"url", "cube/{z}/{f}{y}_{x}.jpg"},
          {"cubeMapPreviewUrl", "cube/preview.jpg"},
          {"cubeMapPreviewFaceOrder", "bdflru"},
          {"faceSize", cube.face_px()},
          {"levels", std::move(levels)}};
}

Json Manifest(const TileSummary& summary) {
  Json manifest = {{"width", summary.width_px},
                   {"height", summary.height_px},
                   {"preview", "preview.jpg"},
                   {"fallback", "fallback.jpg"}};
  if (!summary.equirect.empty()) {
    manifest["tiles"] = {{"url", kTileUrl}, {"levels", EquirectLevels(summary, true)}};
  }
  if (summary.cube) {
    manifest["cube"] = {{"url", "cube/{level}/{face}{row}_{col}.jpg"},
                        {"tile", summary.cube->tile_px},
                        {"levels", summary.cube->levels},
                        {"face", summary.cube->face_px()}};
  }
  return manifest;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ViewerConfigs(const TileSummary& summary) {
  std::vector<std::pair<std::string, std::string>> files;
  const auto add = [&](const char* name, const Json& content) {
    files.emplace_back(name, content.dump(2) + "\n");
  };
  if (!summary.equirect.empty()) {
    add("psv.json", PhotoSphereViewer(summary));
  }
  if (summary.cube) {
    add("pannellum.json", Pannellum(*summary.cube));
    add("marzipano.json", Marzipano(*summary.cube));
  }
  add("tiles.json", Manifest(summary));
  return files;
}

}  // namespace disan
