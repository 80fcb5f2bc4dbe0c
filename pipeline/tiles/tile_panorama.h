// From a panorama's file to a folder of tiles: the thin part with the disk in it.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/tiles/tiles.h"

#include <filesystem>

namespace disan {

// A ready equirectangular picture of any kind ReadPhoto reads; a JPEG is streamed. tiles.json is
// taken away first and written last, so a folder that has it is whole. The diagnostics are warnings
// (a damaged end, a wrong extension); what makes the picture unusable is an error without a value.
// Throws Failure when the folder cannot be written.
Result<TileSummary> TilePanorama(const std::filesystem::path& file,
                                 const std::filesystem::path& folder,
                                 const TileOptions& options,
                                 const Execution& execution);

}  // namespace disan
