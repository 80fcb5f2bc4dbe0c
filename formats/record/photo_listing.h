// The photo files behind the paths that a person wrote.
#pragma once

#include "formats/record/binding.h"
#include "formats/record/site.h"

#include <filesystem>
#include <vector>

namespace disan {

struct PhotoListing {
  std::vector<std::filesystem::path> photos;
  std::vector<std::filesystem::path> raw_companions;
};

// Folders are expanded one level deep and sorted; what is no photo is left out and said. Links that
// lead out of the site are refused.
PhotoListing ListPhotos(const std::vector<SourcePath>& paths,
                        const Place& place,
                        std::vector<Diagnostic>& diagnostics);

}  // namespace disan
