// The whole scene before any ray is cast.
#pragma once

#include "datasets/world.h"

namespace disan::world {

struct Built {
  Scene scene;
  std::vector<Sculpture> sculptures;
};

Result<Built> BuildScene(const WorldOptions& options, const Execution& execution);

}  // namespace disan::world
