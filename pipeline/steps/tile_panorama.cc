// A panorama to what the tour loads: tiles, preview, fallback. Places that nobody may recognise are
// made unreadable here, before anything reaches web/; the master keeps them.
#include "pipeline/tiles/tile_panorama.h"

#include "formats/files/read_file.h"
#include "formats/image/eight_bits.h"
#include "formats/image/jpeg.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/photo.h"
#include "formats/image/xmp.h"
#include "pipeline/equirect/privacy.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/step_files.h"

#include <algorithm>
#include <cmath>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;

// A region is an ellipse in degrees; the disc round it hides at least as much.
std::vector<PrivacyRegion> RegionsOf(const nlohmann::json& options) {
  std::vector<PrivacyRegion> regions;
  for (const nlohmann::json& region : options.at("blur")) {
    const double wide =
        region.at(2).get<double>() * std::cos(region.at(1).get<double>() * M_PI / 180);
    regions.push_back({.yaw_deg = region.at(0),
                       .pitch_deg = region.at(1),
                       .radius_deg = std::hypot(wide, region.at(3).get<double>()) / 2});
  }
  return regions;
}

// The same panorama without the regions, as a lossless-enough picture in the scratch folder.
fs::path Blurred(const engine::StepRun& run,
                 const engine::TaskInput& panorama,
                 const std::vector<PrivacyRegion>& regions) {
  Photo photo = ValueOf(ReadPhoto(panorama.path), panorama);
  Image8 image = ToEightBits(std::move(photo.pixels));
  BlurRegions(image, regions);
  const fs::path file = run.scratch() / "blurred.jpg";
  WriteOutput(
      file, ValueOf(EncodeJpeg(image, {.quality = 97, .full_colour_resolution = true}), panorama));
  return file;
}

// The one picture of the tour that people save and pass on says whose it is.
void WriteMetadata(const fs::path& picture, const nlohmann::json& options) {
  const std::string bytes = ValueOrThrow(ReadFile(picture));
  Xmp xmp = XmpOf(options.at("metadata"));
  xmp.gpano = ValueOrThrow(ReadPhotoFacts(picture)).gpano;
  WriteOutput(picture,
              ValueOrThrow(RewriteJpegMetadata(
                  {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()},
                  {.xmp = EncodeXmp(xmp)})));
}

engine::StepOutcome Run(const engine::StepRun& run) {
  const nlohmann::json options = OptionsOf(run);
  const std::vector<PrivacyRegion> regions = RegionsOf(options);
  const engine::TaskInput panorama = run.Input("panorama");
  const fs::path source =
      regions.empty() ? fs::path(panorama.path) : Blurred(run, panorama, regions);
  Result<TileSummary> tiles =
      disan::TilePanorama(source, run.Output("scene"), {.cube = false}, run.execution());
  engine::StepOutcome outcome{.diagnostics = Named(tiles.diagnostics, panorama.name)};
  ValueOf(std::move(tiles), panorama);
  WriteMetadata(run.Output("scene") / "fallback.jpg", options);
  return outcome;
}

}  // namespace

engine::StepKind TilePanorama() {
  return {"tiles", 3, Run};
}

}  // namespace disan::steps
