// What the portal's page reads: portal.json, the cards and the places of all sites; search.json,
// every text of them, fetched when somebody searches. viewer/web/src/portal reads both.
#pragma once

#include "formats/record/canonical/record.h"
#include "pipeline/portal/tour_json.h"

#include <string>
#include <vector>

namespace disan {

inline constexpr int kPortalVersion = 1;
inline constexpr char kPortalFile[] = "portal.json";
inline constexpr char kSearchFile[] = "search.json";
inline constexpr char kMapFile[] = "map.pmtiles";

// A portal has its page's parts and the tours' viewer below names that no site's id can take.
inline constexpr char kPortalFolder[] = "disan.portal/";
inline constexpr char kViewerFolder[] = "disan.viewer/";

// One site as it is published; its tour lies in the folder of its id.
struct PortalSite {
  const canonical::Record& record;
  const TourJson& tour;
};

// After the ward when all sites lie in one.
Text PortalName(const std::vector<PortalSite>& sites);
Text PortalDescription(const std::vector<PortalSite>& sites);

// `map`: the name of the PMTiles file, or empty.
std::string PortalIndex(const std::vector<PortalSite>& sites, const std::string& map);
std::string SearchIndex(const std::vector<PortalSite>& sites);

// The sites as a schema.org collection; `base` is the portal's address or "./".
std::string PortalJsonLd(const std::vector<PortalSite>& sites, const std::string& base);

}  // namespace disan
