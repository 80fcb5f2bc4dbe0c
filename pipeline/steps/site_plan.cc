#include "pipeline/steps/site_plan.h"

#include "formats/language/cli_messages.h"
#include "formats/record/output_folders.h"
#include "pipeline/engine/json_values.h"
#include "pipeline/steps/privacy_options.h"
#include "pipeline/steps/record_plan.h"
#include "pipeline/steps/share_plan.h"
#include "pipeline/tour/tour_draft.h"
#include "pipeline/web_app/web_manifest.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using engine::InputRef;
using engine::OutputRef;
using engine::Step;
using Json = nlohmann::json;  // sorted keys: canonical

constexpr char kPage[] = "index.html";
constexpr uint64_t kMegabyte = uint64_t{1} << 20;
// A panorama as wide as its photos carry, by the bytes of their files; with less it is made
// narrower, and says so.
constexpr uint64_t kStitchMemory = 768 * kMegabyte;
constexpr uint64_t kStitchMemoryAByte = 20;
// A panorama is held whole while places in it are blurred.
constexpr uint64_t kBlurMemory = 1200 * kMegabyte;

// What travels inside every picture and model of an item.
Json MetadataJson(const SiteFolder& folder,
                  const Session& session,
                  const Text& name,
                  const Text& description) {
  const Rights rights = RightsOf(folder, session);
  Json metadata{{"title", engine::ToJson(name)},
                {"description", engine::ToJson(description)},
                {"creator", session.capture.operator_name},
                {"date", session.capture.date},
                {"site", folder.site.id},
                {"place", engine::ToJson(folder.site.name.text)},
                {"rights", rights.holder},
                {"rights_url", rights.statement},
                {"credit", rights.credit},
                {"city", folder.site.address.city}};
  return metadata;
}

uint64_t BytesOf(const std::vector<fs::path>& files) {
  uint64_t bytes = 0;
  for (const fs::path& file : files) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    bytes += error ? 0 : size;
  }
  return bytes;
}

// Where what visitors see is put.
std::string Shown(bool sensitive, const std::string& path) {
  return std::string(sensitive ? kKeptFolder : kWebFolder) + path;
}

// For those who review, not for visitors.
std::string DeviationMapPath(const Object& object) {
  return object.sensitive ? Shown(true, "objects/" + object.id + "/deviation.png")
                          : "masters/models/" + object.id + ".deviation.png";
}

// A model's scan draws on files beside it: materials, pictures, buffers.
bool IsCompanion(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  constexpr const char* kKnown[] = {
      ".mtl", ".jpg", ".jpeg", ".png", ".bin", ".tif", ".tiff", ".webp"};
  return std::any_of(
      std::begin(kKnown), std::end(kKnown), [&](const char* known) { return extension == known; });
}

class Planner {
 public:
  Planner(const SiteFolder& folder, const PlanOptions& options)
      : folder_(folder), options_(options) {}

  SitePlan Plan() {
    for (const CurrentScene& current : CurrentScenes(folder_)) {
      PlanScene(*current.session, *current.scene);
    }
    for (const CurrentObject& current : CurrentObjects(folder_)) {
      PlanObject(*current.session, *current.object);
    }
    PlanMedia();
    if (!options_.viewer_entries.empty()) {
      PlanViewer();
    }
    PlanTour();
    PlanShares(folder_, plan_);
    if (!options_.viewer_entries.empty()) {
      PlanWebApp();
    }
    PlanRecord(folder_, options_, plan_);
    return std::move(plan_);
  }

 private:
  std::string InSite(const fs::path& file) const {
    return file.lexically_relative(folder_.root).string();
  }

  Step& Add(Step step) {
    plan_.steps.push_back(std::move(step));
    return plan_.steps.back();
  }

  void NothingToMake(PlannedItem& item, const Session& session, int line) {
    item.diagnostics.push_back({.severity = Severity::kError,
                                .file = session.file,
                                .line = line,
                                .what = Say(messages::kPlanNothingToMake),
                                .remedy = Say(messages::kPlanNothingToMakeRemedy)});
  }

