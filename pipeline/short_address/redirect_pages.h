// The pages behind short addresses.
#pragma once

#include "pipeline/tour/published_tour.h"

#include <string>
#include <vector>

namespace disan {

struct RedirectPage {
  std::string path;  // below q/: "k7m4qx2/index.html"
  std::string html;
};

// One for the site and each scene and object that has a code, and index.html, which lists them.
// `tour_folder`: the way from the folder that holds q/ to the tour, "" when it is the same, else
// ending in a slash ("chua-lien-phai/" in a portal).
std::vector<RedirectPage> RedirectPages(const PublishedTour& tour,
                                        const std::string& tour_folder = "");

}  // namespace disan
