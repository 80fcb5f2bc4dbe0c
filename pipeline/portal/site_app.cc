#include "pipeline/portal/site_app.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/sha256.h"
#include "pipeline/web_app/web_manifest.h"

namespace disan {

namespace fs = std::filesystem;

void PlanIcons(const fs::path& web,
               const TourJson& built,
               const TourJson& shown,
               FilesToPublish& files) {
  const std::optional<TourFacts> before = TourFactsOf(built.dump());
  const std::optional<TourFacts> after = TourFactsOf(shown.dump());
  if (!before || !after || before->start_picture != after->start_picture ||
      before->poster != after->poster) {
    return;
  }
  FilesToPublish icons;
  for (const char* name : {kIconSmall, kIconLarge, kIconMaskable}) {
    std::error_code error;
    if (!fs::is_regular_file(web / name, error)) {
      return;
    }
    icons[name] = {.source = web / name};
  }
  files.merge(icons);
}

bool HasIcons(const FilesToPublish& files) {
  return files.contains(kIconSmall);
}

OfflineFile OfflineFileOf(const std::string& path, const FileToPublish& file) {
  if (file.source.empty()) {
    return {path, Sha256Hex(file.bytes), file.bytes.size()};
  }
  const std::string sum =
      file.sha256.empty() ? ValueOrThrow(Sha256OfFile(file.source)) : file.sha256;
  return {path, sum, fs::file_size(file.source)};
}

void AddApp(const TourJson& tour, const ViewerFiles& viewer, FilesToPublish& files) {
  const std::optional<TourFacts> facts = TourFactsOf(tour.dump());
  if (!facts) {
    return;
  }
  files["manifest.webmanifest"] = {.bytes = WebManifest(*facts)};
  std::vector<OfflineFile> list = viewer.files;
  for (const auto& [path, file] : files) {
    list.push_back(OfflineFileOf(path, file));
  }
  const OfflineList offline = ListOffline(std::move(list), facts->start_preview, viewer.folder);
  files["offline.json"] = {.bytes = OfflineListJson(offline)};
  files["sw.js"] = {.bytes = ServiceWorkerScript(OfflineVersion(offline), viewer.folder)};
}

}  // namespace disan
