// One output and the site folder it was built from as a bag for the archive.
#pragma once

#include "formats/archive/digests.h"
#include "pipeline/export/output_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

struct ArchiveOptions {
  std::string made_by;  // "disan 0.1.0"
  ReadProgress progress;
};

struct ArchiveSummary {
  std::filesystem::path bag;
  size_t files = 0;
  uint64_t bytes = 0;
  std::vector<Diagnostic> said;  // links that were left out, originals that changed since the build
};

// FOLDER/<id of the site>: originals as they are (data/site), masters, record, premis.xml, the
// program's version and options, a readme in Vietnamese. Throws Failure when it cannot be made;
// what was done until then serves the next run.
ArchiveSummary ExportArchive(const OutputFolder& output,
                             const std::filesystem::path& site,
                             const std::filesystem::path& folder,
                             const ArchiveOptions& options);

// How many bytes that will be, for a progress line.
uint64_t BytesToArchive(const OutputFolder& output, const std::filesystem::path& site);

}  // namespace disan
