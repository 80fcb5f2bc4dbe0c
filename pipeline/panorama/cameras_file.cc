#include "pipeline/panorama/cameras_file.h"

#include <nlohmann/json.hpp>

namespace disan::panorama {
namespace {

using Json = nlohmann::ordered_json;

Json JsonOf(const Lens& lens) {
  return {{"model", lens.model == LensModel::kFisheye ? "fisheye" : "pinhole"},
          {"width_px", lens.width_px},
          {"height_px", lens.height_px},
          {"focal_px", lens.focal_px},
          {"k1", lens.k1},
          {"k2", lens.k2},
          {"shift_px", {lens.shift_x_px, lens.shift_y_px}}};
}

Lens LensOf(const Json& json) {
  return {.model = json.at("model") == "fisheye" ? LensModel::kFisheye : LensModel::kPinhole,
          .width_px = json.at("width_px"),
          .height_px = json.at("height_px"),
          .focal_px = json.at("focal_px"),
          .k1 = json.at("k1"),
          .k2 = json.at("k2"),
          .shift_x_px = json.at("shift_px").at(0),
          .shift_y_px = json.at("shift_px").at(1)};
}

}  // namespace

std::string EncodeCameras(const PhotoSet& photos, const Stitched& stitched) {
  // Matrices row by row; x right, y down, z forward.
  Json file{{"world_up", "-y"}, {"parallax_deg", stitched.parallax_deg.first}};
  file["photos"] = Json::array();
  for (size_t i = 0; i < photos.size(); ++i) {
    if (stitched.placements[i].status == PlacementStatus::kRejected) {
      continue;
    }
    Json turn = Json::array();
    for (Eigen::Index row = 0; row < 3; ++row) {
      for (Eigen::Index column = 0; column < 3; ++column) {
        turn.push_back(stitched.cameras[i].world_from_camera(row, column));
      }
    }
    file["photos"].push_back({{"file", photos[i].name},
                              {"width_px", photos[i].width_px},
                              {"height_px", photos[i].height_px},
                              {"lens", JsonOf(stitched.cameras[i].lens)},
                              {"world_from_camera", std::move(turn)}});
  }
  return file.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

PlacedPhotos ParseCameras(std::string_view text) {
  const Json file = Json::parse(text);
  PlacedPhotos placed{.photos = {}, .parallax_deg = file.at("parallax_deg")};
  for (const Json& entry : file.at("photos")) {
    PlacedPhoto photo{.file = entry.at("file"),
                      .width_px = entry.at("width_px"),
                      .height_px = entry.at("height_px"),
                      .camera = {.lens = LensOf(entry.at("lens"))}};
    for (Eigen::Index k = 0; k < 9; ++k) {
      photo.camera.world_from_camera(k / 3, k % 3) =
          entry.at("world_from_camera").at(static_cast<size_t>(k));
    }
    placed.photos.push_back(std::move(photo));
  }
  return placed;
}

std::vector<Eigen::Vector3d> DirectionsOf(const PlacedPhoto& photo,
                                          const std::vector<Eigen::Vector2d>& pixels) {
  const LensMap lens(Scaled(photo.camera.lens, photo.width_px, photo.height_px));
  std::vector<Eigen::Vector3d> directions;
  for (const Eigen::Vector2d& pixel : pixels) {
    directions.push_back((photo.camera.world_from_camera * lens.Bearing(pixel)).normalized());
  }
  return directions;
}

}  // namespace disan::panorama
