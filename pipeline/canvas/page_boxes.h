// What Cairo's PDFs lack for a print shop: trim and bleed boxes, and a well-formed date.
#pragma once

#include <string>

namespace disan {

inline constexpr double kPointsPerMillimetre = 72 / 25.4;

struct PageBoxes {
  double trim_inset_mm = 0;  // from the edge of the page
  double bleed_inset_mm = 0;
};

// The PDF with /TrimBox and /BleedBox on every page and the "D:" before its date that Cairo 1.16
// leaves out, as an incremental update (ISO 32000-1, 7.5.6): not one byte of what was there moves.
// A PDF of another make comes back as it was.
std::string WithPageBoxes(std::string pdf, const PageBoxes& boxes);

}  // namespace disan
