#include "formats/language/session_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/session/capture_scan.h"
#include "pipeline/session/destinations.h"
#include "pipeline/session/take_in.h"

#include <algorithm>
#include <map>

namespace disan {
namespace {

namespace fs = std::filesystem;

Scene SceneOf(const NewEntry& entry, std::vector<fs::path> files) {
  Scene scene;
  scene.id = entry.id;
  scene.name.text.vi = entry.name;
  scene.source = entry.kind == GroupKind::kScenePanorama      ? SceneSource::kPanorama
                 : entry.kind == GroupKind::kSceneDualFisheye ? SceneSource::kDualFisheye
                                                              : SceneSource::kPhotos;
  scene.photo_files = std::move(files);
  if (entry.brackets > 1) {
    scene.brackets = entry.brackets;
  }
  return scene;
}

// Scans and photos of one name are one object.
Object& ObjectOf(const NewEntry& entry, Session& session) {
  const auto known = std::find_if(session.objects.begin(),
                                  session.objects.end(),
                                  [&](const Object& o) { return o.name.text.vi == entry.name; });
  if (known != session.objects.end()) {
    return *known;
  }
  Object object;
  object.id = entry.id;
  object.name.text.vi = entry.name;
  return session.objects.emplace_back(std::move(object));
}

Site SiteNamedAfter(const fs::path& folder) {
  fs::path place = fs::weakly_canonical(folder / ".");
  if (place.filename().empty()) {
    place = place.parent_path();
  }
  Site site;
  site.name.text.vi = ToNfc(place.filename().string());
  const std::string id = ToIdentifier(site.name.text.vi).substr(0, 64);
  site.id = id.empty() ? "di-tich" : id;
  return site;
}

}  // namespace

Result<SiteFolder> SiteFromBareFolder(const fs::path& folder, const Execution& execution) {
  CaptureScan scan =
      ScanCapture(folder, {.skipped_folders = {fs::weakly_canonical(folder / "out")}}, execution);
  std::vector<Diagnostic> said = std::move(scan.diagnostics);
  AgreeOnDays(scan.files);
  std::map<std::string, Session> sessions;
  for (const PlannedGroup& planned : PlanDestinations(scan.files, GroupCapture(scan.files), {})) {
    if (planned.entry.id.empty()) {
      continue;
    }
    Session& session = sessions[planned.session];
    session.folder = planned.session;
    session.path = folder;
    session.capture.date = planned.group.day;
    std::vector<fs::path> files;
    for (const size_t i : planned.group.files) {
      files.push_back(scan.files[i].path);
    }
    if (IsSceneKind(planned.entry.kind)) {
      session.scenes.push_back(SceneOf(planned.entry, std::move(files)));
    } else {
      Object& object = ObjectOf(planned.entry, session);
      (planned.entry.kind == GroupKind::kObjectScans ? object.scan_files : object.photo_files) =
          std::move(files);
    }
  }
  if (sessions.empty()) {
    said.push_back({.file = folder.string(),
                    .what = Say(messages::kBareFolderEmpty),
                    .remedy = Say(messages::kBareFolderEmptyRemedy)});
    return Result<SiteFolder>::Failed(std::move(said));
  }
  SiteFolder site{.root = folder, .site = SiteNamedAfter(folder)};
  for (auto& [name, session] : sessions) {
    site.sessions.push_back(std::move(session));
  }
  said.push_back({.severity = Severity::kWarning,
                  .file = folder.string(),
                  .what = Say(messages::kBareFolder),
                  .remedy = Say(messages::kBareFolderRemedy, fmt::arg("folder", folder.string()))});
  return {std::move(site), std::move(said)};
}

}  // namespace disan
