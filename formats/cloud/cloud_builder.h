// Collects the points of a cloud while a reader goes through its file: chooses the origin, and
// leaves out positions that are not finite.
#pragma once

#include "formats/cloud/cloud.h"

#include <cmath>

namespace disan {

class CloudBuilder {
 public:
  explicit CloudBuilder(Cloud& cloud) : cloud_(cloud) {}

  // False, and nothing is added, for a position that is not a place.
  bool Add(const Double3& world) {
    if (!IsPlace(world)) {
      ++left_out_;
      return false;
    }
    if (cloud_.points.empty()) {
      ChooseOrigin(world);
    }
    cloud_.points.push_back({static_cast<float>(world[0] - cloud_.origin[0]),
                             static_cast<float>(world[1] - cloud_.origin[1]),
                             static_cast<float>(world[2] - cloud_.origin[2])});
    return true;
  }

  uint64_t left_out() const { return left_out_; }

 private:
  static bool IsPlace(const Double3& p) {
    constexpr double kFarthest = 1e12;  // no unit puts a relic farther away
    return std::abs(p[0]) < kFarthest && std::abs(p[1]) < kFarthest && std::abs(p[2]) < kFarthest;
  }

  // A multiple of 1024: small objects keep the very numbers of their file.
  void ChooseOrigin(const Double3& first) {
    for (size_t k = 0; k < 3; ++k) {
      cloud_.origin[k] = std::round(first[k] / 1024.0) * 1024.0;
    }
  }

  Cloud& cloud_;
  uint64_t left_out_ = 0;
};

}  // namespace disan
