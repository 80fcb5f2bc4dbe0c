// Which files of a tour's folder stand for which content, so that what a browser keeps can be told
// from what is new.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace disan {

struct OfflineFile {
  std::string path;  // relative to the tour's folder; may begin with the viewer's
  std::string sha256;
  uint64_t bytes = 0;
};

// A file, or a folder whose files change together (a scene's tiles).
struct OfflinePart {
  std::string path;  // without a slash at the end
  std::string digest;
  uint64_t bytes = 0;  // of what a visitor keeps
};

struct OfflineList {
  std::vector<std::string> shell;   // what the tour opens with; "./" is the page
  std::vector<std::string> viewer;  // what the viewer fetches later: the model view, decoders
  std::vector<OfflinePart> parts;   // by path
};

// From all files of the folder, index.html, tour.json and the manifest among them. What a device
// with WebGL never asks for is left out.
// `viewer_folder` is where the viewer's files lie, seen from the tour: empty, or "../viewer/".
OfflineList ListOffline(std::vector<OfflineFile> files,
                        const std::string& start_preview,
                        const std::string& viewer_folder = "");

// offline.json. The version is a digest of all that is listed.
std::string OfflineListJson(const OfflineList& list);
std::string OfflineVersion(const OfflineList& list);

// sw.js: the version, and the worker that is the same for every tour. A browser looks whether these
// bytes changed.
std::string ServiceWorkerScript(const std::string& version, const std::string& viewer_folder = "");

}  // namespace disan
