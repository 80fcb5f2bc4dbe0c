// A built tour folder as one HTML file.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace disan {

struct SingleExportOptions {
  std::filesystem::path web;   // holds what tour.json names
  std::string tour_json;       // what of the tour may be shown; empty: web/tour.json as it is
  std::filesystem::path page;  // holds single.html and parts/ (viewer/web/dist-single)
  // Counted bytes of the parts; may throw Interrupted.
  std::function<void(uint64_t done, uint64_t total)> progress;
};

struct SingleExport {
  std::filesystem::path file;
  uint64_t bytes = 0;
  size_t scenes = 0;
  size_t objects = 0;
  std::vector<Diagnostic> said;  // what had to stay out, and what is to be known of the file
};

// Writes FOLDER/<id of the site>.html, whole or not at all. Throws Failure when there is no tour,
// no viewer, or no room.
SingleExport ExportSingleFile(const SingleExportOptions& options,
                              const std::filesystem::path& folder);

}  // namespace disan
