// The regions of privacy.blur, from a checked tree.
#pragma once

#include "formats/record/binding.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

// Each region has either all of yaw_deg, pitch_deg, width_deg, height_deg, or a photo with all of
// left_px, top_px, width_px, height_px; another one is reported and left out.
std::vector<BlurRegion> BlurRegionsOf(const YamlNode& item,
                                      const std::string& file,
                                      std::vector<Diagnostic>& said);

// Regions in photos that the item does not have are reported. `sphere`: there is a panorama, so
// that directions mean something; `photos`: pixels of a photo can be followed into it.
struct BlurPlace {
  std::string id;
  bool sphere = false;
  bool photos = false;
  const std::vector<std::filesystem::path>* photo_files = nullptr;
};
BlurPlace BlurPlaceOf(const Scene& scene);
void CheckBlurRegions(const std::vector<BlurRegion>& regions,
                      const BlurPlace& place,
                      const std::string& file,
                      std::vector<Diagnostic>& said);

// Whether `file` is the photo that a region names.
bool IsPhotoOf(const BlurRegion& region, const std::filesystem::path& file);

}  // namespace disan
