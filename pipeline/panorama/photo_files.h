// Photos of one spot as files: names, facts and a way to the pixels. The only place of this room
// that knows files.
#pragma once

#include "pipeline/panorama/photo_set.h"

#include <filesystem>

namespace disan::panorama {

// The files themselves, and the photos directly in folders among them, in the order of their names.
std::vector<std::filesystem::path> ListPhotos(const std::vector<std::filesystem::path>& inputs);

// One entry a file; a file that cannot be read stays in the set, and says so when it is read.
PhotoSet OpenPhotos(const std::vector<std::filesystem::path>& files);

}  // namespace disan::panorama
