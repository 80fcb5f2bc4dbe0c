// Outputs as a repository that speaks OAI-PMH.
#pragma once

#include "formats/exchange/oai/oai_provider.h"
#include "pipeline/export/output_folder.h"

#include <vector>

namespace disan {

// What may be public of each, in Dublin Core as the built-in mapping says; base_url is the
// caller's.
OaiRepository MakeOaiRepository(const std::vector<OutputFolder>& outputs);

}  // namespace disan
