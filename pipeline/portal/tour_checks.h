// What makes an export fail: a visitor would meet it, and a person can mend it. All of it at once.
#pragma once

#include "formats/record/canonical/record.h"
#include "pipeline/portal/tour_json.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace disan {

// Two scenes that link to each other lie on one line: the compass heading of the arrow that goes
// (north_deg + yaw_deg) and that of the arrow that comes back differ by 180 degrees, within this.
inline constexpr double kMostHeadingDisagreementDeg = 5;

struct TourToCheck {
  const TourJson& tour;             // as ShownTour gives it
  const canonical::Record& record;  // as ShownRecord gives it
  std::string name;                 // of tour.json, for diagnostics
  std::string folder;               // that holds web/, for diagnostics
  // Bytes of a file below web/; nothing when it is not there.
  std::function<std::optional<uint64_t>(const std::string& path)> size_of;
};

// Links, stops, hotspots and the start that lead nowhere; links without a way back unless they say
// `one_way`; headings that disagree unless a link says `bend` (a scene without north is not
// judged).
std::vector<Diagnostic> CheckLinks(const TourToCheck& of);

// Texts that one of the two languages lacks.
std::vector<Diagnostic> CheckTexts(const TourToCheck& of);

// Scenes and objects that were not made, files that are not there, files over budgets.h.
std::vector<Diagnostic> CheckFiles(const TourToCheck& of);

}  // namespace disan