  void PlanScene(const Session& session, const Scene& scene) {
    const std::string id = scene.id;
    PlannedItem item{.id = id,
                     .name = scene.name.text,
                     .kind = Say(messages::kPlanScene),
                     .picture = Shown(scene.sensitive, "scenes/" + id + "/preview.jpg"),
                     .link = Shown(scene.sensitive, "scenes/" + id + "/fallback.jpg")};
    if (scene.photo_files.empty()) {
      NothingToMake(item, session, scene.written.line);
    } else {
      const bool ready = scene.source == SceneSource::kPanorama;
      item.steps = {ready ? AddReadyPanorama(session, scene) : AddStitch(session, scene)};
      item.steps.push_back(AddTiles(session, scene, item.steps.front()));
      AddFaces(scene.id,
               scene.name.text,
               {InputRef::FromStep("panorama", item.steps.front(), "panorama")},
               item);
    }
    plan_.items.push_back(std::move(item));
  }

  Json PanoramaOptions(const Session& session, const Scene& scene) const {
    Json options{{"metadata", MetadataJson(folder_, session, scene.name.text, scene.description)},
                 {"id", scene.id}};
    if (scene.north_deg) {
      // Of the picture's centre, from north through east: 0 to 360, as GPano wants it.
      options["heading_deg"] = std::fmod(720 - std::fmod(*scene.north_deg, 360), 360);
    }
    return options;
  }

  std::string AddReadyPanorama(const Session& session, const Scene& scene) {
    Step step{.name = "check " + scene.id,
              .kind = "ready-panorama",
              .options = PanoramaOptions(session, scene).dump(),
              .title = SayAbout(messages::kStepReadyPanorama, "name", scene.name.text),
              .inputs = {InputRef::FromSite("photo", InSite(scene.photo_files.front()))},
              .outputs = {{.role = "panorama", .path = "masters/panoramas/" + scene.id + ".jpg"},
                          {.role = "report", .path = "masters/panoramas/" + scene.id + ".json"}},
              .memory_bytes = 64 * kMegabyte + 30 * BytesOf(scene.photo_files)};
    return Add(std::move(step)).name;
  }

  std::string AddStitch(const Session& session, const Scene& scene) {
    Json options = PanoramaOptions(session, scene);
    const bool fisheye = scene.source == SceneSource::kDualFisheye;
    options["dual_fisheye"] = fisheye;
    for (const fs::path& photo : scene.photo_files) {
      options["names"].push_back(photo.filename().string());
    }
    Step step{
        .name = "stitch " + scene.id,
        .kind = "stitch",
        .options = options.dump(),
        .title = SayAbout(messages::kStepStitch, "name", scene.name.text),
        .outputs = {{.role = "panorama", .path = "masters/panoramas/" + scene.id + ".jpg"},
                    {.role = "report", .path = "masters/panoramas/" + scene.id + ".json"},
                    {.role = "project", .path = "masters/panoramas/" + scene.id + ".pto"},
                    {.role = "sheet", .path = "masters/panoramas/" + scene.id + ".sheet.png"}},
        .memory_bytes = kStitchMemory + kStitchMemoryAByte * BytesOf(scene.photo_files),
        .threads = 64};
    if (!fisheye) {
      step.outputs.push_back(
          {.role = "cameras", .path = "masters/panoramas/" + scene.id + ".cameras.json"});
    }
    for (const fs::path& photo : scene.photo_files) {
      step.inputs.push_back(InputRef::FromSite("photo", InSite(photo)));
    }
    return Add(std::move(step)).name;
  }

  // Suggestions of what to blur, when the site names a model that finds faces.
  void AddFaces(const std::string& id,
                const Text& name,
                std::vector<InputRef> inputs,
                PlannedItem& item) {
    const SourcePath& model = folder_.site.face_model;
    if (!model.exists || inputs.empty()) {
      return;
    }
    inputs.push_back(InputRef::FromSite("model", InSite(model.resolved)));
    Step step{.name = "faces " + id,
              .kind = "faces",
              .title = SayAbout(messages::kStepFaces, "name", name),
              .inputs = std::move(inputs),
              .outputs = {{.role = "list", .path = "masters/faces/" + id + ".yaml"}},
              .memory_bytes = kBlurMemory};
    item.steps.push_back(Add(std::move(step)).name);
  }

