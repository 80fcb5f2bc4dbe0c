// From an output folder to what its pages show.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/export/output_folder.h"
#include "pipeline/print/print_site.h"

namespace disan {

// Of what the tour shows and the record may tell in public. `base`: where q/ will stand, with a
// slash at its end; empty: a draft. Pictures that cannot be read are left out with a warning.
Result<PrintSite> ReadPrintSite(const OutputFolder& output,
                                const std::string& base,
                                const Execution& execution);

}  // namespace disan
