// From what people wrote to the steps that make it: which panoramas, models, tiles and pages, and
// what each reads.
#pragma once

#include "formats/language/text.h"
#include "formats/record/site.h"
#include "pipeline/engine/step.h"
#include "pipeline/steps/program.h"

#include <string>
#include <vector>

namespace disan {

// A scene or an object as the report shows it.
struct PlannedItem {
  std::string id;
  Text name;
  Text kind;
  std::string picture;  // relative to the output folder
  std::string link;
  std::string turntable;                // folder of a model's stills; relative, empty for none
  std::string deviation_map;            // of a model; relative, empty for none
  std::vector<std::string> steps;       // in the order in which they make it
  std::vector<Diagnostic> diagnostics;  // known before any work: nothing to make it from
};

struct SitePlan {
  std::vector<engine::Step> steps;
  std::vector<PlannedItem> items;
};

struct PlanOptions {
  std::string made_by;  // "disan 0.1.0"
  // The built viewer's files are part of the program.
  std::string viewer_digest;
  std::vector<ViewerEntry> viewer_entries;  // empty: there is no viewer
};

SitePlan PlanSite(const SiteFolder& folder, const PlanOptions& options);

}  // namespace disan
