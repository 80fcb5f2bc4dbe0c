// The tour as an app: its page, manifest, icons, service worker and the list of what may be kept.
// Inputs: "tour", "page" (the viewer's files as placed) and "part" for everything else that the
// tour shows, each below web/.
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/image/eight_bits.h"
#include "formats/image/photo.h"
#include "formats/image/png.h"
#include "formats/language/cli_messages.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/step_files.h"
#include "pipeline/web_app/app_icon.h"
#include "pipeline/web_app/offline_list.h"
#include "pipeline/web_app/web_manifest.h"
#include "viewer/page/viewer_page.h"

#include <algorithm>
#include <filesystem>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;

// Below web/, as the page asks for it.
std::string WebPath(const std::string& name) {
  return name.rfind("web/", 0) == 0 ? name.substr(4) : name;
}

// The files of a folder or the one file, sorted, each by its path below `root`'s own place.
std::vector<fs::path> FilesAt(const fs::path& root) {
  std::vector<fs::path> files;
  if (!fs::is_directory(root)) {
    return {root};
  }
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

OfflineFile OfflineFileOf(const fs::path& file, std::string path) {
  return {std::move(path), ValueOrThrow(Sha256OfFile(file)), fs::file_size(file)};
}

OfflineFile OfflineTextOf(const std::string& text, std::string path) {
  return {std::move(path), Sha256Hex(text), text.size()};
}

void AddFiles(const std::vector<engine::TaskInput>& inputs, std::vector<OfflineFile>& files) {
  for (const engine::TaskInput& input : inputs) {
    const fs::path root = input.path;
    const std::string top = WebPath(input.name);
    for (const fs::path& file : FilesAt(root)) {
      const bool is_root = file == root;
      files.push_back(
          OfflineFileOf(file, is_root ? top : top + "/" + file.lexically_relative(root).string()));
    }
  }
}

Image8 PictureOf(const fs::path& file) {
  if (file.empty()) {
    return {};
  }
  Result<Photo> photo = ReadPhoto(file, {.max_pixels = uint64_t{1} << 26});
  if (!photo) {
    return {};
  }
  return ToEightBits(std::move(photo->pixels));
}

// Where a file of web/ lies now; empty when no part holds it.
fs::path PlaceOf(const std::string& path, const std::vector<engine::TaskInput>& parts) {
  for (const engine::TaskInput& part : parts) {
    const std::string top = WebPath(part.name);
    if (path == top) {
      return part.path;
    }
    if (path.rfind(top + "/", 0) == 0) {
      return fs::path(part.path) / path.substr(top.size() + 1);
    }
  }
  return {};
}

Image8 DrawIcon(const engine::StepRun& run, const TourFacts& facts, int size_px) {
  const std::vector<engine::TaskInput> parts = run.Inputs("part");
  if (const Image8 panorama = PictureOf(PlaceOf(facts.start_picture, parts)); !panorama.empty()) {
    return IconFromPanorama(panorama, facts.yaw_deg, facts.pitch_deg, size_px);
  }
  if (const Image8 poster = PictureOf(PlaceOf(facts.poster, parts)); !poster.empty()) {
    return IconFromPicture(poster, size_px);
  }
  return PlainIcon(size_px);
}

void WriteIcons(const engine::StepRun& run, const TourFacts& facts) {
  const Image8 full = DrawIcon(run, facts, kIconLargePx);
  const auto write = [&](const char* file, const Image8& icon) {
    WriteOutput(run.Output(file), ValueOrThrow(EncodePng(icon)));
  };
  write(kIconMaskable, full);
  Image8 framed = full;
  DrawIconFrame(framed);
  write(kIconLarge, framed);
  write(kIconSmall, IconFromPicture(framed, kIconSmallPx));
}

engine::StepOutcome RunWebApp(const engine::StepRun& run) {
  const std::string tour = ReadInput(run.Input("tour"));
  const std::optional<TourFacts> facts = TourFactsOf(tour);
  if (!facts) {
    throw Failure({.file = "tour.json", .what = Say(messages::kViewerMissing)});
  }
  WriteIcons(run, *facts);
  const std::string manifest = WebManifest(*facts);
  const std::string index = ValueOrThrow(ReadFile(ViewerPageFolder() / "index.html"));
  const std::string page = TourPage(index, *facts);
  std::vector<OfflineFile> files{OfflineTextOf(tour, "tour.json"),
                                 OfflineTextOf(page, "index.html"),
                                 OfflineTextOf(manifest, "manifest.webmanifest")};
  AddFiles(run.Inputs("page"), files);
  AddFiles(run.Inputs("part"), files);
  const OfflineList list = ListOffline(std::move(files), facts->start_preview);
  WriteOutput(run.Output("manifest.webmanifest"), manifest);
  WriteOutput(run.Output("index.html"), page);
  WriteOutput(run.Output("offline.json"), OfflineListJson(list));
  WriteOutput(run.Output("sw.js"), ServiceWorkerScript(OfflineVersion(list)));
  return {};
}

}  // namespace

engine::StepKind WebApp() {
  return {"web-app", 1, RunWebApp};
}

}  // namespace disan::steps
