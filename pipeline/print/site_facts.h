// What a page says of a site in words and figures.
#pragma once

#include "formats/record/canonical/record.h"
#include "pipeline/print/print_site.h"
#include "pipeline/tour/published_tour.h"

#include <filesystem>

namespace disan {

// Only what is known.
std::vector<PrintFact> FactsOf(const PublishedTour& tour, const canonical::Record& record);

// `out` holds masters/models with their reports; a figure that cannot be read is left out.
std::vector<PrintNumber> NumbersOf(const PublishedTour& tour,
                                   const canonical::Record& record,
                                   const std::filesystem::path& out);

// ISO 8601; a fixed day when no session has a date, because a page may carry no clock.
std::string LastCaptureOf(const canonical::Record& record);

// 2026-05-10 as "10/5/2026" and "10 May 2026"; 1962 as it is; what is no date as it is.
Text DateInWords(const std::string& date);

}  // namespace disan
