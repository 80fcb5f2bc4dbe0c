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
    cloud_.points.push_back((world - cloud_.origin).To<float>());
    return true;
  }

  uint64_t left_out() const { return left_out_; }

 private:
  static bool IsPlace(const Double3& p) {
    constexpr double kFarthest = 1e12;  // no unit puts a relic farther away
    return std::abs(p.x) < kFarthest && std::abs(p.y) < kFarthest && std::abs(p.z) < kFarthest;
  }

  // A multiple of 1024: small objects keep the very numbers of their file.
  void ChooseOrigin(const Double3& first) {
    for (int k = 0; k < 3; ++k) {
      cloud_.origin[k] = std::round(first[k] / 1024.0) * 1024.0;
    }
  }

  Cloud& cloud_;
  uint64_t left_out_ = 0;
};

}  // namespace disan
