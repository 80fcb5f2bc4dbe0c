// Outputs as websites: one as the folder of its tour, several as a portal.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/export/output_folder.h"
#include "pipeline/portal/public_tour.h"
#include "pipeline/portal/published_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

// Whoever adds a way of exporting adds a field here, and its work to the tour in PrepareSite or to
// the planned files in ExportWeb.
struct WebExportOptions {
  // The built viewer, viewer/page/viewer_page.h.
  std::filesystem::path viewer;
  // Where the folder will be published; ends in "/". Empty: links stay relative, no sitemap.
  std::string base;
  // A PMTiles file for the map of a portal, which one output becomes then as well; empty: a
  // schematic map.
  std::filesystem::path map;
  // A portal even of one output.
  bool portal = false;
  // What the checks find is a warning, and search engines are asked to pass the pages over.
  bool draft = false;
  // By the record of the site: which of its scenes and objects are published. Empty: all that may
  // be public.
  std::function<ItemFilter(const OutputFolder& output)> shown;
};

// One site as it is published.
struct PublicSite {
  canonical::Record record;
  TourJson tour;
  FilesToPublish files;  // by the path below the tour's folder; without tour.json and pages
  std::vector<Diagnostic> said;

  std::string id() const { return record.site.id; }
};

// Reads and checks; what is wrong is in `said`.
PublicSite PrepareSite(const OutputFolder& output, const WebExportOptions& options);

struct WebExport {
  Published published;
  size_t sites = 0;
  bool portal = false;
  std::string embed;  // HTML to copy
  std::vector<Diagnostic> said;
};

// Throws Failure with everything that is wrong with any of the outputs; nothing is written then.
WebExport ExportWeb(const std::vector<OutputFolder>& outputs,
                    const WebExportOptions& options,
                    const std::filesystem::path& folder,
                    const Execution& execution);

}  // namespace disan
