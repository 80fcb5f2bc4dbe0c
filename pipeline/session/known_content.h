// What a site holds already, by content: so that a card that is read twice is taken in once.
#pragma once

#include "formats/record/site.h"
#include "pipeline/execution/execution.h"
#include "pipeline/session/captured_file.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace disan {

struct Duplicate {
  size_t file = 0;       // index into the capture
  std::string original;  // where the same bytes are: below the site, or in the capture
};

struct Comparison {
  std::vector<size_t> fresh;  // files to take in, each content once
  std::vector<Duplicate> duplicates;
};

// A file of the site counts only when a session.yaml names it (`named`) or when it lies among the
// loose and other files: what an interrupted run copied without getting to write its session.yaml
// is taken up again.
Comparison CompareWithSite(const std::vector<CapturedFile>& files,
                           const std::filesystem::path& root,
                           const std::set<std::filesystem::path>& named,
                           const Execution& execution);

// Every file that a session.yaml of the site names, by itself or through its folder.
std::set<std::filesystem::path> NamedFiles(const std::vector<Session>& sessions);

}  // namespace disan
