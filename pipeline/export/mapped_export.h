// Exports that a mapping shapes: JSON-LD, CSV, LIDO, EDM, OAI, IIIF, and whatever a city asks for.
#pragma once

#include "formats/exchange/mapping/render.h"
#include "pipeline/export/output_folder.h"

#include <filesystem>
#include <vector>

namespace disan {

// Of what may be public only. Files are written atomically below `folder`; each path is held inside
// it. The number of files, and what there is to say.
struct MappedExport {
  int files = 0;
  std::vector<Diagnostic> said;
};
// What a mapping sees of the outputs; what there is to say of them is added to `said`.
std::vector<nlohmann::json> PublicViews(const std::vector<OutputFolder>& outputs,
                                        const ViewOptions& options,
                                        std::vector<Diagnostic>& said);
MappedExport ExportMapped(const std::vector<Mapping>& mappings,
                          const std::vector<OutputFolder>& outputs,
                          const ViewOptions& options,
                          const std::filesystem::path& folder);

}  // namespace disan
