// Binary little-endian PLY as scanners' programs write it.
#pragma once

#include "datasets/mesh.h"

#include <string>
#include <vector>

namespace disan::world {

struct ColouredPoint {
  Vec3 position;
  Vec3 normal;
  std::array<uint8_t, 3> colour{};
};

// Coordinates in `unit` ("mm", "m"), named in a comment. Triangles may be none: a cloud.
std::string EncodePly(const std::vector<ColouredPoint>& points,
                      const std::vector<std::array<uint32_t, 3>>& triangles,
                      std::string_view unit);

}  // namespace disan::world
