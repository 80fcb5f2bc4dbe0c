// Where the built viewer lies: a build copies it into web/, a preview serves it. One answer for
// both, so that what is published is what was previewed.
#pragma once

#include <filesystem>

namespace disan {

// $DISAN_VIEWER_DIST when set; else share/disan/viewer of an installed program; else the build's
// own. Empty when there is no index.html in it.
std::filesystem::path ViewerPageFolder();

// Beside it, the page for a tour in one file (single.html and parts/). Empty when there is none.
std::filesystem::path SinglePageFolder();

// In that folder, the page that joins the tours of many sites: no part of a single tour.
inline constexpr char kPortalPage[] = "portal";
// The page of `disan view` on which an output is reviewed: review.html, review-assets/.
inline constexpr char kReviewPagePrefix[] = "review";

// Whether what lies in that folder by this name belongs to a tour, and is published with it.
inline bool IsPartOfTours(const std::filesystem::path& name) {
  return name != kPortalPage && !name.string().starts_with(kReviewPagePrefix);
}

}  // namespace disan
