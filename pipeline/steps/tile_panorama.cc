// A panorama to what the tour loads: tiles, preview, fallback. Places that nobody may recognise are
// made unreadable here, before anything reaches web/; the master keeps them.
#include "pipeline/tiles/tile_panorama.h"

#include "formats/image/eight_bits.h"
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"
#include "formats/image/xmp.h"
#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/panorama/cameras_file.h"
#include "pipeline/privacy/followed_regions.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/privacy_options.h"
#include "pipeline/steps/step_files.h"

#include <optional>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;

// What a region's pixels count in: a photo that was placed, or the panorama itself when it came
// ready. Without a width there is none.
struct BlurTarget {
  int width_px = 0;
  int height_px = 0;
  const panorama::PlacedPhoto* photo = nullptr;
};

BlurTarget TargetOf(const std::string& name,
                    const std::optional<panorama::PlacedPhotos>& placed,
                    const engine::TaskInput& panorama) {
  if (!placed) {
    const PhotoFacts facts = ValueOf(ReadPhotoFacts(panorama.path), panorama);
    return {facts.width_px, facts.height_px, nullptr};
  }
  for (const panorama::PlacedPhoto& photo : placed->photos) {
    if (ToNfc(photo.file) == name) {
      return {photo.width_px, photo.height_px, &photo};
    }
  }
  return {};
}

// Regions of the sphere, and those that follow a photo into it. What cannot be followed is said.
std::vector<PrivacyRegion> RegionsOf(const engine::StepRun& run,
                                     const nlohmann::json& options,
                                     std::vector<Diagnostic>& said) {
  std::vector<PrivacyRegion> regions = SphereBlurOf(options);
  if (!HasPhotoBlur(options)) {
    return regions;
  }
  const engine::TaskInput panorama = run.Input("panorama");
  std::optional<panorama::PlacedPhotos> placed;
  if (run.Has("cameras")) {
    placed = panorama::ParseCameras(ReadInput(run.Input("cameras")));
  }
  for (const NamedRegion& named : PhotoBlurOf(options)) {
    const BlurTarget target = TargetOf(named.photo, placed, panorama);
    if (target.width_px == 0) {
      said.push_back({.severity = Severity::kWarning,
                      .file = panorama.name,
                      .what = Say(messages::kBlurPhotoNotPlaced, fmt::arg("photo", named.photo)),
                      .remedy = Say(messages::kBlurPhotoNotPlacedRemedy)});
      continue;
    }
    if (!Touches(named.region, target.width_px, target.height_px)) {
      said.push_back(OutsidePhoto(panorama.name, named.photo, target.width_px, target.height_px));
      continue;
    }
    const std::vector<PrivacyRegion> discs =
        target.photo != nullptr ? FollowedRegions(named.region, *target.photo, placed->parallax_deg)
                                : RegionsOfSphere(named.region, target.width_px);
    regions.insert(regions.end(), discs.begin(), discs.end());
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
  // Of the metadata only the pose: a packet may hold a thumbnail of what was hidden.
  WriteOutput(file,
              ValueOf(EncodeJpeg(image,
                                 {.quality = 97,
                                  .full_colour_resolution = true,
                                  .xmp = EncodeXmp({.gpano = photo.facts.gpano})}),
                      panorama));
  return file;
}

engine::StepOutcome RunTilePanorama(const engine::StepRun& run) {
  const nlohmann::json options = OptionsOf(run);
  std::vector<Diagnostic> said;
  const std::vector<PrivacyRegion> regions = RegionsOf(run, options, said);
  const engine::TaskInput panorama = run.Input("panorama");
  const fs::path source =
      regions.empty() ? fs::path(panorama.path) : Blurred(run, panorama, regions);
  Result<TileSummary> tiles =
      disan::TilePanorama(source,
                          run.Output("scene"),
                          {.cube = false, .metadata = XmpOf(options.at("metadata"))},
                          run.execution());
  engine::StepOutcome outcome{.diagnostics = Named(tiles.diagnostics, panorama.name),
                              .doubtful = !said.empty()};
  outcome.diagnostics.insert(outcome.diagnostics.end(), said.begin(), said.end());
  ValueOf(std::move(tiles), panorama);
  return outcome;
}

}  // namespace

engine::StepKind TilePanorama() {
  return {"tiles", 5, RunTilePanorama};
}

}  // namespace disan::steps
