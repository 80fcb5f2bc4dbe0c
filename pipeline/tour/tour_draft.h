// tour.json in two strokes. The draft is all that people wrote: names, links, hotspots, stops,
// without a single asset. It is known before any long work and travels as the options of the step
// that finishes it. The finished tour takes in what was really made, and leaves out, with
// everything that leads there, what could not be.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/site.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace disan {

inline constexpr int kTourVersion = 1;

// The draft as JSON text. Sensitive scenes and objects, and coordinates of a sensitive site, stay
// out.
std::string DraftTour(const SiteFolder& folder);

// A file of the site's media folder that the tour shows, and its place below web/.
struct TourMedia {
  std::filesystem::path file;
  std::string web_path;
};

// Every file that tour.yaml names and that exists, each once, in the order of the web paths.
std::vector<TourMedia> MediaOf(const SiteFolder& folder);

// The yaw at which a scene's picture faces the compass direction `heading_deg`; in (-180, 180].
double NormalizedDegrees(double degrees);

}  // namespace disan
