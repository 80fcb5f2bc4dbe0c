#include "pipeline/web_app/offline_list.h"

#include "formats/files/sha256.h"
#include "pipeline/web_app/web_manifest.h"

#include <algorithm>
#include <map>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kDigestLength = 16;

bool StartsWith(std::string_view path, std::string_view folder) {
  return path.substr(0, folder.size()) == folder;
}

bool EndsWith(std::string_view path, std::string_view end) {
  return path.size() >= end.size() && path.substr(path.size() - end.size()) == end;
}

// Whole pictures, Apple's packages and what is written for other programs.
bool IsForOthers(const std::string& path) {
  return EndsWith(path, "/fallback.jpg") || EndsWith(path, "/tiles.json") ||
         EndsWith(path, "/thumb.glb") || EndsWith(path, ".usdz") ||
         EndsWith(path, "/tour.schema.json");
}

// The model view, the headset's view and the decoders come when a visitor opens them.
bool ComesLater(std::string_view path) {
  return StartsWith(path, "decoders/") || StartsWith(path, "assets/model_view") ||
         StartsWith(path, "assets/vr_stage");
}

// `path` below the viewer's folder.
bool IsOfTheViewer(std::string_view path) {
  return StartsWith(path, "assets/") || StartsWith(path, "decoders/") || path == "disan-tour.js" ||
         path == "icon.svg";
}

// A scene's folder; of the viewer, its own folders; else the file itself.
std::string PartOf(const std::string& path, const std::string& viewer_folder) {
  for (const std::string& folder : {viewer_folder + "assets", viewer_folder + "decoders"}) {
    if (StartsWith(path, folder + "/")) {
      return folder;
    }
  }
  return StartsWith(path, "scenes/") ? path.substr(0, path.find('/', 7)) : path;
}

Json PartsJson(const OfflineList& list) {
  Json parts = Json::array();
  for (const OfflinePart& part : list.parts) {
    parts.push_back({part.path, part.digest.substr(0, kDigestLength), part.bytes});
  }
  return parts;
}

}  // namespace

OfflineList ListOffline(std::vector<OfflineFile> files,
                        const std::string& start_preview,
                        const std::string& viewer_folder) {
  std::sort(files.begin(), files.end(), [](const OfflineFile& a, const OfflineFile& b) {
    return a.path < b.path;
  });
  OfflineList list{.shell = {"./", "tour.json", "manifest.webmanifest", kIconSmall}};
  if (!start_preview.empty()) {
    list.shell.push_back(start_preview);
  }
  std::map<std::string, std::pair<Sha256, uint64_t>> parts;
  for (const OfflineFile& file : files) {
    if (IsForOthers(file.path)) {
      continue;
    }
    if (StartsWith(file.path, viewer_folder)) {
      const std::string_view below = std::string_view(file.path).substr(viewer_folder.size());
      if (IsOfTheViewer(below)) {
        (ComesLater(below) ? list.viewer : list.shell).push_back(file.path);
      }
    }
    auto& [sum, bytes] = parts[PartOf(file.path, viewer_folder)];
    sum.Add(file.path + "\n" + file.sha256 + "\n");
    bytes += file.bytes;
  }
  for (auto& [path, part] : parts) {
    list.parts.push_back({path, part.first.Hex(), part.second});
  }
  return list;
}

std::string OfflineVersion(const OfflineList& list) {
  const Json all{list.shell, list.viewer, PartsJson(list)};
  return Sha256Hex(all.dump(-1, ' ', false, Json::error_handler_t::replace))
      .substr(0, kDigestLength);
}

std::string OfflineListJson(const OfflineList& list) {
  const Json json{{"version", OfflineVersion(list)},
                  {"shell", list.shell},
                  {"viewer", list.viewer},
                  {"parts", PartsJson(list)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string ServiceWorkerScript(const std::string& version, const std::string& viewer_folder) {
  return fmt::format(
      "self.tourVersion = '{0}';\nself.viewerFolder = "
      "'{1}';\nimportScripts('{1}offline-worker.js');"
      "\n",
      version,
      viewer_folder);
}

}  // namespace disan
