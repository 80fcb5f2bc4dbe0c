#include "pipeline/equirect/fisheye_discs.h"

#include "formats/image/photo.h"
#include "tests/support/synthetic_photo.h"

#include <cstdlib>

namespace disan {
namespace {

TEST(FisheyeDiscs, TwoDiscsAreToldFromAPanorama) {
  EXPECT_EQ(CountFisheyeDiscs(testing::DiscPicture(200, 2)), 2);
  EXPECT_EQ(CountFisheyeDiscs(testing::DiscPicture(200, 1)), 1);
  EXPECT_EQ(CountFisheyeDiscs(testing::TexturedPicture(400, 200, 1)), 0);
}

TEST(FisheyeDiscs, ABlackCapBelowAPanoramaIsNoDisc) {
  Image8 panorama = testing::TexturedPicture(400, 200, 1);
  for (int y = 150; y < 200; ++y) {
    std::fill(panorama.At(0, y), panorama.At(0, y) + 1200, uint8_t{0});
  }
  EXPECT_EQ(CountFisheyeDiscs(panorama), 0);
}

TEST(FisheyeDiscs, ABlackPictureIsNoDisc) {
  EXPECT_EQ(CountFisheyeDiscs(testing::PlainPicture(400, 200, 0)), 0);
}

TEST(FisheyeDiscs, RealCamerasAreRecognised) {
  const char* source = std::getenv("DISAN_SOURCE");
  const std::filesystem::path data =
      std::filesystem::path(source == nullptr ? "." : source) / "../shared/data/dual_fisheye";
  if (!std::filesystem::exists(data)) {
    GTEST_SKIP() << "the shared dual-fisheye photos are not on this machine";
  }
  for (const char* name : {"fusion3k-front.jpg", "fusion3k-back.jpg", "fusion5k-front.jpg"}) {
    const Result<Photo> photo = ReadPhoto(data / name, {.reduce_to_px = 256});
    ASSERT_TRUE(photo.ok()) << name;
    EXPECT_EQ(CountFisheyeDiscs(std::get<Image8>(photo->pixels)), 1) << name;
  }
  const Result<Photo> whole = ReadPhoto(data / "fusion3k-reference.jpg", {.reduce_to_px = 256});
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(CountFisheyeDiscs(std::get<Image8>(whole->pixels)), 0);
}

}  // namespace
}  // namespace disan
