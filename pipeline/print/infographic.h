// One A4 page that introduces a site in both languages.
#pragma once

#include "formats/image/image.h"
#include "pipeline/print/print_site.h"

#include <string>

namespace disan {

std::string InfographicPdf(const PrintSite& site);
Image8 InfographicPicture(const PrintSite& site, int dots_per_inch);

}  // namespace disan
