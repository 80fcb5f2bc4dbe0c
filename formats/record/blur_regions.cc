#include "formats/record/blur_regions.h"

#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/validate.h"

#include <algorithm>
#include <array>

namespace disan {
namespace {

constexpr std::array kSphereKeys = {"yaw_deg", "pitch_deg", "width_deg", "height_deg"};
constexpr std::array kPhotoKeys = {"photo", "left_px", "top_px", "width_px", "height_px"};

// "unknown" does not count: half a region would blur the wrong place.
bool Has(const YamlNode& node, std::string_view key) {
  return key == "photo" ? !TextOf(node, key).empty() : NumberOf(node, key).has_value();
}

template <size_t N>
bool NamesAny(const YamlNode& node, const std::array<const char*, N>& keys) {
  return std::any_of(
      keys.begin(), keys.end(), [&](const char* key) { return node.Get(key) != nullptr; });
}

Diagnostic At(const std::string& file, int line, Text what, Text remedy) {
  return {.file = file, .line = line, .what = std::move(what), .remedy = std::move(remedy)};
}

// The first key that is missing; empty when the region is whole.
template <size_t N>
std::string Missing(const YamlNode& node, const std::array<const char*, N>& keys) {
  const auto missing =
      std::find_if(keys.begin(), keys.end(), [&](const char* key) { return !Has(node, key); });
  return missing == keys.end() ? "" : *missing;
}

}  // namespace

std::vector<BlurRegion> BlurRegionsOf(const YamlNode& item,
                                      const std::string& file,
                                      std::vector<Diagnostic>& said) {
  std::vector<BlurRegion> regions;
  for (const YamlNode* node : MappingsOf(MappingOf(item, "privacy"), "blur")) {
    const bool in_photo = NamesAny(*node, kPhotoKeys);
    if (in_photo && NamesAny(*node, kSphereKeys)) {
      said.push_back(
          At(file, node->line, Say(messages::kBlurBothWays), Say(messages::kBlurWaysRemedy)));
      continue;
    }
    const std::string missing = in_photo ? Missing(*node, kPhotoKeys) : Missing(*node, kSphereKeys);
    if (!missing.empty()) {
      said.push_back(At(file,
                        node->line,
                        Say(messages::kRecordMissingKey, fmt::arg("key", missing)),
                        Say(messages::kBlurWaysRemedy)));
      continue;
    }
    regions.push_back({.written = WrittenOf(*node),
                       .yaw_deg = NumberOf(*node, "yaw_deg").value_or(0),
                       .pitch_deg = NumberOf(*node, "pitch_deg").value_or(0),
                       .width_deg = NumberOf(*node, "width_deg").value_or(0),
                       .height_deg = NumberOf(*node, "height_deg").value_or(0),
                       .photo = TextOf(*node, "photo"),
                       .left_px = NumberOf(*node, "left_px").value_or(0),
                       .top_px = NumberOf(*node, "top_px").value_or(0),
                       .width_px = NumberOf(*node, "width_px").value_or(0),
                       .height_px = NumberOf(*node, "height_px").value_or(0),
                       .reason = TextOf(*node, "reason")});
  }
  return regions;
}

BlurPlace BlurPlaceOf(const Scene& scene) {
  return {.id = scene.id,
          .sphere = true,
          .photos = scene.source != SceneSource::kDualFisheye,
          .photo_files = &scene.photo_files};
}

void CheckBlurRegions(const std::vector<BlurRegion>& regions,
                      const BlurPlace& place,
                      const std::string& file,
                      std::vector<Diagnostic>& said) {
  std::vector<std::string> names;
  for (const std::filesystem::path& photo : *place.photo_files) {
    names.push_back(ToNfc(photo.filename().string()));
  }
  for (const BlurRegion& region : regions) {
    const int line = region.written.line;
    if (region.photo.empty() && !place.sphere) {
      said.push_back(At(file,
                        line,
                        Say(messages::kBlurNoSphere, fmt::arg("id", place.id)),
                        Say(messages::kBlurNoSphereRemedy)));
    }
    if (region.photo.empty()) {
      continue;
    }
    if (!place.photos) {
      said.push_back(At(file,
                        line,
                        Say(messages::kBlurNoPhotos, fmt::arg("id", place.id)),
                        Say(messages::kBlurNoPhotosRemedy)));
    } else if (std::none_of(place.photo_files->begin(),
                            place.photo_files->end(),
                            [&](const auto& photo) { return IsPhotoOf(region, photo); })) {
      const std::string nearest = NearestWord(region.photo, names);
      said.push_back(At(file,
                        region.written.LineOf("photo"),
                        Say(messages::kBlurPhotoMissing,
                            fmt::arg("id", place.id),
                            fmt::arg("photo", region.photo)),
                        nearest.empty()
                            ? Say(messages::kBlurPhotoMissingRemedy)
                            : Say(messages::kRecordDidYouMean, fmt::arg("nearest", nearest))));
    }
  }
}

bool IsPhotoOf(const BlurRegion& region, const std::filesystem::path& file) {
  return ToNfc(file.filename().string()) == ToNfc(region.photo);
}

}  // namespace disan
