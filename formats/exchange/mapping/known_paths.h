// Whether what a mapping names is there: places of the record, variables, parts, tables, filters.
// Private to this folder.
#pragma once

#include "formats/exchange/mapping/mapping.h"

namespace disan {

std::vector<Diagnostic> CheckPlaces(const Mapping& mapping, const std::string& name);

}  // namespace disan
