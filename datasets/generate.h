// Everything that disan-world writes into a folder, unit by unit; a unit that is there with the
// same options is left alone.
#pragma once

#include "datasets/stations.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace disan::world {

struct GenerateOptions {
  std::filesystem::path folder;
  Detail size = Detail::kTiny;
  uint32_t seed = 1;
  bool site = false;  // in the form of a site folder, with its YAML
  std::string only;   // units whose name contains this; empty: all
};

struct GenerateSummary {
  std::vector<std::string> made, kept;
};

// Units: each station's id, "orbit bia-1", "mesh bia-1", "scan ...", "site". Throws Failure when a
// file cannot be written or the font is missing.
GenerateSummary Generate(const GenerateOptions& options,
                         const Execution& execution,
                         const std::function<void(const std::string& unit)>& begins = {});

// The view worth a look.
Image8 RenderHero(const World& world, int width_px, const Execution& execution);

}  // namespace disan::world
