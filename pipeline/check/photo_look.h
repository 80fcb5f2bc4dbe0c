// What `check` sees in one photo: decoded small, once.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/photo.h"
#include "pipeline/check/exposure.h"
#include "pipeline/check/sharpness.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace disan {

struct PhotoLook {
  std::optional<PhotoFacts> facts;  // none: unreadable
  std::optional<Sharpness> sharpness;
  std::optional<ExposureLook> exposure;
  std::vector<Diagnostic> said;
};

PhotoLook LookAtPhoto(const std::filesystem::path& file);

}  // namespace disan
