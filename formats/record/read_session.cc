#include "formats/language/site_messages.h"
#include "formats/record/binding.h"
#include "formats/record/blur_regions.h"
#include "formats/record/photo_listing.h"
#include "formats/record/site.h"

#include <array>
#include <map>

namespace disan {
namespace {

namespace fs = std::filesystem;

struct Context {
  const Place& place;
  std::vector<Diagnostic>& said;

  void Add(Severity severity, int line, Text what, Text remedy) const {
    said.push_back({.severity = severity,
                    .file = place.file,
                    .line = line,
                    .what = std::move(what),
                    .remedy = std::move(remedy)});
  }
};

bool IsWritten(const YamlNode& node, std::string_view key) {
  const YamlNode* value = node.Get(key);
  return value != nullptr && value->kind != YamlKind::kNull;
}

SceneSource SourceOf(const YamlNode& node, const Scene& scene, const Context& context) {
  constexpr std::array kSources = {std::pair{"photos", SceneSource::kPhotos},
                                   std::pair{"panorama", SceneSource::kPanorama},
                                   std::pair{"dual_fisheye", SceneSource::kDualFisheye}};
  const char* first = nullptr;
  SceneSource source = SceneSource::kNone;
  for (const auto& [key, kind] : kSources) {
    if (!IsWritten(node, key)) {
      continue;
    }
    if (first != nullptr) {
      context.Add(Severity::kError,
                  scene.written.LineOf(key),
                  Say(messages::kSceneManySources,
                      fmt::arg("id", scene.id),
                      fmt::arg("first", first),
                      fmt::arg("second", key)),
                  Say(messages::kSceneManySourcesRemedy));
      continue;
    }
    first = key;
    source = kind;
  }
  if (first == nullptr) {
    context.Add(Severity::kWarning,
                scene.written.line,
                Say(messages::kSceneNoSource, fmt::arg("id", scene.id)),
                Say(messages::kSceneNoSourceRemedy));
  }
  return source;
}

void ListSceneFiles(Scene& scene, const Context& context) {
  if (scene.source == SceneSource::kPanorama) {
    if (scene.panorama.exists) {
      scene.photo_files = {scene.panorama.resolved};
    }
    return;
  }
  const bool fisheye = scene.source == SceneSource::kDualFisheye;
  if (fisheye && (scene.dual_fisheye.empty() || scene.dual_fisheye.size() > 2)) {
    context.Add(Severity::kError,
                scene.written.LineOf("dual_fisheye"),
                Say(messages::kSceneFisheyeCount, fmt::arg("id", scene.id)),
                Say(messages::kSceneFisheyeCountRemedy));
  }
  if (fisheye) {
    for (SourcePath& path : scene.dual_fisheye) {
      std::error_code error;
      if (path.exists && fs::is_directory(path.resolved, error)) {
        context.Add(Severity::kError,
                    path.line,
                    Say(messages::kPathIsFolder, fmt::arg("path", path.written)),
                    Say(messages::kPathIsFolderRemedy));
        path.exists = false;
      }
    }
  }
  PhotoListing listing =
      ListPhotos(fisheye ? scene.dual_fisheye : scene.photos, context.place, context.said);
  scene.photo_files = std::move(listing.photos);
  scene.raw_companions = std::move(listing.raw_companions);
}

Scene SceneOf(const YamlNode& node, const Context& context) {
  Scene scene{.written = WrittenOf(node),
              .id = TextOf(node, "id"),
              .name = NameOf(node, "name"),
              .description = BilingualOf(node, "description"),
              .photos = PathsOf(node, "photos", context.place, context.said),
              .panorama = PathOf(node, "panorama", context.place, context.said),
              .dual_fisheye = PathsOf(node, "dual_fisheye", context.place, context.said),
              .north_deg = NumberOf(node, "north_deg"),
              .camera_height_m = NumberOf(node, "camera_height_m"),
              .location = LocationOf(node, "location", context.place.file, context.said),
              .blur = BlurRegionsOf(node, context.place.file, context.said),
              .sensitive = FlagOf(node, "sensitive")};
  if (const std::optional<double> brackets = NumberOf(node, "brackets");
      brackets && *brackets >= 2 && *brackets <= 15) {
    scene.brackets = static_cast<int>(*brackets);
  }
  scene.source = SourceOf(node, scene, context);
  ListSceneFiles(scene, context);
  CheckBlurRegions(scene.blur, BlurPlaceOf(scene), context.place.file, context.said);
  return scene;
}

double MillimetresIn(LengthUnit unit) {
  return unit == LengthUnit::kMetre ? 1000 : unit == LengthUnit::kCentimetre ? 10 : 1;
}

Dimensions DimensionsOf(const YamlNode& object) {
  const YamlNode& node = MappingOf(object, "dimensions");
  const double scale = MillimetresIn(ChoiceOf<LengthUnit>(node, "unit", LengthUnitChoices()));
  const auto length = [&](const char* key) -> std::optional<double> {
    const std::optional<double> value = NumberOf(node, key);
    return value ? std::optional(*value * scale) : std::nullopt;
  };
  return {.written = WrittenOf(node),
          .height_mm = length("height"),
          .width_mm = length("width"),
          .depth_mm = length("depth"),
          .diameter_mm = length("diameter"),
          .weight_kg = NumberOf(node, "weight_kg")};
}

std::vector<Inscription> InscriptionsOf(const YamlNode& object) {
  std::vector<Inscription> inscriptions;
  for (const YamlNode* node : MappingsOf(object, "inscriptions")) {
    inscriptions.push_back({.written = WrittenOf(*node),
                            .original = TextOf(*node, "original"),
                            .transcription = TextOf(*node, "transcription"),
                            .translation = BilingualOf(*node, "translation"),
                            .place = TextOf(*node, "place")});
  }
  return inscriptions;
}

void ListObjectFiles(Object& object, const Context& context) {
  for (SourcePath& scan : object.scans) {
    std::error_code error;
    if (scan.exists && fs::is_directory(scan.resolved, error)) {
      context.Add(Severity::kError,
                  scan.line,
                  Say(messages::kPathIsFolder, fmt::arg("path", scan.written)),
                  Say(messages::kPathIsFolderRemedy));
      scan.exists = false;
    }
    if (scan.exists) {
      object.scan_files.push_back(scan.resolved);
    }
  }
  PhotoListing listing = ListPhotos(object.photos, context.place, context.said);
  object.photo_files = std::move(listing.photos);
  object.raw_companions = std::move(listing.raw_companions);
  if (object.scans.empty() && object.photos.empty()) {
    context.Add(Severity::kWarning,
                object.written.line,
                Say(messages::kObjectNoSource, fmt::arg("id", object.id)),
                Say(messages::kObjectNoSourceRemedy));
  }
}

Object ObjectOf(const YamlNode& node, const Context& context) {
  Object object{.written = WrittenOf(node),
                .id = TextOf(node, "id"),
                .name = NameOf(node, "name"),
                .description = BilingualOf(node, "description"),
                .scans = PathsOf(node, "scans", context.place, context.said),
                .photos = PathsOf(node, "photos", context.place, context.said),
                .units = ChoiceOf<LengthUnit>(node, "units", LengthUnitChoices()),
                .up = ChoiceOf<UpAxis>(node, "up", UpAxisChoices()),
                .registration = TextOf(node, "registration"),
                .object_class = ChoiceOf<ObjectClass>(node, "class", ObjectClassChoices()),
                .kind = BilingualOf(node, "kind"),
                .material = BilingualOf(node, "material"),
                .technique = BilingualOf(node, "technique"),
                .dimensions = DimensionsOf(node),
                .dating = DatingOf(node, "dating"),
                .condition = ConditionOf(node, "condition"),
                .inscriptions = InscriptionsOf(node),
                .scene = TextOf(node, "scene"),
                .part_of = TextOf(node, "part_of"),
                .rights = RightsOf(node, "rights"),
                .blur = BlurRegionsOf(node, context.place.file, context.said),
                .sensitive = FlagOf(node, "sensitive")};
  ListObjectFiles(object, context);
  CheckBlurRegions(object.blur,
                   {.id = object.id, .photos = true, .photo_files = &object.photo_files},
                   context.place.file,
                   context.said);
  return object;
}

// Scenes and objects share one space of ids: both become names of files and addresses.
template <typename Item>
void CheckDuplicates(const std::vector<Item>& items,
                     std::map<std::string, int>& seen,
                     const Context& context) {
  for (const Item& item : items) {
    const int line = item.written.LineOf("id");
    if (item.id.empty()) {
      continue;
    }
    const auto [first, is_new] = seen.emplace(item.id, line);
    if (!is_new) {
      context.Add(Severity::kError,
                  line,
                  Say(messages::kSessionDuplicateId,
                      fmt::arg("id", item.id),
                      fmt::arg("line", first->second)),
                  Say(messages::kSessionDuplicateIdRemedy, fmt::arg("nearest", item.id + "-2")));
    }
  }
}

Capture CaptureOf(const YamlNode& session) {
  const YamlNode& node = MappingOf(session, "capture");
  return {.written = WrittenOf(node),
          .date = TextOf(node, "date"),
          .operator_name = TextOf(node, "operator"),
          .device = TextOf(node, "device"),
          .lens = TextOf(node, "lens"),
          .conditions = TextOf(node, "conditions"),
          .permission = TextOf(node, "permission")};
}

}  // namespace

Result<Session> ReadSession(const fs::path& root, const std::string& file) {
  Result<YamlNode> tree = ReadRecordFile(root, file, SessionShape());
  if (!tree) {
    return Result<Session>::Failed(std::move(tree.diagnostics));
  }
  std::vector<Diagnostic> said = std::move(tree.diagnostics);
  const std::string folder = fs::path(file).parent_path().string();
  const Place place{root, root / folder, folder, file};
  const Context context{place, said};
  Session session{.written = WrittenOf(*tree),
                  .folder = folder,
                  .file = file,
                  .path = place.folder,
                  .capture = CaptureOf(*tree),
                  .rights = RightsOf(*tree, "rights"),
                  .notes = BilingualOf(*tree, "notes")};
  for (const YamlNode* node : MappingsOf(*tree, "scenes")) {
    session.scenes.push_back(SceneOf(*node, context));
  }
  for (const YamlNode* node : MappingsOf(*tree, "objects")) {
    session.objects.push_back(ObjectOf(*node, context));
  }
  std::map<std::string, int> seen;
  CheckDuplicates(session.scenes, seen, context);
  CheckDuplicates(session.objects, seen, context);
  return {std::move(session), std::move(said)};
}

}  // namespace disan
