// The small files that tell each viewer how the tiles are cut.
#pragma once

#include "pipeline/tiles/tiles.h"

#include <string>
#include <utility>
#include <vector>

namespace disan {

// Name and content: psv.json, pannellum.json, marzipano.json as far as their tiles were made, and
// last tiles.json, the manifest of them all.
std::vector<std::pair<std::string, std::string>> ViewerConfigs(const TileSummary& summary);

}  // namespace disan
