// `disan init`: takes what a visit brought back into a site's folder.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/site.h"
#include "pipeline/execution/execution.h"
#include "pipeline/session/grouping.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

struct TakeInOptions {
  std::filesystem::path site;
  std::vector<std::filesystem::path> folders;
  bool in_place = false;  // leave the files where they are: the folders must lie inside the site
};

struct TakenGroup {
  GroupKind kind = GroupKind::kScenePhotos;
  std::string session;  // "sessions/2026-05-10"
  std::string id;       // empty for loose photos and other files
  size_t files = 0;
  int brackets = 1;
};

struct TakeInReport {
  bool site_created = false;
  std::vector<TakenGroup> groups;
  std::vector<std::string> sessions_written;
  size_t copied = 0;
  uint64_t bytes = 0;
  size_t duplicates = 0;      // of an earlier import or within the folders: kept once
  size_t open_questions = 0;  // in the site's YAML files
  std::vector<Diagnostic> diagnostics;
};

// Nothing a person wrote is changed and no file is replaced. Safe to run again after anything: what
// is copied is recognised by its content. No value when nothing could be done.
Result<TakeInReport> TakeIn(const TakeInOptions& options, const Execution& execution);

// A bare folder of photos and scans as a site, grouped on the fly; nothing is written. The missing
// record is named in the diagnostics.
Result<SiteFolder> SiteFromBareFolder(const std::filesystem::path& folder,
                                      const Execution& execution);

// How often the YAML files of the site ask something, with the file and line of each.
std::vector<Diagnostic> OpenQuestions(const SiteFolder& folder);

}  // namespace disan
