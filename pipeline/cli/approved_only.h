// `--approved-only`: what of the outputs a second person approved, and in words what is left out.
#pragma once

#include "pipeline/export/output_folder.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace disan {

struct ApprovedOutputs {
  std::vector<OutputFolder> outputs;                         // those with something approved
  std::map<std::string, std::set<std::string>> shown_items;  // by the site's id: ids of items
  std::vector<Diagnostic> said;                              // a warning for each that is left out
};

// `given_site` as in FindSite. Throws Failure when a site folder is not found (without it nothing
// is known to be approved), or when nothing at all is approved.
ApprovedOutputs OnlyApproved(std::vector<OutputFolder> outputs, const std::string& given_site);

}  // namespace disan
