// What others saw of a place that a photo clips.
#include "pipeline/panorama/restraint.h"

#include "pipeline/panorama/developed.h"
#include "pipeline/panorama/pattern.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

constexpr double kGain = 0.55;  // of the first photo, which was exposed too much

Image8 Even(double encoded) {
  Image8 picture(240, 180, 3);
  std::fill(picture.pixels.begin(),
            picture.pixels.end(),
            static_cast<uint8_t>(std::lround(255 * encoded)));
  return picture;
}

// Two photos side by side that share a third; the first is white all over.
class TwoPhotos : public ::testing::Test {
 protected:
  ImageFloat DevelopedWith(double encoded_by_second) {
    const Lens lens{.width_px = 240, .height_px = 180, .focal_px = 240};
    const std::vector<Camera> cameras = {{lens, RotationOf({0, 0, 0})},
                                         {lens, RotationOf({35, 0, 0})}};
    const std::vector<Image8> small = {Even(1), Even(encoded_by_second)};
    Light light;
    light.gain = {{kGain, kGain, kGain}, {1, 1, 1}};
    light.vignetting.resize(2);
    const auto restraints = RestraintsOf(small, cameras, {0, 1}, light);
    return Develop(small[0], lens, light.gain[0], {}, restraints[0]);
  }
};

TEST_F(TwoPhotos, WhatANeighbourHeldIsAsBrightAsTheNeighbourSawIt) {
  const ImageFloat developed = DevelopedWith(0.82);
  EXPECT_NEAR(*developed.At(220, 90), 0.82, 0.02);
  EXPECT_NEAR(*developed.At(100, 90), 0.82, 0.04) << "and so is what lies around";
}

TEST_F(TwoPhotos, WhatBothClipIsWhite) {
  EXPECT_NEAR(*DevelopedWith(1).At(220, 90), 1, 0.01);
}

TEST_F(TwoPhotos, NothingIsDarkerThanThePhotoItselfTells) {
  EXPECT_NEAR(*DevelopedWith(0.3).At(220, 90), ToEncoded(kGain), 0.01);
}

}  // namespace
}  // namespace disan::panorama
