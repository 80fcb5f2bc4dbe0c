// QR plates.
#pragma once

#include "pipeline/print/print_site.h"

#include <string>

namespace disan {

enum class PlateSize { kA6, kA5 };

// A page for the site and one for each place with a code; with 3 mm bleed and crop marks.
std::string PlatesPdf(const PrintSite& site, PlateSize size);

// The same as small plates on A4, to cut along the lines.
std::string PlateSheetPdf(const PrintSite& site);

}  // namespace disan
