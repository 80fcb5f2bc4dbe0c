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
         EndsWith(path, "/thumb.glb") || EndsWith(path, ".usdz") || StartsWith(path, "schema/");
}

// The model view, the headset's view and the decoders come when a visitor opens them.
bool ComesLater(const std::string& path) {
  return StartsWith(path, "decoders/") || path.find("/model_view") != std::string::npos ||
         path.find("/vr_stage") != std::string::npos;
}

bool IsOfTheViewer(const std::string& path) {
  return StartsWith(path, "assets/") || StartsWith(path, "decoders/") || path == "disan-tour.js" ||
         path == "icon.svg";
}

std::string PartOf(const std::string& path) {
  for (const std::string_view folder : {"assets/", "decoders/"}) {
    if (StartsWith(path, folder)) {
      return std::string(folder.substr(0, folder.size() - 1));
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

OfflineList ListOffline(std::vector<OfflineFile> files, const std::string& start_preview) {
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
    if (IsOfTheViewer(file.path)) {
      (ComesLater(file.path) ? list.viewer : list.shell).push_back(file.path);
    }
    auto& [sum, bytes] = parts[PartOf(file.path)];
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

std::string ServiceWorkerScript(const std::string& version) {
  return fmt::format("self.tourVersion = '{}';\nimportScripts('offline-worker.js');\n", version);
}

}  // namespace disan
