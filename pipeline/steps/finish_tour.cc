// tour.json from the draft in the options and from what the other steps made. Inputs are named
// "scene ID", "poster ID", "turntable ID", "report ID", "photos ID" and "plan"; whichever is
// missing was not made.
#include "formats/files/read_file.h"
#include "formats/image/photo.h"
#include "pipeline/model/render.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/step_files.h"
#include "pipeline/tour/tour_draft.h"
#include "pipeline/tour/tour_finish.h"

#include <filesystem>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

TourPanorama PanoramaOf(const engine::TaskInput& scene, const std::string& id) {
  const Json manifest = Json::parse(ValueOf(ReadFile(fs::path(scene.path) / "tiles.json"), scene));
  const std::string web = "scenes/" + id + "/";
  TourPanorama panorama{.width = manifest.at("width"),
                        .height = manifest.at("height"),
                        .preview = web + manifest.at("preview").get<std::string>(),
                        .fallback = web + manifest.at("fallback").get<std::string>()};
  if (manifest.contains("tiles") && manifest["tiles"].is_object()) {
    panorama.tiles_url = web + manifest["tiles"].at("url").get<std::string>();
    for (const Json& level : manifest["tiles"].at("levels")) {
      panorama.levels.push_back(
          {level.at("width"), level.at("height"), level.at("cols"), level.at("rows")});
    }
  }
  return panorama;
}

// The input for one asset of an item, null when it was not made.
const engine::TaskInput* Find(const engine::StepRun& run,
                              const std::string& role,
                              std::vector<engine::TaskInput>& held) {
  held = run.Inputs(role);
  return held.empty() ? nullptr : &held.front();
}

TourObjectAssets ObjectOf(const engine::StepRun& run, const std::string& id) {
  TourObjectAssets assets;
  std::vector<engine::TaskInput> held;
  if (const auto* report = Find(run, "report " + id, held)) {
    const Json made = Json::parse(ReadInput(*report));
    assets.poster_deg = NormalizedDegrees(made.value("front_deg", 0.0) + kAsideDeg);
    if (made.contains("usdz")) {
      assets.usdz = "objects/" + id + "/model.usdz";
    }
    for (const Json& tier : made.at("tiers")) {
      const std::string name = tier.at("tier");
      if (name != "thumb") {  // for cards and lists; the tour's pages load the others
        assets.models.push_back({.tier = name,
                                 .src = "objects/" + id + "/" + name + ".glb",
                                 .bytes = tier.at("bytes"),
                                 .triangles = tier.at("triangles"),
                                 .extensions = tier.at("extensions")});
      }
    }
  }
  if (Find(run, "poster " + id, held) != nullptr) {
    assets.poster = "objects/" + id + "/poster.jpg";
  }
  if (const auto* stills = Find(run, "turntable " + id, held)) {
    assets.turntable = FilesIn(stills->path, "objects/" + id + "/turntable/");
  }
  if (const auto* photos = Find(run, "photos " + id, held)) {
    assets.photos = FilesIn(photos->path, "objects/" + id + "/photos/");
  }
  return assets;
}

engine::StepOutcome RunFinishTour(const engine::StepRun& run) {
  const Json options = OptionsOf(run);
  const std::string draft = options.at("draft");
  const Json parsed = Json::parse(draft);
  TourAssets assets{.made_by = options.at("made_by")};
  std::vector<engine::TaskInput> held;
  for (const Json& scene : parsed.at("scenes")) {
    const std::string id = scene.at("id");
    if (const auto* made = Find(run, "scene " + id, held)) {
      assets.scenes[id] = PanoramaOf(*made, id);
    }
  }
  for (const Json& object : parsed.at("objects")) {
    const std::string id = object.at("id");
    assets.objects[id] = ObjectOf(run, id);
  }
  if (const auto* plan = Find(run, "plan", held)) {
    const Result<PhotoFacts> facts = ReadPhotoFacts(plan->path);
    assets.plan_width = facts.ok() ? facts->width_px : 0;
    assets.plan_height = facts.ok() ? facts->height_px : 0;
  }
  Result<std::string> tour = FinishTour(draft, assets);
  engine::StepOutcome outcome{.diagnostics = tour.diagnostics};
  WriteOutput(run.Output("tour"), ValueOrThrow(std::move(tour)));
  return outcome;
}

}  // namespace

engine::StepKind FinishTour() {
  return {"tour", 5, RunFinishTour};
}

}  // namespace disan::steps