  std::string AddTiles(const Session& session,
                       const Scene& scene,
                       const std::string& panorama_step) {
    Json options{{"metadata", MetadataJson(folder_, session, scene.name.text, scene.description)},
                 {"id", scene.id}};
    steps::AddBlurOptions(folder_, scene, options);
    const bool blurs = steps::HasPhotoBlur(options) || !options["blur"].empty();
    Step step{.name = "tile " + scene.id,
              .kind = "tiles",
              .options = options.dump(),
              .title = SayAbout(messages::kStepTiles, "name", scene.name.text),
              .inputs = {InputRef::FromStep("panorama", panorama_step, "panorama")},
              .outputs = {{.role = "scene",
                           .path = Shown(scene.sensitive, "scenes/" + scene.id),
                           .folder = true}},
              .memory_bytes = (blurs ? kBlurMemory : 400 * kMegabyte),
              .threads = 64};
    if (steps::HasPhotoBlur(options) && scene.source == SceneSource::kPhotos) {
      step.inputs.push_back(InputRef::FromStep("cameras", panorama_step, "cameras"));
    }
    if (!scene.sensitive) {
      tour_inputs_.push_back(
          {.role = "scene " + scene.id, .step = step.name, .output = "scene", .optional = true});
      Show(step, "scene");
    }
    return Add(std::move(step)).name;
  }

  void PlanObject(const Session& session, const Object& object) {
    PlannedItem item{.id = object.id,
                     .name = object.name.text,
                     .kind = Say(messages::kPlanObject),
                     .picture = Shown(object.sensitive, "objects/" + object.id + "/poster.jpg")};
    if (!object.scan_files.empty()) {
      item.steps.push_back(AddModel(session, object));
      item.turntable = Shown(object.sensitive, "objects/" + object.id + "/turntable");
      item.deviation_map = DeviationMapPath(object);
    }
    if (!object.photo_files.empty()) {
      item.steps.push_back(AddPhotos(session, object));
      std::vector<InputRef> photos;
      for (const fs::path& photo : object.photo_files) {
        photos.push_back(InputRef::FromSite("photo", InSite(photo)));
      }
      AddFaces(object.id, object.name.text, std::move(photos), item);
      if (object.scan_files.empty()) {
        item.picture = Shown(object.sensitive, "objects/" + object.id + "/photos/001.jpg");
      }
    }
    if (item.steps.empty()) {
      NothingToMake(item, session, object.written.line);
    }
    plan_.items.push_back(std::move(item));
  }

  // Every file beside the scans that they may draw on.
  std::vector<fs::path> CompanionsOf(const Object& object) const {
    std::vector<fs::path> companions;
    for (const fs::path& scan : object.scan_files) {
      std::error_code error;
      for (const auto& entry : fs::directory_iterator(scan.parent_path(), error)) {
        if (entry.is_regular_file() && IsCompanion(entry.path())) {
          companions.push_back(entry.path());
        }
      }
    }
    std::sort(companions.begin(), companions.end());
    companions.erase(std::unique(companions.begin(), companions.end()), companions.end());
    return companions;
  }

  std::string AddModel(const Session& session, const Object& object) {
    Json options{
        {"metadata", MetadataJson(folder_, session, object.name.text, object.description)},
        {"id", object.id},
        {"units", Word(object.units == LengthUnit::kUnstated ? folder_.site.units : object.units)},
        {"up", Word(object.up == UpAxis::kUnstated ? folder_.site.up : object.up)}};
    const std::string web = Shown(object.sensitive, "objects/" + object.id);
    Step step{.name = "model " + object.id,
              .kind = "model",
              .title = SayAbout(messages::kStepModel, "name", object.name.text),
              .outputs = {{.role = "master", .path = "masters/models/" + object.id + ".glb"},
                          {.role = "report", .path = "masters/models/" + object.id + ".json"},
                          {.role = "high", .path = web + "/high.glb"},
                          {.role = "medium", .path = web + "/medium.glb"},
                          {.role = "low", .path = web + "/low.glb"},
                          {.role = "thumb", .path = web + "/thumb.glb"},
                          {.role = "usdz", .path = web + "/model.usdz"},
                          {.role = "poster", .path = web + "/poster.jpg"},
                          {.role = "turntable", .path = web + "/turntable", .folder = true},
                          {.role = "deviation", .path = DeviationMapPath(object)}},
              .memory_bytes = 256 * kMegabyte + 20 * BytesOf(object.scan_files),
              .threads = 64};
    for (const fs::path& scan : object.scan_files) {
      step.inputs.push_back(InputRef::FromSite("scan", InSite(scan)));
      options["names"].push_back(scan.filename().string());
    }
    for (const fs::path& companion : CompanionsOf(object)) {
      step.inputs.push_back(InputRef::FromSite("companion", InSite(companion)));
      options["companions"].push_back(companion.filename().string());
    }
    step.options = options.dump();
    if (!object.sensitive) {
      for (const char* output : {"poster", "turntable", "report"}) {
        tour_inputs_.push_back({.role = std::string(output) + " " + object.id,
                                .step = step.name,
                                .output = output,
                                .optional = true});
      }
      for (const char* output : {"poster", "low", "medium", "high"}) {
        Show(step, output);
      }
    }
    return Add(std::move(step)).name;
  }

