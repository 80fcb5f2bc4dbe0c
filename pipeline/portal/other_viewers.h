// The same tour for viewers of other makers: Pannellum's tour configuration, the APP_DATA that
// Marzipano's tool writes, XML as krpano reads it. They show each scene's picture of at most 4096
// pixels (the cubes that two of them like for more are not part of an output).
#pragma once

#include "formats/language/text.h"
#include "pipeline/portal/tour_json.h"

#include <map>
#include <string>

namespace disan {

// One language each. `up` leads from the page that uses it to the tour's folder: "../".
std::string PannellumTour(const TourJson& tour, Language language, const std::string& up);
// Titles and texts are HTML there, so ours come escaped.
std::string MarzipanoData(const TourJson& tour, Language language, const std::string& up);
std::string KrpanoXml(const TourJson& tour, Language language, const std::string& up);

// The files of other-viewers/ by their path in the tour's folder; none for a tour without scenes.
std::map<std::string, std::string> OtherViewers(const TourJson& tour);

}  // namespace disan
