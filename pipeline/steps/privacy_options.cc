#include "pipeline/steps/privacy_options.h"

#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"

#include <cmath>

namespace disan::steps {
namespace {

using Json = nlohmann::json;

void Add(const std::vector<BlurRegion>& regions, Json& options) {
  for (const BlurRegion& region : regions) {
    if (region.photo.empty()) {
      options["blur"].push_back(
          {region.yaw_deg, region.pitch_deg, region.width_deg, region.height_deg});
    } else {
      options["blur_photos"].push_back({{"photo", ToNfc(region.photo)},
                                        {"left_px", region.left_px},
                                        {"top_px", region.top_px},
                                        {"width_px", region.width_px},
                                        {"height_px", region.height_px}});
    }
  }
}

}  // namespace

void AddBlurOptions(const SiteFolder& folder, const Scene& scene, Json& options) {
  options["blur"] = Json::array();
  Add(scene.blur, options);
  const TourScene* told = folder.tour ? folder.tour->Find(scene.id) : nullptr;
  if (told != nullptr) {
    Add(told->blur, options);
  }
}

void AddBlurOptions(const Object& object, Json& options) {
  Add(object.blur, options);
}

bool HasPhotoBlur(const Json& options) {
  return options.contains("blur_photos");
}

std::vector<NamedRegion> PhotoBlurOf(const Json& options) {
  std::vector<NamedRegion> regions;
  if (HasPhotoBlur(options)) {
    for (const Json& region : options.at("blur_photos")) {
      regions.push_back({region.at("photo"),
                         {.left_px = region.at("left_px"),
                          .top_px = region.at("top_px"),
                          .width_px = region.at("width_px"),
                          .height_px = region.at("height_px")}});
    }
  }
  return regions;
}

std::vector<PhotoRegion> PhotoBlurOf(const Json& options, std::string_view photo) {
  const std::string name = ToNfc(photo);
  std::vector<PhotoRegion> regions;
  for (const NamedRegion& named : PhotoBlurOf(options)) {
    if (named.photo == name) {
      regions.push_back(named.region);
    }
  }
  return regions;
}

std::vector<PrivacyRegion> SphereBlurOf(const Json& options) {
  std::vector<PrivacyRegion> regions;
  for (const Json& region : options.at("blur")) {
    const double wide =
        region.at(2).get<double>() * std::cos(region.at(1).get<double>() * M_PI / 180);
    regions.push_back({.yaw_deg = region.at(0),
                       .pitch_deg = region.at(1),
                       .radius_deg = std::hypot(wide, region.at(3).get<double>()) / 2});
  }
  return regions;
}

bool Touches(const PhotoRegion& region, int width_px, int height_px) {
  return region.left_px < width_px && region.top_px < height_px &&
         region.left_px + region.width_px > 0 && region.top_px + region.height_px > 0;
}

Diagnostic OutsidePhoto(const std::string& file,
                        const std::string& photo,
                        int width_px,
                        int height_px) {
  return {.severity = Severity::kWarning,
          .file = file,
          .what = Say(messages::kBlurOutsidePhoto,
                      fmt::arg("photo", photo),
                      fmt::arg("width", width_px),
                      fmt::arg("height", height_px)),
          .remedy = Say(messages::kBlurOutsidePhotoRemedy)};
}

}  // namespace disan::steps