  std::string AddPhotos(const Session& session, const Object& object) {
    Json options{
        {"metadata", MetadataJson(folder_, session, object.name.text, object.description)}};
    steps::AddBlurOptions(object, options);
    Step step{.name = "photos " + object.id,
              .kind = "photos",
              .title = SayAbout(messages::kStepPhotos, "name", object.name.text),
              .outputs = {{.role = "photos",
                           .path = Shown(object.sensitive, "objects/" + object.id + "/photos"),
                           .folder = true}},
              .memory_bytes = 300 * kMegabyte,
              .threads = 64};
    for (const fs::path& photo : object.photo_files) {
      step.inputs.push_back(InputRef::FromSite("photo", InSite(photo)));
      options["names"].push_back(photo.filename().string());
    }
    step.options = options.dump();
    if (!object.sensitive) {
      tour_inputs_.push_back(
          {.role = "photos " + object.id, .step = step.name, .output = "photos", .optional = true});
      Show(step, "photos");
    }
    return Add(std::move(step)).name;
  }

  void PlanMedia() {
    for (const TourMedia& media : MediaOf(folder_)) {
      Step step{.name = "copy " + media.web_path,
                .kind = "media",
                .title = SayAbout(messages::kStepMedia, "name", {media.web_path, media.web_path}),
                .inputs = {InputRef::FromSite("media", InSite(media.file))},
                .outputs = {{.role = "copy", .path = "web/" + media.web_path}}};
      if (folder_.tour && folder_.tour->plan.exists && folder_.tour->plan.resolved == media.file) {
        tour_inputs_.push_back(
            {.role = "plan", .step = step.name, .output = "copy", .optional = true});
      }
      Show(step, "copy");
      Add(std::move(step));
    }
  }

  void PlanViewer() {
    Json options{{"digest", options_.viewer_digest}, {"entries", Json::array()}};
    Step step{.name = "viewer", .kind = "viewer", .title = Say(messages::kStepViewer)};
    for (const ViewerEntry& entry : options_.viewer_entries) {
      if (entry.name == kPage) {
        continue;  // becomes this tour's own page
      }
      page_.push_back({.role = "page", .step = step.name, .output = entry.name});
      options["entries"].push_back({{"name", entry.name}, {"folder", entry.folder}});
      step.outputs.push_back(
          {.role = entry.name, .path = "web/" + entry.name, .folder = entry.folder});
    }
    step.options = options.dump();
    Add(std::move(step));
  }

  // What a visitor may see, and so may keep for the time without network.
  void Show(const Step& step, const std::string& output) {
    shown_.push_back({.role = "part", .step = step.name, .output = output, .optional = true});
  }

  void PlanWebApp() {
    Step step{.name = "web app",
              .kind = "web-app",
              // The page is the viewer's with this tour's title.
              .options = Json{{"viewer", options_.viewer_digest}}.dump(),
              .title = Say(messages::kStepWebApp),
              .inputs = {InputRef::FromStep("tour", "tour", "tour")},
              .memory_bytes = 128 * kMegabyte};
    for (const char* name : {kPage,
                             "manifest.webmanifest",
                             "offline.json",
                             "sw.js",
                             kIconSmall,
                             kIconLarge,
                             kIconMaskable}) {
      step.outputs.push_back({.role = name, .path = std::string("web/") + name});
    }
    step.inputs.insert(step.inputs.end(), page_.begin(), page_.end());
    step.inputs.insert(step.inputs.end(), shown_.begin(), shown_.end());
    Add(std::move(step));
  }

  void PlanTour() {
    Step step{.name = "tour",
              .kind = "tour",
              .options = Json{{"draft", DraftTour(folder_)}, {"made_by", options_.made_by}}.dump(),
              .title = Say(messages::kStepTour),
              .inputs = std::move(tour_inputs_),
              .outputs = {{.role = "tour", .path = "web/tour.json"}}};
    Add(std::move(step));
  }

  const SiteFolder& folder_;
  const PlanOptions& options_;
  SitePlan plan_;
  std::vector<InputRef> tour_inputs_;
  std::vector<InputRef> page_;
  std::vector<InputRef> shown_;
};

}  // namespace

SitePlan PlanSite(const SiteFolder& folder, const PlanOptions& options) {
  return Planner(folder, options).Plan();
}

}  // namespace disan
