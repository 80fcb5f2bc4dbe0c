// What whoever opens the archive reads first.
#pragma once

#include "formats/record/canonical/record.h"

#include <string>

namespace disan {

std::string ArchiveReadme(const canonical::Record& record);

}  // namespace disan
