// What the server shows: folders and single files under addresses, found safely.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

// One place that is served. Later mounts answer what earlier ones do not have.
struct Mount {
  std::string prefix;  // "" for the root, else "report.html" or "a/b", without slashes around
  std::filesystem::path place;  // a folder, or one file
  bool is_report = false;       // a page of ours with inline styles and no script
  std::string only;             // how the names end that are shown; "" for all
};

struct ServedFiles {
  std::vector<Mount> mounts;
  std::string start;  // what the printed address ends in: "" or "?model=opened.glb&name=..."
};

// Decides what PATH is: a GLB, a panorama, an output folder (with web/), or a folder that is a
// website. `viewer_dist` holds the viewer's own page.
Result<ServedFiles> ChooseServedFiles(const std::filesystem::path& path,
                                      const std::filesystem::path& viewer_dist);

struct FoundFile {
  std::filesystem::path file;
  bool is_report = false;
  bool is_folder = false;  // asked without a slash at the end: to be redirected
};

// `path` as ParseTarget gives it. Folders answer with their index.html.
std::optional<FoundFile> FindServed(const ServedFiles& served, std::string_view path);

// By the extension; "application/octet-stream" when it is unknown.
std::string_view ContentTypeOf(const std::filesystem::path& file);

}  // namespace disan
