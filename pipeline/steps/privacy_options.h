// The regions that a site wants blurred, as a step carries them.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/site.h"
#include "pipeline/privacy/photo_blur.h"
#include "pipeline/privacy/sphere_blur.h"

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace disan::steps {

// Of a scene: what session.yaml and tour.yaml say together. Adds "blur" (on the sphere), and
// "blur_photos" when there are regions in photos.
void AddBlurOptions(const SiteFolder& folder, const Scene& scene, nlohmann::json& options);
// Of an object's photos; adds nothing when there are no regions.
void AddBlurOptions(const Object& object, nlohmann::json& options);

bool HasPhotoBlur(const nlohmann::json& options);

struct NamedRegion {
  std::string photo;
  PhotoRegion region;
};
std::vector<NamedRegion> PhotoBlurOf(const nlohmann::json& options);
// Those of one photo; names are compared in NFC.
std::vector<PhotoRegion> PhotoBlurOf(const nlohmann::json& options, std::string_view photo);

// A region on the sphere is an ellipse in degrees; the disc round it hides at least as much.
std::vector<PrivacyRegion> SphereBlurOf(const nlohmann::json& options);

// Whether any of the region lies in a picture of this size; and what to say when none does.
bool Touches(const PhotoRegion& region, int width_px, int height_px);
Diagnostic OutsidePhoto(const std::string& file,
                        const std::string& photo,
                        int width_px,
                        int height_px);

}  // namespace disan::steps
