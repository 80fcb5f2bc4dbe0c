// What the record lacks or says twice in different words; no file is opened.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/site.h"

#include <vector>

namespace disan {

std::vector<Diagnostic> CheckRecord(const SiteFolder& folder);

}  // namespace disan
