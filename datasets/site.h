// The sample site: what staff would have written about the captures, in the form of a site folder.
#pragma once

#include "datasets/stations.h"

#include <filesystem>

namespace disan::world {

std::string SiteYaml();
std::string SessionYaml();
std::string TourYaml(const World& world);

void WriteSite(const World& world,
               const std::filesystem::path& folder,
               const Output& output,
               const Execution& execution);

}  // namespace disan::world
