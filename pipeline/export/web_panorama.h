// A scene's panorama as the website shows it, whole: with what nobody may recognise made
// unreadable already, which a master is not.
#pragma once

#include "formats/image/image.h"
#include "pipeline/tour/tour_finish.h"

#include <filesystem>

namespace disan {

// Joined from the smallest level of tiles that is at least `width_px` wide (else the widest), up to
// 8192 px, or the fallback picture when there are no
// tiles or one is missing. `web` is the folder that holds tour.json.
Result<Image8> ReadWebPanorama(const std::filesystem::path& web,
                               const TourPanorama& panorama,
                               int width_px);

// Any picture of the website.
Result<Image8> ReadWebPicture(const std::filesystem::path& web, const std::string& path);

}  // namespace disan
