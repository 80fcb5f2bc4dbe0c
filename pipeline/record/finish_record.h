// From the draft and from what was read and made to the finished record.
#pragma once

#include "formats/record/canonical/record.h"

#include <string>
#include <utility>
#include <vector>

namespace disan {

// One file that people brought, as the step that read it describes it.
struct SourceFacts {
  canonical::Asset asset;
  canonical::Device device;  // empty when the file names none
  std::string session;       // its folder; empty: of the site as a whole
};

struct RecordParts {
  std::vector<SourceFacts> sources;
  std::vector<canonical::Asset> made;
  std::vector<canonical::Process> processes;
  std::string made_by;
};

// Gathers the devices of each session, gives scenes and objects their assets, completes
// coordinates, and puts everything into one order.
std::vector<Diagnostic> FinishRecord(canonical::Record& record, RecordParts parts);

// PROV as JSON-LD: which step used and made which file.
std::string WriteProvenance(const canonical::Record& record);

std::string MimeOf(const std::string& path);

}  // namespace disan
