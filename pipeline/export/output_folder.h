// An output folder as the exports read it.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/canonical/record.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

struct OutputFolder {
  std::filesystem::path path;
  canonical::Record record;
};

// Reads record/record.json. A folder that holds outputs (a ward's) gives each of them, by name.
// Two outputs of one site are an error.
Result<std::vector<OutputFolder>> ReadOutputs(const std::vector<std::string>& folders);

// Where the build notes which site folder an output was made from. Below .disan, because a path is
// no part of an output's content.
inline constexpr char kSiteNote[] = ".disan/site.json";
std::string SiteNote(const std::filesystem::path& site, const std::filesystem::path& out);

// The site folder of an output: as noted (the path, else the way from here to there), else the
// folder round the output; only one whose site.yaml has the record's id. A site that was built from
// a bare folder has no site.yaml: then the noted folder counts as it is. `given` goes before all.
Result<std::filesystem::path> FindSite(const OutputFolder& output, const std::string& given);

}  // namespace disan
