// The page of one tour as an app: names from the tour, icons beside it.
#pragma once

#include <optional>
#include <string>

namespace disan {

inline constexpr char kIconSmall[] = "app-icon-192.png";
inline constexpr char kIconLarge[] = "app-icon-512.png";
inline constexpr char kIconMaskable[] = "app-icon-maskable.png";
inline constexpr int kIconSmallPx = 192;
inline constexpr int kIconLargePx = 512;

// What the tour says of itself, read from a finished tour.json. The directions are those of the
// first view.
struct TourFacts {
  std::string name;  // Vietnamese
  std::string description;
  std::string start_picture;  // a panorama below web/; empty: no scenes
  std::string start_preview;
  double yaw_deg = 0;
  double pitch_deg = 0;
  std::string poster;  // of the first object that has one
};

// Nothing when the text is no tour.
std::optional<TourFacts> TourFactsOf(const std::string& tour_json);

// manifest.webmanifest. All addresses are relative: any sub-path serves, and none but its own is
// claimed.
std::string WebManifest(const TourFacts& facts);

// The viewer's index.html as this tour's page: its title, its description, its manifest. The
// viewer's page comes back as it is when it has no title to replace.
std::string TourPage(const std::string& index_html, const TourFacts& facts);

}  // namespace disan
